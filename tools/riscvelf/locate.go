// SPDX-License-Identifier: MIT

package riscvelf

import (
	"debug/dwarf"
	"fmt"
	"path"
	"sort"
)

// A Place is where an address lies in the source. File is empty where the
// program has no DWARF for it.
type Place struct {
	Function string
	Offset   uint64 // bytes from the start of the function
	File     string // as the compiler recorded it
	Line     int
}

// String says the place in a message: "main.run+0x12 (kernel/main.go:40)".
func (p Place) String() string {
	s := fmt.Sprintf("%s+%#x", p.Function, p.Offset)
	if p.File != "" {
		s += fmt.Sprintf(" (%s:%d)", p.File, p.Line)
	}
	return s
}

// Locate returns the place of an address in the program's text.
func (f *File) Locate(pc uint64) (Place, bool) {
	// The last function at or below pc; one without a size, as assembly may
	// be, extends to the next.
	i := sort.Search(len(f.code), func(i int) bool { return f.code[i].Value > pc }) - 1
	if i < 0 {
		return Place{}, false
	}
	function := f.code[i]
	if function.Size != 0 && pc-function.Value >= function.Size {
		return Place{}, false
	}
	place := Place{Function: function.Name, Offset: pc - function.Value}
	if file, line, ok := f.line(pc); ok {
		place.File, place.Line = file, line
	}
	return place, true
}

// line looks an address up in DWARF's line tables.
func (f *File) line(pc uint64) (string, int, bool) {
	data, err := f.DWARF()
	if err != nil {
		return "", 0, false
	}
	unit, err := data.Reader().SeekPC(pc)
	if err != nil {
		return "", 0, false
	}
	lines, err := data.LineReader(unit)
	if err != nil || lines == nil {
		return "", 0, false
	}
	var entry dwarf.LineEntry
	if err := lines.SeekPC(pc, &entry); err != nil || entry.File == nil {
		return "", 0, false
	}
	return path.Clean(entry.File.Name), entry.Line, true
}
