// SPDX-License-Identifier: MIT

package trace

import (
	"fmt"

	"bugo/tools/k210emu/hart"
)

// traps writes a line after each trap.
type traps struct {
	writer
	from map[*hart.Hart]origin
}

// origin is where a hart is before an instruction.
type origin struct {
	pc   uint64
	mode hart.Privilege
}

// Before implements machine.Observer.
func (t *traps) Before(h *hart.Hart) (stop bool) {
	t.from[h] = origin{h.PC(), h.Privilege()}
	return false
}

// CSRs that tell of a trap (RISC-V priv. 1.12 §2.2).
const (
	mcause, mtval = 0x342, 0x343
	scause, stval = 0x142, 0x143
)

// After implements machine.Observer.
func (t *traps) After(h *hart.Hart, trapped bool) (stop bool) {
	if !trapped {
		return false
	}
	cause, value := uint32(mcause), uint32(mtval)
	if h.Privilege() == hart.Supervisor {
		cause, value = scause, stval
	}
	c, _ := h.CSR(cause)
	v, _ := h.CSR(value)
	from := t.from[h]
	t.write(h, from, fmt.Sprintf("%s, value %#x", Cause(c), v))
	return false
}

// Interrupted implements machine.Observer.
func (t *traps) Interrupted(h *hart.Hart, cause, pc uint64, from hart.Privilege) {
	t.write(h, origin{pc, from}, Cause(cause))
}

func (t *traps) write(h *hart.Hart, from origin, what string) {
	fmt.Fprintf(t.out, "%10d hart %d %s->%s %s, at %s -> %s\n", t.done(), h.ID,
		letter(from.mode), letter(h.Privilege()), what, t.table.Format(from.pc), t.table.Format(h.PC()))
}

const interruptBit = 1 << 63

// Causes by their numbers (RISC-V priv. 1.12 §3.1.15, table 3.6).
var (
	exceptions = map[uint64]string{
		0: "instruction address misaligned", 1: "instruction access fault", 2: "illegal instruction", 3: "breakpoint",
		4: "load address misaligned", 5: "load access fault", 6: "store/AMO address misaligned", 7: "store/AMO access fault",
		8: "environment call from U-mode", 9: "environment call from S-mode", 11: "environment call from M-mode",
		12: "instruction page fault", 13: "load page fault", 15: "store/AMO page fault",
	}
	interrupts = map[uint64]string{
		1: "supervisor software interrupt", 3: "machine software interrupt",
		5: "supervisor timer interrupt", 7: "machine timer interrupt",
		9: "supervisor external interrupt", 11: "machine external interrupt",
	}
)

// Cause is the name and number of a trap's cause, as mcause and scause have it.
func Cause(cause uint64) string {
	number := cause &^ interruptBit
	names, kind := exceptions, "exception"
	if cause&interruptBit != 0 {
		names, kind = interrupts, "interrupt"
	}
	if name := names[number]; name != "" {
		return fmt.Sprintf("%s (%d)", name, number)
	}
	return fmt.Sprintf("reserved %s (%d)", kind, number)
}
