// SPDX-License-Identifier: MIT

//bugo:trapcontext
package space

import (
	"bugo/memory/frame"
	"bugo/memory/pagetable"
)

// Machine is what spaces need of the machine.
type Machine interface {
	// Bytes returns the size bytes at the physical address base.
	Bytes(base, size uintptr) []byte
	// Flush makes the hart forget what it has cached of page tables: sfence.vma.
	Flush()
}

// maxRegions is enough for an app: text, rodata, data, bss, stack, heap, start block.
const maxRegions = 8

// Space is the address space of one run of an app. It must not be copied while it
// is in use.
type Space struct {
	Table pagetable.Table

	machine Machine
	frames  *frame.Allocator
	source  frame.Source // of tables
	regions [maxRegions]Region
	count   int

	heap  *Region // nil before AddHeap
	brk   uintptr
	limit uintptr
	pages uintptr // that are its own
}

// Init makes s a space that has the kernel's part and nothing else.
func (s *Space) Init(kernel *pagetable.Table, machine Machine, frames *frame.Allocator) error {
	*s = Space{machine: machine, frames: frames, source: frame.Source{Allocator: frames, Use: frame.UserTable}}
	// (The machine as the kernel's table has it: to make a pagetable.Memory of a Machine
	// could allocate, which trap context must not.)
	if err := s.Table.Init(kernel.Memory, &s.source); err != nil {
		return err
	}
	if err := s.Table.Adopt(kernel); err != nil {
		s.Free()
		return err
	}
	return nil
}

// InUse reports whether s has been made and not been freed.
func (s *Space) InUse() bool { return s.Table.Root != 0 }

// add appends a region. There is room, and it is in order: whoever puts a space
// together sees to that.
func (s *Space) add(r Region) *Region {
	r.Permissions |= pagetable.User
	s.regions[s.count] = r
	s.count++
	return &s.regions[s.count-1]
}

// Regions returns what s consists of, in ascending order.
func (s *Space) Regions() []Region { return s.regions[:s.count] }

// NameAt returns the name of the region that an address is in, or "".
func (s *Space) NameAt(address uintptr) string { return nameAt(s.Regions(), address) }

// Pages returns how many frames the app has, its page tables not counted.
func (s *Space) Pages() uintptr { return s.pages }

// AddShared maps memory that is not the app's own: size bytes at physical, a
// multiple of 4096, both.
func (s *Space) AddShared(name string, start, physical, size uintptr, permissions pagetable.Flags) error {
	if err := s.Table.Map(start, physical, size, permissions|pagetable.User); err != nil {
		return err
	}
	s.add(Region{Name: name, Start: start, End: start + size, Permissions: permissions})
	return nil
}

// AddCopy gives the app memory of its own that begins with contents and goes on
// with zeros.
func (s *Space) AddCopy(name string, start uintptr, contents []byte, permissions pagetable.Flags) error {
	r := s.add(Region{Name: name, Start: start, End: roundUp(start + uintptr(len(contents))), Permissions: permissions, owned: true})
	for at := start; at < r.End; at += pageSize {
		physical, ok := s.frames.Alloc(frame.UserPage)
		if !ok {
			return pagetable.ErrNoFrame
		}
		page := s.machine.Bytes(physical, pageSize)
		n := copy(page, contents[at-start:])
		clear(page[n:])
		if err := s.enter(at, physical, r.Permissions); err != nil {
			return err
		}
	}
	return nil
}

// AddPage gives the app one page of its own, and returns its contents, which are
// zero, for the kernel to fill.
func (s *Space) AddPage(name string, start uintptr, permissions pagetable.Flags) (contents []byte, err error) {
	r := s.add(Region{Name: name, Start: start, End: start + pageSize, Permissions: permissions, owned: true})
	physical, ok := s.frames.AllocZeroed(frame.UserPage)
	if !ok {
		return nil, pagetable.ErrNoFrame
	}
	return s.machine.Bytes(physical, pageSize), s.enter(start, physical, r.Permissions)
}

// AddLazy gives the app zeros: each page when it is first touched.
func (s *Space) AddLazy(name string, start, end uintptr, permissions pagetable.Flags) {
	if end > start {
		s.add(Region{Name: name, Start: start, End: end, Permissions: permissions, owned: true, lazy: true})
	}
}

// AddHeap gives the app a lazy region that is empty at first, and grows and shrinks
// with the break, up to limit.
func (s *Space) AddHeap(name string, start, limit uintptr) {
	s.heap = s.add(Region{Name: name, Start: start, End: start, Permissions: ReadWrite, owned: true, lazy: true})
	s.brk, s.limit = start, limit
}

// enter maps an owned page, or gives its frame back.
func (s *Space) enter(virtual, physical uintptr, permissions pagetable.Flags) error {
	if err := s.Table.Map(virtual, physical, pageSize, permissions); err != nil {
		s.giveBack(physical)
		return err
	}
	s.pages++
	return nil
}

func (s *Space) giveBack(physical uintptr) {
	if err := s.frames.Free(physical); err != nil {
		panic(err)
	}
}

// Break returns the end of the heap.
func (s *Space) Break() uintptr { return s.brk }

// SetBreak moves the break to an address, and does nothing if it must not go
// there: below the heap's start or beyond its limit. It returns the break. What the
// app gains is zero; what it gives up comes back as frames, page by page.
func (s *Space) SetBreak(address uintptr) uintptr {
	if s.heap == nil || address < s.heap.Start || address > s.limit {
		return s.brk
	}
	end := roundUp(address)
	if address < s.brk {
		if end < s.heap.End {
			s.release(end, s.heap.End)
			if s.Table.Unmap(end, s.heap.End-end) != nil {
				panic("space: a heap that cannot be unmapped")
			}
			s.machine.Flush()
		}
		// What is behind the break in its page shall be zero if it comes back.
		if physical, _, ok := s.Table.Translate(address); ok && address < end {
			clear(s.machine.Bytes(physical, end-address))
		}
	}
	s.heap.End, s.brk = end, address
	return address
}

// release gives the frames of pages back that are mapped in [start, end).
func (s *Space) release(start, end uintptr) {
	for at := start; at < end; at += pageSize {
		if physical, _, ok := s.Table.Translate(at); ok {
			s.giveBack(physical)
			s.pages--
		}
	}
}

// Free gives all frames back, those of page tables too. No hart may use s: the
// caller has gone over to another space, and flushed.
func (s *Space) Free() {
	if !s.InUse() {
		return
	}
	for i := range s.Regions() {
		if r := &s.regions[i]; r.owned {
			s.release(r.Start, r.End)
		}
	}
	s.Table.Free()
	s.count, s.heap = 0, nil
}
