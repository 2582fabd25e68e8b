// SPDX-License-Identifier: MIT

package table

import "fmt"

// A Layout says where Build has put the parts, in bytes from the start of the
// section. What moduledata calls epclntab is the section's end.
type Layout struct {
	Names, Units, Files, Values, Functions Part
	Blobs                                  uint64 // what FUNCDATA offsets count from: a multiple of 4
}

// A Part is a piece of the section.
type Part struct{ Offset, Size uint64 }

// builder collects the parts; equal things get one place.
type builder struct {
	names, units, files, values, records, blobs []byte

	nameAt, valueAt, blobAt map[string]uint32
	fileNumber              map[string]int32 // in units, of which there is one
}

// Build writes the section. Its address must be a multiple of 8.
func Build(p *Program) ([]byte, Layout, error) {
	b := builder{
		values:     []byte{0}, // offset 0 means none
		nameAt:     make(map[string]uint32),
		valueAt:    make(map[string]uint32),
		blobAt:     make(map[string]uint32),
		fileNumber: make(map[string]int32),
	}
	index := make([]byte, 0, len(p.Functions)*entrySize+4)
	for i := range p.Functions {
		f := &p.Functions[i]
		index = little.AppendUint32(index, f.Code)
		index = little.AppendUint32(index, uint32(cap(index)+len(b.records)))
		b.function(f)
	}
	index = little.AppendUint32(index, p.End)

	var l Layout
	section := make([]byte, headerSize)
	add := func(part []byte) Part {
		start := uint64(len(section))
		section = append(section, part...)
		return Part{start, uint64(len(part))}
	}
	align := func() { section = append(section, make([]byte, -len(section)&3)...) }
	l.Names = add(b.names)
	align()
	l.Units = add(b.units)
	l.Files = add(b.files)
	l.Values = add(b.values)
	align()
	l.Functions = add(append(index, b.records...))
	l.Blobs = add(b.blobs).Offset

	little.PutUint32(section, magic)
	section[6], section[7] = p.Quantum, 8
	for i, word := range []uint64{
		uint64(len(p.Functions)), uint64(len(b.fileNumber)), slimMark,
		l.Names.Offset, l.Units.Offset, l.Files.Offset, l.Values.Offset, l.Functions.Offset,
	} {
		little.PutUint64(section[8+8*i:], word)
	}
	if uint64(len(section)) > 1<<31 {
		return nil, Layout{}, fmt.Errorf("the function table would have %d bytes, more than its offsets can tell", len(section))
	}
	return section, l, nil
}

// function appends f's record, and what it refers to.
func (b *builder) function(f *Function) {
	files, unit := b.fileNumbers(f.FileNames)
	// The order is that of slim.
	var tables, blobs []uint32
	if f.Inline != nil || f.Bounds != nil {
		tables = append(tables, b.sequence(f.Inline))
	}
	if f.Bounds != nil {
		tables = append(tables, b.sequence(f.Bounds))
	}
	switch {
	case len(f.Calls) > 0:
		blobs = append(blobs, b.calls(f.Calls))
	case f.OpenDefers != nil:
		blobs = append(blobs, noBlob)
	}
	if f.OpenDefers != nil {
		blobs = append(blobs, b.blob(f.OpenDefers))
	}

	r := b.records
	for _, word := range []uint32{
		f.Code, b.name(f.Name), uint32(f.Args), f.DeferReturn,
		b.sequence(f.FrameSizes), b.sequence(files), b.sequence(f.Lines),
		uint32(len(tables)), unit, uint32(f.StartLine),
	} {
		r = little.AppendUint32(r, word)
	}
	r = append(r, f.ID, f.Flag, 0, byte(len(blobs)))
	for _, word := range append(tables, blobs...) {
		r = little.AppendUint32(r, word)
	}
	b.records = r
}

// fileNumbers turns names into numbers that count from the lowest of them,
// the function's unit: small ones, and equal ones in functions of one file.
func (b *builder) fileNumbers(runs []FileRun) (Sequence, uint32) {
	numbers, lowest := make(Sequence, 0, len(runs)), int32(-1)
	for _, run := range runs {
		number := int32(none)
		if run.Name != "" {
			var known bool
			if number, known = b.fileNumber[run.Name]; !known {
				number = int32(len(b.fileNumber))
				b.fileNumber[run.Name] = number
				b.units = little.AppendUint32(b.units, uint32(len(b.files)))
				b.files = append(append(b.files, run.Name...), 0)
			}
			if lowest < 0 || number < lowest {
				lowest = number
			}
		}
		numbers = numbers.add(number, run.Length)
	}
	if lowest < 0 {
		return numbers, noUnit
	}
	for i := range numbers {
		if numbers[i].Value != none {
			numbers[i].Value -= lowest
		}
	}
	return numbers, uint32(lowest)
}

func (b *builder) name(name string) uint32 {
	return place(&b.names, b.nameAt, append([]byte(name), 0))
}

func (b *builder) sequence(s Sequence) uint32 {
	if len(s) == 0 {
		return 0
	}
	return place(&b.values, b.valueAt, s.encode())
}

// calls writes an inline tree. Its numbers of 32 bits must be aligned.
func (b *builder) calls(calls []Call) uint32 {
	var tree []byte
	for _, c := range calls {
		tree = append(tree, c.ID, 0, 0, 0)
		tree = little.AppendUint32(tree, b.name(c.Name))
		tree = little.AppendUint32(tree, uint32(c.ParentPC))
		tree = little.AppendUint32(tree, uint32(c.StartLine))
	}
	return b.blob(tree)
}

// blob keeps every blob aligned to 4 bytes: few are not inline trees.
func (b *builder) blob(blob []byte) uint32 {
	b.blobs = append(b.blobs, make([]byte, -len(b.blobs)&3)...)
	return place(&b.blobs, b.blobAt, blob)
}

// place returns the offset of b in a part, where it is put unless it is there.
func place(part *[]byte, known map[string]uint32, b []byte) uint32 {
	at, ok := known[string(b)]
	if !ok {
		at = uint32(len(*part))
		known[string(b)] = at
		*part = append(*part, b...)
	}
	return at
}
