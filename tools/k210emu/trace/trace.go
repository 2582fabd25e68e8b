// SPDX-License-Identifier: MIT

// Package trace writes what a machine does while it runs, a line for each
// instruction or for each trap. A trace is an Observer of the machine: without
// one nothing is slower, with one the machine does the same at a few million
// instructions a second.
//
// A line of an instruction trace, and one of a trap trace:
//
//	   1043 hart 0 M 0x80000e2c 00b50533 add a0,a0,a1  # main.main+0x1c
//	8123400 hart 1 U->S environment call from U-mode (8), value 0x0, at 0x80400a10 main.write+0x8 -> 0x80021000
//
// The number is how many instructions all harts had run before. Instructions are
// shown as they are in memory: a hart that has decoded them before they were
// overwritten, and has not seen a FENCE.I since, runs the old ones.
package trace

import (
	"bufio"
	"fmt"
	"io"

	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
	"bugo/tools/k210emu/symbols"
)

// Kinds are the names of the traces that New makes.
var Kinds = []string{"insn", "trap"}

// Trace is an Observer that writes. Flush it at the end.
type Trace interface {
	machine.Observer
	Flush() error
}

// New returns a trace of a kind, insn or trap. Done is how many instructions the
// machine has run.
func New(kind string, w io.Writer, table *symbols.Table, done func() uint64) (Trace, error) {
	base := writer{out: bufio.NewWriter(w), table: table, done: done}
	switch kind {
	case "insn":
		return &instructions{base}, nil
	case "trap":
		return &traps{writer: base, from: map[*hart.Hart]origin{}}, nil
	default:
		return nil, fmt.Errorf("there is no trace %q: want insn or trap", kind)
	}
}

// writer is what traces have in common.
type writer struct {
	out   *bufio.Writer
	table *symbols.Table
	done  func() uint64
}

// Flush writes what has not been written yet.
func (w *writer) Flush() error {
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("cannot write the trace: %w", err)
	}
	return nil
}

// instructions writes a line before each instruction.
type instructions struct{ writer }

// Before implements machine.Observer.
func (i *instructions) Before(h *hart.Hart) (stop bool) {
	pc := h.PC()
	bits, size := h.Next()
	fmt.Fprintf(i.out, "%10d hart %d %s 0x%x ", i.done(), h.ID, letter(h.Privilege()), pc)
	switch size {
	case 2:
		fmt.Fprintf(i.out, "%04x     ", bits)
	default:
		fmt.Fprintf(i.out, "%08x ", bits)
	}
	_, _ = i.out.WriteString(Disassemble(bits, size, pc, i.table))
	if name := i.table.Name(pc); name != "" {
		_, _ = i.out.WriteString("  # " + name)
	}
	_ = i.out.WriteByte('\n')
	return false
}

// After implements machine.Observer.
func (i *instructions) After(*hart.Hart, bool) (stop bool) { return false }

// Interrupted implements machine.Observer.
func (i *instructions) Interrupted(h *hart.Hart, cause, _ uint64, _ hart.Privilege) {
	fmt.Fprintf(i.out, "%10d hart %d %s %s\n", i.done(), h.ID, letter(h.Privilege()), Cause(cause))
}

// letter is a mode's name.
func letter(p hart.Privilege) string {
	switch p {
	case hart.User:
		return "U"
	case hart.Supervisor:
		return "S"
	default:
		return "M"
	}
}
