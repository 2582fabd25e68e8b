// SPDX-License-Identifier: MIT

package gc

import "math/bits"

// Start begins a collection.
func (c *Collector) Start() {
	c.active = true
	c.figures.Collections++
	c.figures.LiveBytes, c.figures.LiveObjects, c.figures.Freed = 0, 0, 0
	c.figures.Scanned, c.figures.Visits = 0, 0
	clear(c.marks)
	clear(c.scanned)
	c.index()
	c.grey = greyEnd
}

// Root marks what the words of [lo, hi) may point to. The bounds need not be
// aligned; words that do not lie wholly between them do not count.
func (c *Collector) Root(lo, hi uintptr) {
	for lo = (lo + 7) &^ 7; lo < hi && hi-lo >= 8; lo += 8 {
		c.mark(*(*uintptr)(at(lo)))
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
	marks := &c.marks[granule/64]
	bit := uint64(1) << (granule % 64)
	if *marks&bit != 0 {
		return
	}
	*marks |= bit
	number := granule / granulesPerPage
	if p := &c.pages[number]; p.next == 0 {
		p.next = c.grey
		c.grey = uint32(number) + 1
	}
}

// trace visits grey pages until there is none.
func (c *Collector) trace() {
	for c.grey != greyEnd {
		number := uintptr(c.grey - 1)
		p := &c.pages[number]
		c.grey, p.next = p.next, 0
		c.figures.Visits++
		const step = granulesPerPage / 64
		for n := number * step; n < (number+1)*step; n++ {
			c.scanGranules(n)
		}
	}
}

// scanGranules scans the objects that start in the 64 granules of a word of
// marks, also those that are marked meanwhile.
func (c *Collector) scanGranules(n uintptr) {
	for {
		fresh := c.marks[n] &^ c.scanned[n]
		if fresh == 0 {
			return
		}
		bit := uintptr(bits.TrailingZeros64(fresh))
		c.scanned[n] |= 1 << bit
		c.figures.Scanned++
		// The object starts at the granule's first or second word, and is so
		// long that the second one is part of it in either case.
		start, size := c.find(c.origin + (n*64+bit)<<granuleShift + 8)
		c.scan(start, size)
	}
}

// scan marks what the pointers of an object point to.
func (c *Collector) scan(start, size uintptr) {
	first := (start - c.origin) >> wordShift
	end := min(first+size>>wordShift, c.cleared)
	for ; first < end; first = (first | 63) + 1 {
		words := c.origin + first&^63<<wordShift
		for pointers := c.pointers[first/64] & span(first, end); pointers != 0; pointers &= pointers - 1 {
			c.mark(*(*uintptr)(at(words + uintptr(bits.TrailingZeros64(pointers))<<wordShift)))
		}
	}
}
