// SPDX-License-Identifier: MIT

package main

import (
	"cmp"
	"debug/dwarf"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"sort"
	"strings"

	"bugo/tools/riscvelf"
)

// image is a linked program.
type image struct {
	path      string
	functions []*function
	packages  map[string]bool // of which it has functions, or has inlined some, by import path
	rows      []row           // by address
	inlined   map[string]bool // functions that have been inlined somewhere
	calls     []inlinedCall
	lines     map[uint64][]place // that have been asked for
}

// place is a line of the source.
type place struct {
	file string
	line int
}

// inlinedCall is a call whose callee has been inlined, at these addresses.
type inlinedCall struct {
	place
	ranges [][2]uint64
	depth  int // in the tree of DWARF's entries
}

// row is a row of DWARF's table of lines: it holds up to the next.
type row struct {
	pc uint64
	place
}

func openImage(name string) (*image, error) {
	elf, err := riscvelf.Open(name)
	if err != nil {
		return nil, err
	}
	i := &image{path: name, inlined: map[string]bool{}, lines: map[uint64][]place{}}
	if i.functions, err = functions(elf); err != nil {
		return nil, err
	}
	i.packages = map[string]bool{}
	for _, f := range i.functions {
		i.packages[packageOf(f.Name)] = true
	}
	data, err := elf.DWARF()
	if err != nil {
		return nil, fmt.Errorf("%s has no usable DWARF, which tells of lines and of what is inlined: %w", name, err)
	}
	if err := i.readDWARF(data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(i.rows) == 0 {
		return nil, fmt.Errorf("%s has no table of lines: do not strip it", name)
	}
	return i, nil
}

// packageOf returns the import path in a symbol.
func packageOf(symbol string) string {
	slash := strings.LastIndex(symbol, "/")
	if bracket := strings.Index(symbol, "["); bracket >= 0 && bracket < slash {
		slash = strings.LastIndex(symbol[:bracket], "/")
	}
	name, _, _ := strings.Cut(symbol[slash+1:], ".")
	return symbol[:slash+1] + name
}

func (i *image) readDWARF(data *dwarf.Data) error {
	r := data.Reader()
	depth := 0
	var files []*dwarf.LineFile // of the unit
	for {
		entry, err := r.Next()
		if err != nil {
			return err
		}
		if entry == nil {
			break
		}
		switch entry.Tag {
		case dwarf.TagCompileUnit:
			if files, err = i.readLines(data, entry); err != nil {
				return err
			}
		case dwarf.TagSubprogram:
			if name, ok := entry.Val(dwarf.AttrName).(string); ok && entry.Val(dwarf.AttrInline) != nil {
				i.inlined[declared(name)] = true
				i.packages[packageOf(name)] = true
			}
		case dwarf.TagInlinedSubroutine:
			ranges, err := data.Ranges(entry)
			if err != nil {
				return err
			}
			file, _ := entry.Val(dwarf.AttrCallFile).(int64)
			line, _ := entry.Val(dwarf.AttrCallLine).(int64)
			if file > 0 && int(file) < len(files) && files[file] != nil {
				i.calls = append(i.calls, inlinedCall{place{path.Clean(files[file].Name), int(line)}, ranges, depth})
			}
		case 0: // the end of children
			depth--
			continue
		}
		if entry.Children {
			depth++
		}
	}
	slices.SortStableFunc(i.rows, func(a, b row) int {
		// (The end of one unit may be the start of the next, which counts.)
		return cmp.Or(cmp.Compare(a.pc, b.pc), cmp.Compare(min(len(a.file), 1), min(len(b.file), 1)))
	})
	slices.SortStableFunc(i.calls, func(a, b inlinedCall) int { return b.depth - a.depth })
	return nil
}

// readLines reads a unit's table of lines, and returns its files.
func (i *image) readLines(data *dwarf.Data, unit *dwarf.Entry) ([]*dwarf.LineFile, error) {
	lines, err := data.LineReader(unit)
	if err != nil || lines == nil {
		return nil, err
	}
	for {
		var entry dwarf.LineEntry
		if err := lines.Next(&entry); errors.Is(err, io.EOF) {
			return lines.Files(), nil
		} else if err != nil {
			return nil, err
		}
		r := row{pc: entry.Address}
		if !entry.EndSequence && entry.File != nil {
			r.place = place{path.Clean(entry.File.Name), entry.Line}
		}
		i.rows = append(i.rows, r)
	}
}

// places returns of which lines an instruction is: where it has been inlined, its own
// first, and then those of the calls, outwards. Without a line, its file is "".
func (i *image) places(pc uint64) []place {
	if known, ok := i.lines[pc]; ok {
		return known
	}
	found := []place{{}}
	if n := sort.Search(len(i.rows), func(n int) bool { return i.rows[n].pc > pc }) - 1; n >= 0 {
		found[0] = i.rows[n].place
	}
	for _, call := range i.calls {
		if slices.ContainsFunc(call.ranges, func(r [2]uint64) bool { return r[0] <= pc && pc < r[1] }) {
			found = append(found, call.place)
		}
	}
	i.lines[pc] = found
	return found
}
