// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// A span is a block of TLSF that starts at a page and is divided into pages,
// for requests of up to 4096 bytes that want an alignment of 4096: page
// tables, stacks, buffers for devices. With a header in front of each, two
// such pages could not be neighbours and half of the memory would be lost.
//
// The description stands behind the last page. The spans that have a free
// page are in a list; a span goes back when all its pages are free.
type pageSpan struct {
	next, previous uintptr // as in tlsfBlock; unused while no page is free
	free           uintptr // bit n: page n is free
	all            uintptr // what free is when all of them are
	base           uintptr // first page
	// One uint16 per page follows: the size that was asked for.
}

const (
	pageShift = 12
	pageSize  = 1 << pageShift

	spanSizes    = 40 // offset of the sizes
	spanMaxPages = 15 // with the description, and what alignment costs, 64 KiB

	// The kinds of pages in TLSF.pages, signed bytes. Every number above
	// kindBlock is that of a page in its span, counted from 1.
	kindSlab  = -1
	kindBlock = 0

	kindSlabByte = 0xff // kindSlab as it is stored
)

// spanOf returns where the description is of the span whose first page is at
// base. Behind the pages the block has less than a page.
func spanOf(base uintptr) uintptr {
	return base + blockAt(base).length()&^(pageSize-1)
}

// allocAligned is Alloc for alignments of more than 8. It takes a page from the
// first span that has one, and leaves the rest to allocSlowly.
//
//go:nosplit
func (t *TLSF) allocAligned(size, align uintptr) unsafe.Pointer {
	if align != pageSize || size-1 >= pageSize {
		return t.allocSlowly(size, align)
	}
	description := t.span
	if description == 0 {
		return t.allocSlowly(size, align)
	}
	s := (*pageSpan)(unsafe.Add(nil, description))
	free := s.free
	rest := free & (free - 1)
	s.free = rest
	if rest == 0 {
		next := s.next
		t.span = next
		if next != 0 {
			(*pageSpan)(unsafe.Add(nil, next)).previous = uintptr(unsafe.Pointer(&t.span))
		}
	}
	index := uintptr(t.zeros[(free^rest)*deBruijn>>58])
	*(*uint16)(unsafe.Add(nil, description+2*index+spanSizes)) = uint16(size)
	return unsafe.Add(nil, s.base+index<<pageShift)
}

// newSpan makes a span and puts it into the list. It returns false when there
// is no memory, and for a single page: that is an ordinary block.
func (t *TLSF) newSpan(pages uintptr) bool {
	if pages < 2 {
		return false
	}
	base := t.carve(pages<<pageShift+spanSizes+2*pages, pageSize)
	if base == 0 {
		return false
	}
	description := spanOf(base)
	s := (*pageSpan)(at(description))
	s.free = 1<<pages - 1
	s.all = s.free
	s.base = base
	for i := uintptr(0); i < pages; i++ {
		storeByte(t.pages+base>>pageShift+i, uint8(1+i))
	}
	t.linkSpan(description)
	return true
}

// linkSpan puts a span in front of the list.
func (t *TLSF) linkSpan(description uintptr) {
	s := (*pageSpan)(at(description))
	s.next = t.span
	s.previous = addressOf(&t.span)
	if s.next != 0 {
		(*pageSpan)(at(s.next)).previous = description
	}
	t.span = description
}
