// SPDX-License-Identifier: MIT

package gc

import (
	"math/bits"
	"unsafe"
)

// Start begins a collection.
func (c *Collector) Start() {
	c.active = true
	c.figures.Collections++
	c.figures.LiveBytes, c.figures.LiveObjects, c.figures.Freed = 0, 0, 0
	c.figures.Scanned, c.figures.Visits = 0, 0
	zero(uintptr(c.marks), 2*c.count*granulesPerPage/8) // and scanned, which is next to it
	c.index()
	c.grey = greyEnd
}

// Root marks what the words of [lo, hi) may point to. The bounds need not be
// aligned; words that do not lie wholly between them do not count.
func (c *Collector) Root(lo, hi uintptr) {
	for lo = (lo + 7) &^ 7; lo < hi && hi-lo >= 8; lo += 8 {
		c.mark(*(*uintptr)(unsafe.Add(nil, lo)))
	}
}

// mark marks the object that address lies in, if it lies in one, and makes the
// page that the object starts in grey.
func (c *Collector) mark(address uintptr) {
	if address-c.low >= c.size {
		return
	}
	start, size := c.find(address)
	if size == 0 {
		return
	}
	granule := (start - c.origin) >> granuleShift
	marks := c.marks.word(granule)
	bit := uint64(1) << (granule % 64)
	if *marks&bit != 0 {
		return
	}
	*marks |= bit
	number := granule / granulesPerPage
	if p := c.page(number); p.next == 0 {
		p.next = c.grey
		c.grey = uint32(number) + 1
	}
}

// trace visits grey pages until there is none.
func (c *Collector) trace() {
	for c.grey != greyEnd {
		number := uintptr(c.grey - 1)
		p := c.page(number)
		c.grey, p.next = p.next, 0
		c.figures.Visits++
		granule := number * granulesPerPage
		for end := granule + granulesPerPage; granule < end; {
			// Objects that are marked meanwhile are scanned at once if their
			// marks are in the same word.
			marks, scanned := c.marks.word(granule), c.scanned.word(granule)
			fresh := *marks &^ *scanned
			if fresh == 0 {
				granule += 64
				continue
			}
			bit := uintptr(bits.TrailingZeros64(fresh))
			*scanned |= 1 << bit
			c.figures.Scanned++
			// The object starts at the granule's first or second word, and is
			// so long that the second one is part of it in either case.
			c.scan(c.find(c.origin + (granule+bit)<<granuleShift + 8))
		}
	}
}

// scan marks what the pointers of an object point to.
func (c *Collector) scan(start, size uintptr) {
	first := (start - c.origin) >> wordShift
	end := min(first+size>>wordShift, c.cleared)
	for ; first < end; first = (first | 63) + 1 {
		words := c.origin + first&^63<<wordShift
		for pointers := *c.pointers.word(first) & span(first, end); pointers != 0; pointers &= pointers - 1 {
			c.mark(*(*uintptr)(unsafe.Add(nil, words+uintptr(bits.TrailingZeros64(pointers))<<wordShift)))
		}
	}
}
