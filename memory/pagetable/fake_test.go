// SPDX-License-Identifier: MIT

package pagetable

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// frames is physical memory from base on, and gives its frames to tables.
type frames struct {
	t     testing.TB
	words []uint64
	free  []uintptr
	used  map[uintptr]bool
}

const base = 0x8040_0000

func newFrames(t testing.TB, count int) *frames {
	f := &frames{t: t, words: make([]uint64, count*PageSize/8), used: map[uintptr]bool{}}
	for i := range count {
		f.free = append(f.free, base+uintptr(count-1-i)*PageSize)
	}
	for i := range f.words { // memory is not zero
		f.words[i] = 0xa5a5_a5a5_a5a5_a5a5
	}
	return f
}

func (f *frames) Bytes(address, size uintptr) []byte {
	all := unsafe.Slice((*byte)(unsafe.Pointer(&f.words[0])), len(f.words)*8)
	return all[address-base:][:size]
}

func (f *frames) AllocTable() (uintptr, bool) {
	if len(f.free) == 0 {
		return 0, false
	}
	frame := f.free[len(f.free)-1]
	f.free = f.free[:len(f.free)-1]
	f.used[frame] = true
	clear(f.Bytes(frame, PageSize))
	return frame, true
}

func (f *frames) FreeTable(frame uintptr) {
	require.True(f.t, f.used[frame], "%#x is free already", frame)
	delete(f.used, frame)
	f.free = append(f.free, frame)
}

// newTable returns an address space with memory for that many tables.
func newTable(t testing.TB, count int) (*Table, *frames) {
	f := newFrames(t, count)
	table := &Table{}
	require.NoError(t, table.Init(f, f))
	return table, f
}

// page is what the model knows of 4 KiB.
type page struct {
	physical    uintptr
	permissions Flags
}

// model is an address space, page by page.
type model map[uintptr]page

func (m model) mapped(virtual, size uintptr) (n uintptr) {
	for at := virtual; at < virtual+size; at += PageSize {
		if _, ok := m[at]; ok {
			n++
		}
	}
	return n
}

// contents returns the pages that a table maps.
func contents(table *Table) model {
	m := model{}
	table.Walk(0, AddressEnd, func(l Leaf) bool {
		for offset := uintptr(0); offset < l.Size; offset += PageSize {
			m[l.Virtual+offset] = page{l.Physical + offset, l.Permissions}
		}
		return true
	})
	return m
}
