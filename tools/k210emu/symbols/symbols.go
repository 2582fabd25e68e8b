// SPDX-License-Identifier: MIT

// Package symbols names guest addresses: for traces, counts, reports and the
// debugger. A Table is the ELF files that `--symbols` gives; package program reads
// them. All programs of ours are linked for different addresses, so that one
// table holds firmware, kernel and apps at once; where two programs have code at
// an address, the one that was given first names it.
//
// A Table is not for several goroutines at once.
package symbols

import (
	"fmt"
	"slices"
	"strings"

	"bugo/tools/symbolize/program"
)

// Table is symbols of programs. The nil Table knows none.
type Table struct {
	programs []*program.Program
	last     program.Function // the answer before: the next one is mostly the same
}

// Open reads ELF files. The errors name the file and say what to do.
func Open(paths []string) (*Table, error) {
	t := &Table{}
	for _, path := range paths {
		p, err := program.Open("", path)
		if err != nil {
			return nil, err
		}
		t.programs = append(t.programs, p)
	}
	return t, nil
}

// Function returns the function that an address belongs to.
func (t *Table) Function(address uint64) (f program.Function, ok bool) {
	if t == nil {
		return program.Function{}, false
	}
	if t.last.Start <= address && address < t.last.End {
		return t.last, true
	}
	for _, p := range t.programs {
		if f, ok := p.Function(address); ok {
			t.last = f
			return f, true
		}
	}
	return program.Function{}, false
}

// Functions returns the functions, of all programs, whose names begin with one of
// the prefixes.
func (t *Table) Functions(prefixes ...string) (all []program.Function) {
	if t == nil {
		return nil
	}
	for _, p := range t.programs {
		for _, f := range p.Functions() {
			if slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(f.Name, prefix) }) {
				all = append(all, f)
			}
		}
	}
	return all
}

// Name is an address as function and offset, "main.main+0x1c", or where no
// function is known the empty string.
func (t *Table) Name(address uint64) string {
	f, ok := t.Function(address)
	switch {
	case !ok:
		return ""
	case address == f.Start:
		return f.Name
	default:
		return fmt.Sprintf("%s+%#x", f.Name, address-f.Start)
	}
}

// Format is an address as messages have it: "0x80020010 main.main+0x1c", without
// the name where there is none.
func (t *Table) Format(address uint64) string {
	text := fmt.Sprintf("%#x", address)
	if name := t.Name(address); name != "" {
		text += " " + name
	}
	return text
}

// Places returns where in the source an address is: the innermost call that was
// inlined there first, the function itself last. It is slow: it reads DWARF.
func (t *Table) Places(address uint64) []program.Place {
	if t == nil {
		return nil
	}
	for _, p := range t.programs {
		if places := p.Locate(address); places != nil {
			return places
		}
	}
	return nil
}
