// SPDX-License-Identifier: MIT

package frame

// Source gives frames to page tables, and counts them as of one use. It is what
// package pagetable asks for.
type Source struct {
	Allocator *Allocator
	Use       Use
}

// AllocTable returns a frame that is all zero.
func (s *Source) AllocTable() (frame uintptr, ok bool) { return s.Allocator.AllocZeroed(s.Use) }

// FreeTable takes a frame back. That it was a table is what package pagetable
// promises.
func (s *Source) FreeTable(frame uintptr) {
	if err := s.Allocator.Free(frame); err != nil {
		panic(err)
	}
}
