// SPDX-License-Identifier: MIT

//bugo:trapcontext
package pagetable

import "unsafe"

// Memory is physical memory as the running program sees it: on the machine the
// frames at their own addresses, in a test an array.
type Memory interface {
	// Bytes returns the size bytes at the physical address base.
	Bytes(base, size uintptr) []byte
}

// Allocator gives frames to tables. They lie in cached SRAM: the K210's walker
// cannot use others (k210-facts.md §2.7).
type Allocator interface {
	// AllocTable returns the physical address of a frame that is all zero, or
	// false if none is left.
	AllocTable() (frame uintptr, ok bool)
	// FreeTable takes a frame back.
	FreeTable(frame uintptr)
}

// Table is an address space: a root and what hangs below it. It must not be
// copied once it has a root.
type Table struct {
	Root   uintptr // physical address of the root's frame
	Memory Memory
	Frames Allocator
}

// entries is what a frame holds that is a table.
type entries [Entries]PTE

func (t *Table) at(frame uintptr) *entries {
	return (*entries)(unsafe.Pointer(unsafe.SliceData(t.Memory.Bytes(frame, PageSize))))
}

// Init makes t an address space in which nothing is mapped.
func (t *Table) Init(memory Memory, frames Allocator) error {
	root, ok := frames.AllocTable()
	if !ok {
		return ErrNoFrame
	}
	*t = Table{Root: root, Memory: memory, Frames: frames}
	return nil
}

// Pin gives the root's entry for an address a table, and keeps it there even
// while that is empty: other spaces may Adopt it.
func (t *Table) Pin(virtual uintptr) error {
	if virtual >= AddressEnd {
		return ErrRange
	}
	entry := &t.at(t.Root)[index(virtual, rootLevel)]
	if entry.isLeaf() {
		return ErrMapped
	}
	if entry.isValid() {
		*entry |= PTE(pinned)
		return nil
	}
	frame, ok := t.Frames.AllocTable()
	if !ok {
		return ErrNoFrame
	}
	*entry = pointer(frame) | PTE(pinned)
	return nil
}

// Adopt borrows all tables that from has pinned. What from maps below them from
// now on is mapped here, too; what it has in leaves of its root is not.
func (t *Table) Adopt(from *Table) error {
	own, other := t.at(t.Root), from.at(from.Root)
	for i, entry := range other {
		if entry&PTE(pinned) != 0 && own[i].isValid() {
			return ErrMapped
		}
	}
	for i, entry := range other {
		if entry&PTE(pinned) != 0 {
			own[i] = entry&^PTE(pinned) | PTE(borrowed)
		}
	}
	return nil
}

// Free gives the root and all tables below it back, but those that are borrowed.
// The frames that leaves refer to are the caller's. No hart may use t, and nobody
// may have adopted from it.
func (t *Table) Free() {
	t.free(t.Root, rootLevel)
	t.Root = 0
}

func (t *Table) free(frame uintptr, level uint) {
	if level > 0 {
		for _, entry := range t.at(frame) {
			if entry.isTable() && entry&PTE(borrowed) == 0 {
				t.free(entry.Physical(), level-1)
			}
		}
	}
	t.Frames.FreeTable(frame)
}

// checkRange returns what is wrong with a range of virtual addresses.
func checkRange(virtual, size uintptr) error {
	if (virtual|size)%PageSize != 0 {
		return ErrAlignment
	}
	if size == 0 || size > AddressEnd || virtual > AddressEnd-size {
		return ErrRange
	}
	return nil
}
