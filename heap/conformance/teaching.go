// SPDX-License-Identifier: MIT

package conformance

import (
	"unsafe"

	"bugo/heap"
)

// The four programs by which one learns what an allocator is worth. The first
// three run on every allocator; the last one needs memory to come back while
// something else is live, which heap.Bump cannot do.

// box allocates one int and sets it; nil when there is no memory.
func box(a heap.Allocator, value int) *int {
	p := (*int)(a.Alloc(unsafe.Sizeof(value), unsafe.Alignof(value)))
	if p != nil {
		*p = value
	}
	return p
}

func teachesSimple(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	first, second := box(a, 41), box(a, 13)
	if first == nil || second == nil || *first != 41 || *second != 13 {
		s.fail("two boxes do not keep two numbers")
	}
}

func teachesLargeSlice(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	// As append grows a slice: a larger array, copy, free the old one.
	const length = 1000
	var slice []int
	for i := range length {
		if len(slice) == cap(slice) {
			grown := a.Alloc(uintptr(max(4, 2*cap(slice)))*unsafe.Sizeof(i), unsafe.Alignof(i))
			if grown == nil {
				s.fail("no memory for a slice of", 2*cap(slice))
				return
			}
			larger := unsafe.Slice((*int)(grown), max(4, 2*cap(slice)))[:len(slice)]
			copy(larger, slice)
			if err := a.Free(unsafe.Pointer(unsafe.SliceData(slice))); err != nil {
				s.fail("Free of the smaller array:", err)
			}
			slice = larger
		}
		slice = append(slice, i)
	}
	sum := 0
	for _, value := range slice {
		sum += value
	}
	if sum != (length-1)*length/2 {
		s.fail("the elements add up to", sum)
	}
}

// manyBoxes allocates and frees far more boxes than fit at once and returns
// the number of those that came out right.
func manyBoxes(a heap.Allocator) int {
	for i := range moreBoxesThanFit {
		p := box(a, i)
		if p == nil || *p != i || a.Free(unsafe.Pointer(p)) != nil {
			return i
		}
	}
	return moreBoxesThanFit
}

const moreBoxesThanFit = arenaSize

func teachesManyBoxes(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	if got := manyBoxes(a); got != moreBoxesThanFit {
		s.fail("only", got, "of", moreBoxesThanFit, "boxes")
	}
}

func teachesLongLived(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	longLived := box(a, 1)
	got := manyBoxes(a)
	if *longLived != 1 {
		s.fail("the long-lived box changed to", *longLived)
	}
	_, inspector := a.(heap.Inspector)
	if inspector && got != moreBoxesThanFit {
		s.fail("only", got, "of", moreBoxesThanFit, "boxes beside a long-lived one")
	}
	if !inspector && got == moreBoxesThanFit {
		s.fail("memory came back although a block was live")
	}
}
