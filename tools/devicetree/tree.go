// SPDX-License-Identifier: MIT

// Package devicetree writes flattened device trees, by which a machine tells a
// kernel what it is, and reads them back.
//
// Reference: Devicetree Specification, release v0.4, §5.
package devicetree

import "encoding/binary"

// Tokens and numbers of the format (Devicetree Specification v0.4 §5).
const (
	magic      = 0xd00dfeed
	version    = 17
	compatible = 16 // the oldest version that a reader may know
	header     = 40
	reserved   = 16 // the empty list of reserved memory

	tokenBeginNode = 1
	tokenEndNode   = 2
	tokenProperty  = 3
	tokenEnd       = 9
)

// Tree builds a tree: a block of structure and one of names. The zero value has
// nothing in it.
type Tree struct {
	structure, names []byte
	offsets          map[string]uint32 // of names
}

// Node writes a node. inside writes its properties, and then its children.
func (t *Tree) Node(name string, inside func()) {
	t.number(tokenBeginNode)
	t.text(append([]byte(name), 0))
	inside()
	t.number(tokenEndNode)
}

// Property writes a property of the node that is being written. Without a value it is
// true by being there.
func (t *Tree) Property(name string, value []byte) {
	t.number(tokenProperty)
	t.number(uint32(len(value)))
	t.number(t.name(name))
	t.text(value)
}

// Cells writes a property of numbers.
func (t *Tree) Cells(name string, values ...uint32) {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	t.Property(name, b)
}

// Strings writes a property of texts.
func (t *Tree) Strings(name string, values ...string) {
	var b []byte
	for _, v := range values {
		b = append(append(b, v...), 0)
	}
	t.Property(name, b)
}

// Finish returns the whole blob (Devicetree Specification v0.4 §5.2).
func (t *Tree) Finish() []byte {
	t.number(tokenEnd)
	structureAt := uint32(header + reserved)
	namesAt := structureAt + uint32(len(t.structure))
	var blob []byte
	for _, field := range []uint32{
		magic, namesAt + uint32(len(t.names)), structureAt, namesAt, header,
		version, compatible, 0, uint32(len(t.names)), uint32(len(t.structure)),
	} {
		blob = binary.BigEndian.AppendUint32(blob, field)
	}
	blob = append(blob, make([]byte, reserved)...)
	return append(append(blob, t.structure...), t.names...)
}

func (t *Tree) number(v uint32) { t.structure = binary.BigEndian.AppendUint32(t.structure, v) }

// text appends bytes, padded to a multiple of 4.
func (t *Tree) text(b []byte) {
	t.structure = append(t.structure, b...)
	for len(t.structure)%4 != 0 {
		t.structure = append(t.structure, 0)
	}
}

// name returns where the name of a property is in the block of names. Each is there
// once.
func (t *Tree) name(name string) uint32 {
	if offset, there := t.offsets[name]; there {
		return offset
	}
	if t.offsets == nil {
		t.offsets = map[string]uint32{}
	}
	offset := uint32(len(t.names))
	t.offsets[name] = offset
	t.names = append(append(t.names, name...), 0)
	return offset
}
