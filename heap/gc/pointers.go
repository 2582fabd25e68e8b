// SPDX-License-Identifier: MIT

package gc

import "unsafe"

// SetPointers notes where in a block that Alloc has just returned pointers
// will be. size bytes of it are an array of elements of stride bytes; bit n of
// the bytes at mask, the lowest of each byte first, tells whether word n of an
// element is a pointer; there are so many of these bits as count says. A mask
// of nil means that every word may be one: the whole block is then looked at
// as the roots are. It costs time proportional to size.
//
// p is a multiple of 8, as all blocks are; so is stride where there is a mask.
func (c *Collector) SetPointers(p unsafe.Pointer, size uintptr, mask *byte, count, stride uintptr) {
	first := (uintptr(p) - c.origin) >> wordShift
	end := first + size>>wordShift
	if end > c.cleared {
		// What lies above has never held a pointer. Clearing it here, page by
		// page, costs the boot nothing.
		above := (end + wordsPerPage - 1) &^ (wordsPerPage - 1)
		zero(uintptr(c.pointers)+c.cleared/8, (above-c.cleared)/8)
		c.cleared = above
	}
	step := stride >> wordShift
	if mask == nil || step == 1 {
		c.setRange(first, end)
		return
	}
	for ; first+count <= end; first += step {
		for n := uintptr(0); n < count; n += 64 {
			c.setBits(first+n, mask, n, min(count-n, 64))
		}
	}
}

// setBits notes count words from first on, at most 64, of which the bits of a
// mask from n on, a multiple of 64, say which are pointers.
func (c *Collector) setBits(first uintptr, mask *byte, n, count uintptr) {
	bits := uint64(0)
	for i := uintptr(0); i < count; i += 8 {
		bits |= uint64(*(*byte)(unsafe.Add(unsafe.Pointer(mask), (n+i)/8))) << i
	}
	bits &= ^uint64(0) >> (64 - count)
	shift := first % 64
	*c.pointers.word(first) |= bits << shift
	if shift+count > 64 {
		*c.pointers.word(first + 64) |= bits >> (64 - shift)
	}
}

// setRange notes that all words of [first, end) may be pointers.
func (c *Collector) setRange(first, end uintptr) {
	for ; first < end; first = (first | 63) + 1 {
		*c.pointers.word(first) |= span(first, end)
	}
}

// forget notes that there are no pointers in a block any more. The bits of
// free memory are always 0, so that Alloc need not write any.
func (c *Collector) forget(address, size uintptr) {
	first := (address - c.origin) >> wordShift
	end := min(first+size>>wordShift, c.cleared)
	for ; first < end; first = (first | 63) + 1 {
		*c.pointers.word(first) &^= span(first, end)
	}
}

// span returns the bits of [first, end) that lie in the word which holds the
// bit of first.
func span(first, end uintptr) uint64 {
	bits := ^uint64(0) << (first % 64)
	if end-first&^63 < 64 {
		bits &= 1<<(end%64) - 1
	}
	return bits
}
