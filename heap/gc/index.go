// SPDX-License-Identifier: MIT

package gc

import (
	"math/bits"
	"unsafe"

	"bugo/heap"
)

// index notes where the blocks lie that the allocator itself would have to
// search for.
func (c *Collector) index() {
	zero(c.pages, c.count*pageRecord)
	for block, ok := c.heap.NextSearched(heap.Block{}); ok; block, ok = c.heap.NextSearched(block) {
		offset := block.Start - c.origin
		first := offset >> pageShift
		c.page(first).starts |= 1 << (offset >> startShift % 64)
		last := (offset + block.Size - 1) >> pageShift
		for n := first + 1; n <= last; n++ {
			c.page(n).cover = uint32(offset>>startShift) + 1
		}
	}
}

// find returns the live block that address lies in; size is 0 if there is
// none. address lies in the allocator's region.
func (c *Collector) find(address uintptr) (start, size uintptr) {
	offset := address - c.origin
	p := c.page(offset >> pageShift)
	if before := p.starts & (2<<(offset>>startShift%64) - 1); before != 0 {
		start = offset&^(pageBytes-1) + uintptr(63-bits.LeadingZeros64(before))<<startShift
	} else if p.cover != 0 {
		start = uintptr(p.cover-1) << startShift
	} else if p.starts != 0 {
		return 0, 0 // in front of the first block
	} else {
		return c.heap.LiveAt(address)
	}
	start += c.origin
	size = c.heap.UsableSize(unsafe.Add(nil, start))
	if address-start >= size {
		return 0, 0
	}
	return start, size
}
