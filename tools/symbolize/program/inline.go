// SPDX-License-Identifier: MIT

package program

import (
	"debug/dwarf"
	"slices"
)

// call is a call that the compiler inlined.
type call struct {
	callee string // what was called
	file   string // where the call stands
	line   int
}

// unit is what DWARF has of one compilation unit, read once.
type unit struct {
	inlines []inline // in the order of the file: outer before inner
}

type inline struct {
	spans []span
	call  call
}

// inlined returns the calls inlined around an address, the innermost first.
// What DWARF does not know, or knows wrongly, is not there.
func (p *Program) inlined(address uint64) []call {
	if p.debug == nil {
		return nil
	}
	entry, err := p.debug.Reader().SeekPC(address)
	if err != nil {
		return nil
	}
	u := p.units[entry.Offset]
	if u == nil {
		u = p.readUnit(entry)
		p.units[entry.Offset] = u
	}
	var calls []call
	for i := range u.inlines {
		if slices.ContainsFunc(u.inlines[i].spans, func(s span) bool { return s.contains(address) }) {
			calls = append(calls, u.inlines[i].call)
		}
	}
	slices.Reverse(calls)
	return calls
}

func (p *Program) readUnit(header *dwarf.Entry) *unit {
	u := &unit{}
	lines, err := p.debug.LineReader(header)
	if err != nil || lines == nil {
		return u
	}
	files := lines.Files()
	reader := p.debug.Reader()
	reader.Seek(header.Offset)
	if _, err := reader.Next(); err != nil || !header.Children {
		return u
	}
	for depth := 1; depth > 0; {
		entry, err := reader.Next()
		switch {
		case err != nil || entry == nil:
			return u
		case entry.Tag == 0:
			depth--
			continue
		case entry.Tag == dwarf.TagInlinedSubroutine:
			if i, ok := p.readInline(entry, files); ok {
				u.inlines = append(u.inlines, i)
			}
		}
		if entry.Children {
			depth++
		}
	}
	return u
}

func (p *Program) readInline(entry *dwarf.Entry, files []*dwarf.LineFile) (i inline, ok bool) {
	ranges, err := p.debug.Ranges(entry)
	if err != nil {
		return i, false
	}
	for _, r := range ranges {
		i.spans = append(i.spans, span{r[0], r[1]})
	}
	file, hasFile := entry.Val(dwarf.AttrCallFile).(int64)
	line, hasLine := entry.Val(dwarf.AttrCallLine).(int64)
	origin, hasOrigin := entry.Val(dwarf.AttrAbstractOrigin).(dwarf.Offset)
	if !hasFile || !hasLine || !hasOrigin || file < 0 || file >= int64(len(files)) || files[file] == nil {
		return i, false
	}
	reader := p.debug.Reader()
	reader.Seek(origin)
	callee, err := reader.Next()
	if err != nil || callee == nil {
		return i, false
	}
	i.call.callee, ok = callee.Val(dwarf.AttrName).(string)
	i.call.file, i.call.line = files[file].Name, int(line)
	return i, ok
}
