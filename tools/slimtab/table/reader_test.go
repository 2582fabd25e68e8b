// SPDX-License-Identifier: MIT

package table_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// A reader looks things up in a section in the way that package runtime does
// it: place by place, and in place. It shares no code with package table.
type reader struct {
	section, names, units, files, values, functions, blobs []byte

	count   int
	quantum uint32

	inlineIndex, panicBounds, inlineTree, openDefers uint32 // numbers of PCDATA and FUNCDATA
}

func newReader(section []byte, blobs uint64) *reader {
	from := func(i int) []byte { return section[binary.LittleEndian.Uint64(section[8+8*i:]):] }
	r := &reader{
		section: section, names: from(3), units: from(4), files: from(5), values: from(6), functions: from(7),
		blobs: section[blobs:], count: int(binary.LittleEndian.Uint64(section[8:])), quantum: uint32(section[6]),
		inlineIndex: 2, panicBounds: 4, inlineTree: 3, openDefers: 4,
	}
	if section[24] != 0 { // as for our runtime
		r.inlineIndex, r.panicBounds, r.inlineTree, r.openDefers = 0, 1, 0, 1
	}
	return r
}

func word(b []byte, i uint32) uint32 { return binary.LittleEndian.Uint32(b[4*i:]) }

func cString(b []byte, offset uint32) string {
	b = b[offset:]
	return string(b[:bytes.IndexByte(b, 0)])
}

// function returns the i-th function's record and the extent of its code.
func (r *reader) function(i int) (record []byte, code, end uint32) {
	entry := uint32(2 * i)
	return r.functions[word(r.functions, entry+1):], word(r.functions, entry), word(r.functions, entry+2)
}

func (r *reader) value(sequence, offset uint32) int64 {
	if sequence == 0 {
		return -1
	}
	b, value, end := r.values[sequence:], int64(-1), uint32(0)
	for first := true; ; first = false {
		change, n := binary.Uvarint(b)
		length, m := binary.Uvarint(b[n:])
		if change == 0 && !first {
			return -1
		}
		b = b[n+m:]
		value += int64(change>>1) ^ -int64(change&1)
		if end += uint32(length) * r.quantum; offset < end {
			return int64(int32(value))
		}
	}
}

func (r *reader) pcdata(record []byte, table, offset uint32) int64 {
	if table >= word(record, 7) {
		return -1
	}
	return r.value(word(record, 11+table), offset)
}

func (r *reader) funcdata(record []byte, i uint32) []byte {
	if i >= uint32(record[43]) {
		return nil
	}
	offset := word(record, 11+word(record, 7)+i)
	if offset == ^uint32(0) {
		return nil
	}
	return r.blobs[offset:]
}

func (r *reader) position(record []byte, offset uint32) string {
	file := "?"
	if n := r.value(word(record, 5), offset); n != -1 {
		if at := word(r.units, word(record, 8)+uint32(n)); at != ^uint32(0) {
			file = cString(r.files, at)
		}
	}
	return fmt.Sprint(file, ":", r.value(word(record, 6), offset))
}

// describe tells all that a place in a function's code stands for.
func (r *reader) describe(record []byte, offset uint32) string {
	var b strings.Builder
	fmt.Fprintf(&b, "args=%d deferreturn=%d start=%d id=%d flag=%d frame=%d bounds=%d", int32(word(record, 2)), word(record, 3),
		int32(word(record, 9)), record[40], record[41], r.value(word(record, 4), offset), r.pcdata(record, r.panicBounds, offset))
	if info := r.funcdata(record, r.openDefers); info != nil {
		due, n := binary.Uvarint(info)
		slots, _ := binary.Uvarint(info[n:])
		fmt.Fprintf(&b, " defers=%d,%d", due, slots)
	}
	for tree := r.funcdata(record, r.inlineTree); tree != nil; {
		i := r.pcdata(record, r.inlineIndex, offset)
		if i == -1 {
			break
		}
		call := tree[16*i:]
		fmt.Fprintf(&b, "\n%s %s id=%d start=%d in", cString(r.names, word(call, 1)), r.position(record, offset), call[0], int32(word(call, 3)))
		offset = word(call, 2)
	}
	fmt.Fprintf(&b, "\n%s %s", cString(r.names, word(record, 1)), r.position(record, offset))
	return b.String()
}
