// SPDX-License-Identifier: MIT

package table

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

var little = binary.LittleEndian

// A Header is what the section says about itself; all offsets count from its
// start and rise in this order.
type Header struct {
	Quantum   uint8
	Slim      bool   // Build has written it
	Count     uint64 // of functions
	Names     uint64
	Units     uint64
	Files     uint64
	Values    uint64
	Functions uint64
}

// ParseHeader checks that the section is of the known format.
func ParseHeader(section []byte) (Header, error) {
	if len(section) < headerSize {
		return Header{}, fmt.Errorf("the function table has %d bytes, fewer than its header's %d", len(section), headerSize)
	}
	if got := little.Uint32(section); got != magic {
		return Header{}, fmt.Errorf("the function table starts with %#08x, want %#08x: it is of an unknown version of Go", got, uint32(magic))
	}
	word := func(i int) uint64 { return little.Uint64(section[8+8*i:]) }
	h := Header{
		Quantum: section[6], Slim: word(2) == slimMark, Count: word(0),
		Names: word(3), Units: word(4), Files: word(5), Values: word(6), Functions: word(7),
	}
	switch {
	case section[4] != 0 || section[5] != 0 || word(2) > slimMark:
		return Header{}, fmt.Errorf("the function table's header % x has bits set that should be zero", section[:headerSize])
	case h.Quantum != 1 && h.Quantum != 2 && h.Quantum != 4:
		return Header{}, fmt.Errorf("the function table's code quantum is %d, want 1, 2 or 4", h.Quantum)
	case section[7] != 8:
		return Header{}, fmt.Errorf("the function table is for pointers of %d bytes, want 8", section[7])
	}
	before := uint64(headerSize)
	for _, part := range []uint64{h.Names, h.Units, h.Files, h.Values, h.Functions, uint64(len(section))} {
		if part < before {
			return Header{}, fmt.Errorf("the function table's parts are out of order or beyond its %#x bytes: %#x comes after %#x", len(section), part, before)
		}
		before = part
	}
	return h, nil
}

// parser holds the parts of a section.
type parser struct {
	names, units, files, values, functions, blobs []byte

	numbers numbers
	quantum uint32
	decoded map[uint32]Sequence // by offset into values
}

// Parse reads a section; blobs is where FUNCDATA offsets count from.
func Parse(section []byte, blobs uint64) (*Program, error) {
	h, err := ParseHeader(section)
	if err != nil {
		return nil, err
	}
	if blobs < h.Functions || blobs > uint64(len(section)) {
		return nil, fmt.Errorf("the FUNCDATA at %#x lie outside the function table, whose records begin at %#x and which ends at %#x",
			blobs, h.Functions, len(section))
	}
	p := parser{
		names:     section[h.Names:h.Units],
		units:     section[h.Units:h.Files],
		files:     section[h.Files:h.Values],
		values:    section[h.Values:h.Functions],
		functions: section[h.Functions:blobs],
		blobs:     section[blobs:],
		numbers:   stock,
		quantum:   uint32(h.Quantum),
		decoded:   make(map[uint32]Sequence),
	}
	if h.Slim {
		p.numbers = slim
	}
	if room := uint64(len(p.functions)); room < 4 || h.Count > (room-4)/entrySize {
		return nil, fmt.Errorf("%d functions do not fit into the function table's %d bytes of records", h.Count, room)
	}
	program := &Program{Quantum: h.Quantum, Functions: make([]Function, h.Count)}
	for i := range program.Functions {
		code, record := little.Uint32(p.functions[i*entrySize:]), little.Uint32(p.functions[i*entrySize+4:])
		if i > 0 && code < program.Functions[i-1].Code {
			return nil, fmt.Errorf("function %d of the table begins at %#x, before the one in front of it", i, code)
		}
		if uint64(record) < h.Count*entrySize+4 {
			return nil, fmt.Errorf("the record of function %d of the table, at %#x, lies inside the index", i, record)
		}
		if err := p.function(&program.Functions[i], code, record); err != nil {
			return nil, fmt.Errorf("function %d of the table, at %#x of the code: %w", i, code, err)
		}
	}
	program.End = little.Uint32(p.functions[h.Count*entrySize:])
	if n := len(program.Functions); n > 0 && program.End < program.Functions[n-1].Code {
		return nil, fmt.Errorf("the last function begins at %#x, behind the end of the code %#x", program.Functions[n-1].Code, program.End)
	}
	return program, nil
}

// function reads the record at an offset into functions.
func (p *parser) function(f *Function, code, offset uint32) error {
	r, err := cut(p.functions, "record", uint64(offset), recordSize)
	if err != nil {
		return err
	}
	word := func(i int) uint32 { return little.Uint32(r[4*i:]) }
	if word(0) != code {
		return fmt.Errorf("its record is of a function at %#x", word(0))
	}
	*f = Function{
		Code: code, Args: int32(word(2)), DeferReturn: word(3), StartLine: int32(word(9)), ID: r[40], Flag: r[41],
	}
	if f.Name, err = text(p.names, "name", word(1)); err != nil {
		return err
	}
	tables, blobs := word(7), uint32(r[43])
	if tables > p.numbers.pcdata || blobs > p.numbers.funcdata {
		return fmt.Errorf("%s has %d PCDATA and %d FUNCDATA, at most %d and %d are known: teach slimtab this version of Go",
			f.Name, tables, blobs, p.numbers.pcdata, p.numbers.funcdata)
	}
	tail, err := cut(p.functions, "PCDATA and FUNCDATA", uint64(offset)+recordSize, 4*(tables+blobs))
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	pcdata := func(i uint32) uint32 {
		if i >= tables {
			return 0
		}
		return little.Uint32(tail[4*i:])
	}
	funcdata := func(i uint32) uint32 {
		if i >= blobs {
			return noBlob
		}
		return little.Uint32(tail[4*(tables+i):])
	}
	if err := p.places(f, word(4), word(5), word(6), word(8)); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if f.Bounds, err = p.sequence("panic bounds", pcdata(p.numbers.panicBounds)); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	f.Bounds = f.Bounds.trim()
	if err := p.inlined(f, pcdata(p.numbers.inlineIndex), funcdata(p.numbers.inlineTree)); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if err := p.openDefers(f, funcdata(p.numbers.openDefers)); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// places reads the frame sizes and the source positions.
func (p *parser) places(f *Function, frames, files, lines, unit uint32) (err error) {
	if f.FrameSizes, err = p.sequence("frame sizes", frames); err != nil {
		return err
	}
	if f.Lines, err = p.sequence("lines", lines); err != nil {
		return err
	}
	numbers, err := p.sequence("files", files)
	if err != nil {
		return err
	}
	for _, run := range numbers {
		name, err := p.file(unit, run.Value)
		if err != nil {
			return err
		}
		if last := len(f.FileNames) - 1; last >= 0 && f.FileNames[last].Name == name {
			f.FileNames[last].Length += run.Length
			continue
		}
		f.FileNames = append(f.FileNames, FileRun{name, run.Length})
	}
	return nil
}

// file returns the name of a unit's file; none has no name.
func (p *parser) file(unit uint32, number int32) (string, error) {
	if number == none {
		return "", nil
	}
	if number < 0 || unit == noUnit {
		return "", fmt.Errorf("it has file number %d of unit %#x, which cannot be", number, unit)
	}
	entry, err := cut(p.units, "unit's file", 4*(uint64(unit)+uint64(number)), 4)
	if err != nil {
		return "", err
	}
	offset := little.Uint32(entry)
	if offset == noFile {
		return "", nil
	}
	return text(p.files, "file name", offset)
}

// inlined reads the calls that were inlined into f. Nodes of the tree that no
// code belongs to are left out, and the others renumbered.
func (p *parser) inlined(f *Function, index, tree uint32) error {
	indexes, err := p.sequence("inline indexes", index)
	if err != nil || tree == noBlob {
		return err
	}
	indexes = append(Sequence(nil), indexes.trim()...) // others may share it
	count := int32(0)
	for _, run := range indexes {
		if run.Value < none {
			return fmt.Errorf("it has an inlined call number %d", run.Value)
		}
		count = max(count, run.Value+1)
	}
	if count == 0 {
		return nil
	}
	nodes, err := cut(p.blobs, "inline tree", uint64(tree), 0)
	if err != nil {
		return err
	}
	if int64(len(nodes)) < int64(count)*callSize {
		return fmt.Errorf("its inline tree of %d calls lies partly behind the function table", count)
	}
	renumbered := make(map[int32]int32)
	for i, run := range indexes {
		if run.Value == none {
			continue
		}
		number, known := renumbered[run.Value]
		if !known {
			number = int32(len(f.Calls))
			renumbered[run.Value] = number
			call, err := p.call(nodes[run.Value*callSize:])
			if err != nil {
				return err
			}
			f.Calls = append(f.Calls, call)
		}
		indexes[i].Value = number
	}
	f.Inline = indexes
	return nil
}

// call reads a node of an inline tree.
func (p *parser) call(node []byte) (Call, error) {
	name, err := text(p.names, "inlined function's name", little.Uint32(node[4:]))
	if err != nil {
		return Call{}, err
	}
	return Call{
		ID: node[0], Name: name,
		ParentPC: int32(little.Uint32(node[8:])), StartLine: int32(little.Uint32(node[12:])),
	}, nil
}

// openDefers reads where f keeps its open-coded deferred calls.
func (p *parser) openDefers(f *Function, offset uint32) error {
	if offset == noBlob {
		return nil
	}
	b, err := cut(p.blobs, "open-coded defers", uint64(offset), 0)
	if err != nil {
		return err
	}
	size := 0
	for range 2 {
		_, n, err := varint(b[size:])
		if err != nil {
			return fmt.Errorf("its FUNCDATA of open-coded defers %w", err)
		}
		size += n
	}
	f.OpenDefers = bytes.Clone(b[:size]) // a Program outlives its section
	return nil
}

// sequence reads a sequence; 0 is the offset of none. The result is shared.
func (p *parser) sequence(what string, offset uint32) (Sequence, error) {
	if offset == 0 {
		return nil, nil
	}
	if s, ok := p.decoded[offset]; ok {
		return s, nil
	}
	b, err := cut(p.values, what, uint64(offset), 0)
	if err != nil {
		return nil, err
	}
	s, err := decodeSequence(b)
	if err != nil {
		return nil, fmt.Errorf("its sequence of %s %w", what, err)
	}
	p.decoded[offset] = s
	return s, nil
}

// cut returns what is at an offset into a part: size bytes, or all for 0.
func cut(part []byte, what string, offset uint64, size uint32) ([]byte, error) {
	if offset > uint64(len(part)) || uint64(size) > uint64(len(part))-offset {
		return nil, fmt.Errorf("its %s (%d bytes at %#x) lies outside the part of %#x bytes", what, size, offset, len(part))
	}
	if size == 0 {
		return part[offset:], nil
	}
	return part[offset:][:size], nil
}

// text returns the string at an offset, which a zero byte ends.
func text(part []byte, what string, offset uint32) (string, error) {
	b, err := cut(part, what, uint64(offset), 0)
	if err != nil {
		return "", err
	}
	end := bytes.IndexByte(b, 0)
	if end < 0 {
		return "", fmt.Errorf("its %s at %#x has no end", what, offset)
	}
	return string(b[:end]), nil
}
