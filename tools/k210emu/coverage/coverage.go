// SPDX-License-Identifier: MIT

// Package coverage makes coverage of lines from the instructions that a guest has
// run, by the line tables that DWARF has of its programs.
//
// A line can run if an instruction of a program belongs to it, in a function of
// its own or inlined into another one. It has run if one of these instructions
// has. All programs count, also those that never ran, so that what no test runs is
// seen; and an instruction counts for every program that has it, with the same
// bits at the same address: apps are all linked for the same one.
//
// How often is not known: a line has run once or not at all.
//
// References: DWARF 5 §6.2 (line number information), RISC-V unpriv. 20191213
// §1.5 (lengths of instructions).
package coverage

import (
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"bugo/tools/coverage/lcov"
	"bugo/tools/k210emu/hart"
	"bugo/tools/riscvelf"
)

// Ran tells which instructions have run.
type Ran interface{ Has(hart.Ran) bool }

// Report returns the coverage of the sources of programs, ELF files. A program
// that is named twice counts once.
func Report(programs []string, ran Ran) (lcov.Report, error) {
	report := lcov.Report{}
	for n, name := range programs {
		if slices.Contains(programs[:n], name) {
			continue
		}
		file, err := riscvelf.Open(name)
		if err != nil {
			return nil, err
		}
		if err := add(report, file, ran); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return report, nil
}

// add adds a program.
func add(report lcov.Report, file *riscvelf.File, ran Ran) error {
	if file.Section(".debug_line") == nil {
		return errors.New("it has no DWARF line table, which says what belongs to which line: give the NAME.elf that the build leaves beside the image")
	}
	debug, err := file.DWARF()
	if err != nil {
		return fmt.Errorf("its DWARF is damaged, build it again: %w", err)
	}
	code, err := textOf(file)
	if err != nil {
		return err
	}
	units := debug.Reader()
	for {
		unit, err := units.Next()
		if err != nil {
			return fmt.Errorf("its DWARF is damaged, build it again: %w", err)
		}
		if unit == nil {
			return nil
		}
		units.SkipChildren()
		if unit.Tag != dwarf.TagCompileUnit {
			continue
		}
		lines, err := debug.LineReader(unit)
		if err != nil {
			return fmt.Errorf("its DWARF line table is damaged, build it again: %w", err)
		}
		if lines == nil {
			continue // a unit without code
		}
		if err := addUnit(report, lines, code, ran); err != nil {
			return fmt.Errorf("its DWARF line table is damaged, build it again: %w", err)
		}
	}
}

// addUnit adds the lines of a compilation unit. A row of the table is about the
// instructions from its address to that of the next row.
func addUnit(report lcov.Report, lines *dwarf.LineReader, code text, ran Ran) error {
	var row, next dwarf.LineEntry
	row.EndSequence = true
	for {
		if err := lines.Next(&next); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if !row.EndSequence && row.File != nil && row.Line > 0 && next.Address > row.Address {
			if source, ours := Source(row.File.Name); ours {
				if n, any := code.ran(row.Address, next.Address, ran); any {
					l := report.File(source).Guest
					l[row.Line] = max(l[row.Line], n)
				}
			}
		}
		row = next
	}
}

// goroot is what the toolchain calls the SDK in which it builds the standard
// library, with our own runtime in the place of Go's.
const goroot = "$GOROOT/src/"

// Source is the path of a source file in the workspace, for its name in DWARF. It
// is not ours if it is of Go's standard library, or made by the compiler.
func Source(name string) (source string, ours bool) {
	name = path.Clean(name)
	library, isLibrary := strings.CutPrefix(name, goroot)
	if !isLibrary {
		library, isLibrary = strings.CutPrefix(name, "src/") // assembly
	}
	switch {
	case isLibrary:
		return library, strings.HasPrefix(library, "runtime/")
	case path.IsAbs(name), strings.HasPrefix(name, "<"), strings.HasPrefix(name, "../"), strings.HasPrefix(name, "external/"):
		return "", false
	default:
		return name, strings.Contains(name, "/")
	}
}

// text is a program's code, by address.
type text []section

type section struct {
	start uint64
	data  []byte
}

func textOf(file *riscvelf.File) (code text, err error) {
	for _, s := range file.Sections {
		if s.Flags&elf.SHF_EXECINSTR == 0 || s.Flags&elf.SHF_ALLOC == 0 || s.Type != elf.SHT_PROGBITS {
			continue
		}
		data, err := s.Data()
		if err != nil {
			return nil, fmt.Errorf("its section %s cannot be read, build it again: %w", s.Name, err)
		}
		code = append(code, section{s.Addr, data})
	}
	return code, nil
}

// ran tells whether there are any instructions from one address to another, and
// 1 if one of them has run.
func (t text) ran(from, to uint64, ran Ran) (n uint64, any bool) {
	for _, s := range t {
		if from < s.start || from >= s.start+uint64(len(s.data)) {
			continue
		}
		for pc := from; pc < to; {
			rest := s.data[min(pc-s.start, uint64(len(s.data))):]
			if len(rest) < 2 {
				break
			}
			bits, size := uint32(binary.LittleEndian.Uint16(rest)), uint64(2)
			if bits&3 == 3 { // not compressed
				if len(rest) < 4 {
					break
				}
				bits, size = binary.LittleEndian.Uint32(rest), 4
			}
			if ran.Has(hart.Ran{PC: pc, Bits: bits}) {
				return 1, true
			}
			any = true
			pc += size
		}
	}
	return 0, any
}
