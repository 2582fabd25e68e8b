// SPDX-License-Identifier: MIT

// Package tabletest writes function tables as wasteful as the Go linker's, for
// the tests of what makes them smaller. It has an encoder of its own, so that
// it and package table cannot be wrong in the same way.
package tabletest

import (
	"encoding/binary"

	"bugo/tools/slimtab/table"
)

var little = binary.LittleEndian

// Example returns a program in which each kind of information occurs.
func Example() *table.Program {
	return &table.Program{
		Quantum: 2,
		End:     0x60,
		Functions: []table.Function{
			{
				Code: 0, Name: "main.main", DeferReturn: 0x1c, StartLine: 7, Flag: 1,
				FrameSizes: table.Sequence{{Value: 0, Length: 2}, {Value: 48, Length: 14}},
				FileNames:  []table.FileRun{{Name: "main.go", Length: 4}, {Name: "heap.go", Length: 8}, {Name: "main.go", Length: 4}},
				Lines:      table.Sequence{{Value: 8, Length: 4}, {Value: 300, Length: 8}, {Value: 9, Length: 4}},
				Inline:     table.Sequence{{Value: -1, Length: 4}, {Value: 0, Length: 6}, {Value: 1, Length: 2}},
				Calls: []table.Call{
					{ID: 23, Name: "heap.(*List).Pop", ParentPC: 6, StartLine: 299},
					{Name: "heap.first[go.shape.int]", ParentPC: 10, StartLine: 20},
				},
				Bounds:     table.Sequence{{Value: -1, Length: 5}, {Value: 1000000, Length: 1}},
				OpenDefers: []byte{0x98, 0x01, 0x20},
			},
			{Code: 0x20, Name: "heap.(*List).Pop-tramp0"},
			{
				Code: 0x28, Name: "heap.(*List).Pop", Args: 24, StartLine: 299, ID: 3,
				FrameSizes: table.Sequence{{Value: 0, Length: 24}},
				FileNames:  []table.FileRun{{Name: "heap.go", Length: 24}},
				Lines:      table.Sequence{{Value: 299, Length: 10}, {Value: 290, Length: 14}},
			},
			{
				Code: 0x58, Name: "type:.eq.heap.List", ID: 21, Flag: 4, Args: -0x80000000,
				FrameSizes: table.Sequence{{Value: 0, Length: 4}},
				FileNames:  []table.FileRun{{Length: 2}, {Name: "main.go", Length: 2}},
				Lines:      table.Sequence{{Value: 1, Length: 4}},
				Bounds:     table.Sequence{{Value: 5, Length: 2}},
			},
		},
	}
}

// writer holds the parts under construction.
type writer struct {
	names, units, files, values, records, blobs []byte
}

// Fat returns p's section, and where its parts are.
func Fat(p *table.Program) ([]byte, table.Layout) {
	w := writer{values: []byte{0}, blobs: make([]byte, 8)}
	var index []byte
	start := align(uint32(len(p.Functions)*8 + 4))
	for i := range p.Functions {
		f := &p.Functions[i]
		w.records = pad(w.records)
		index = words(index, f.Code, start+uint32(len(w.records)))
		w.function(f)
	}
	index = pad(words(index, p.End))

	section := make([]byte, 72)
	var l table.Layout
	add := func(part []byte) table.Part {
		part = pad(part)
		at := table.Part{Offset: uint64(len(section)), Size: uint64(len(part))}
		section = append(section, part...)
		return at
	}
	l.Names, l.Units, l.Files, l.Values = add(w.names), add(w.units), add(w.files), add(w.values)
	l.Functions = add(append(index, w.records...))
	l.Blobs = add(w.blobs).Offset
	little.PutUint32(section, 0xfffffff1)
	section[6], section[7] = p.Quantum, 8
	for i, word := range []uint64{
		uint64(len(p.Functions)), 2, 0, l.Names.Offset, l.Units.Offset, l.Files.Offset, l.Values.Offset, l.Functions.Offset,
	} {
		little.PutUint64(section[8+8*i:], word)
	}
	return append(section, "an index of functions"...), l
}

func (w *writer) function(f *table.Function) {
	unit := ^uint32(0)
	var files table.Sequence
	if f.FileNames != nil {
		unit = uint32(len(w.units) / 4)
		w.units = words(w.units, ^uint32(0)) // a file that was not needed
		for i, run := range f.FileNames {
			offset := ^uint32(0)
			if run.Name != "" {
				offset = text(&w.files, run.Name)
			}
			w.units = words(w.units, offset)
			files = append(files, table.Run{Value: int32(i + 1), Length: run.Length})
		}
	}
	inline := make(table.Sequence, len(f.Inline))
	for i, run := range f.Inline {
		inline[i] = run
		if run.Value >= 0 {
			inline[i].Value++ // a call without code comes first
		}
	}
	if len(inline) > 0 {
		inline = append(inline, table.Run{Value: -1, Length: 4})
	}
	bounds := f.Bounds
	if len(bounds) > 0 {
		bounds = append(bounds[:len(bounds):len(bounds)], table.Run{Value: -1, Length: 2})
	}
	junk := table.Sequence{{Value: int32(f.Code) + 70, Length: 3}, {Value: -2, Length: 4}}
	tree, defers := ^uint32(0), ^uint32(0)
	if len(f.Calls) > 0 {
		tree = w.tree(f.Calls)
	}
	if f.OpenDefers != nil {
		defers = w.blob(f.OpenDefers)
	}
	stackMap := w.blob([]byte("a stack map"))

	head := words(nil, f.Code, text(&w.names, f.Name), uint32(f.Args), f.DeferReturn,
		w.sequence(f.FrameSizes), w.sequence(files), w.sequence(f.Lines), 5, unit, uint32(f.StartLine))
	head = append(head, f.ID, f.Flag, 0, 8)
	w.records = append(w.records, words(head,
		w.sequence(junk), w.sequence(junk), w.sequence(inline), w.sequence(junk), w.sequence(bounds),
		stackMap, stackMap, ^uint32(0), tree, defers, stackMap, ^uint32(0), stackMap)...)
}

func (w *writer) tree(calls []table.Call) uint32 {
	tree := words(nil, 0, text(&w.names, "inlined.away"), 0, 0)
	for _, c := range calls {
		tree = words(tree, uint32(c.ID), text(&w.names, c.Name), uint32(c.ParentPC), uint32(c.StartLine))
	}
	return w.blob(tree)
}

func (w *writer) blob(b []byte) uint32 {
	w.blobs = pad(w.blobs)
	at := len(w.blobs)
	w.blobs = append(w.blobs, b...)
	return uint32(at)
}

func (w *writer) sequence(s table.Sequence) uint32 {
	if len(s) == 0 {
		return 0
	}
	at, value := len(w.values), int64(-1)
	for _, run := range s {
		change := int64(run.Value) - value
		value = int64(run.Value)
		if change < 0 {
			change = -2*change - 1
		} else {
			change *= 2
		}
		w.values = binary.AppendUvarint(w.values, uint64(change))
		w.values = binary.AppendUvarint(w.values, uint64(run.Length))
	}
	w.values = append(w.values, 0)
	return uint32(at)
}

func text(part *[]byte, s string) uint32 {
	at := len(*part)
	*part = append(append(*part, s...), 0)
	return uint32(at)
}

func words(b []byte, values ...uint32) []byte {
	for _, v := range values {
		b = little.AppendUint32(b, v)
	}
	return b
}

func align(n uint32) uint32 { return (n + 7) &^ 7 }

func pad(b []byte) []byte { return append(b, make([]byte, -len(b)&7)...) }
