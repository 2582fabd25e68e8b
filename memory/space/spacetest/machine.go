// SPDX-License-Identifier: MIT

// Package spacetest is a machine for tests of address spaces on the host: physical
// memory, the kernel's page tables, and a count of flushes.
package spacetest

import (
	"fmt"
	"unsafe"

	"bugo/memory/frame"
	"bugo/memory/pagetable"
	"bugo/memory/space"
)

// Addresses of the machine's memory: the kernel's image, and the frames.
const (
	ImageBase  = 0x8002_0000
	FramesBase = 0x8040_0000
	// DataAddress is where the kernel has something that no app may see.
	DataAddress = 0x803f_f000
)

// Machine implements space.Machine.
type Machine struct {
	words   []uint64 // aligned, as memory is
	placed  uintptr  // bytes of the image that are in use
	Frames  frame.Allocator
	Kernel  space.Kernel
	Flushes int
}

// New returns a machine with count frames, of which the kernel's own tables take
// some. It panics if that are too few.
func New(count uintptr) *Machine {
	m := &Machine{words: make([]uint64, (FramesBase-ImageBase+count*frame.Size)/8)}
	for i := range m.words {
		m.words[i] = 0xa5a5_a5a5_a5a5_a5a5
	}
	err := m.Frames.Init(m, FramesBase, count, make([]byte, frame.RecordsSize(count)))
	if err == nil {
		err = m.Kernel.Init(m, &m.Frames, []space.Region{
			{Name: "rodata", Start: ImageBase, End: DataAddress, Permissions: space.ReadOnly},
			{Name: "data", Start: DataAddress, End: FramesBase, Permissions: space.ReadWrite},
			{Name: "frames", Start: FramesBase, End: FramesBase + count*frame.Size, Permissions: space.ReadWrite},
		})
	}
	if err != nil {
		panic(err)
	}
	return m
}

func (m *Machine) bytes() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(&m.words[0])), len(m.words)*8)
}

// Bytes returns memory, and panics where there is none.
func (m *Machine) Bytes(address, size uintptr) []byte {
	if address < ImageBase || address+size < address || address+size-ImageBase > uintptr(len(m.words))*8 {
		panic(fmt.Sprintf("spacetest: no memory of %#x bytes at %#x", size, address))
	}
	return m.bytes()[address-ImageBase:][:size]
}

// Flush counts.
func (m *Machine) Flush() { m.Flushes++ }

// Place puts contents into the kernel's image, at the beginning of a page, and returns
// them there.
func (m *Machine) Place(contents []byte) []byte {
	p := m.bytes()[m.placed:][:len(contents):len(contents)]
	copy(p, contents)
	m.placed += (uintptr(len(contents)) + frame.Size - 1) &^ (frame.Size - 1)
	return p
}

// Physical returns the address of what Place has placed.
func (m *Machine) Physical(p []byte) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(p))) - uintptr(unsafe.Pointer(&m.words[0])) + ImageBase
}

// Table returns the kernel's page tables.
func (m *Machine) Table() *pagetable.Table { return &m.Kernel.Table }

// UserFrames returns how many frames are in use for apps: tables and pages.
func (m *Machine) UserFrames() uintptr {
	used := m.Frames.Stats().Used
	return used[frame.UserTable] + used[frame.UserPage]
}
