// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// The other half of TLSF: what reads its records. Only Stats changes
// something: it gives empty slabs back first, as an Alloc in need of memory
// would, so that its figures say what such an Alloc can get.

// Stats counts free objects of slabs and free pages of spans as free. Peak is
// how far up the region was ever used: in one of that size, the same program
// would just have run.
func (t *TLSF) Stats() Stats {
	if t.empty > 0 {
		t.releaseEmpty()
	}
	s := Stats{
		Free:        t.end - t.top,
		LargestFree: t.largestRequest(),
		Peak:        t.highest - t.base,
		Failures:    t.failures,
	}
	for block, ok := t.NextBlock(Block{}); ok && block.Start != t.top; block, ok = t.NextBlock(block) {
		switch {
		case !block.Free:
			s.Allocations++
			s.Requested += block.Requested
		case t.kindOf(block.Start) == kindBlock:
			s.Free += block.Size + tlsfHeader
		default:
			s.Free += block.Size
		}
	}
	s.HandedOut = t.end - t.base - s.Free
	return s
}

// largestRequest returns the size of the largest request of alignment 1 that
// Alloc will find memory for.
func (t *TLSF) largestRequest() uintptr {
	largest := t.end - t.top
	if t.full != 0 {
		// Alloc sees no more than the first blocks of the last list.
		last := uintptr(0)
		for bin := uintptr(0); bin < tlsfLists; bin++ {
			if t.full>>bin&1 != 0 {
				last = bin
			}
		}
		p := t.lists[last]
		for tries := 0; p != 0 && tries < tlsfMaxTries; tries++ {
			largest = max(largest, blockAt(p).length())
			p = blockAt(p).next
		}
	}
	if largest > 0 {
		largest -= tlsfHeader
	}
	for class := uintptr(slabMaxSize / 8); class >= slabMinClass && class*8 > largest; class-- {
		if t.open[class] != 0 {
			return class * 8
		}
	}
	return largest
}

// Owns reports whether address lies in the blocks; the records do not count.
func (t *TLSF) Owns(address uintptr) bool { return address-t.base < t.end-t.base }

// kindOf returns what the page is used for that address lies in.
func (t *TLSF) kindOf(address uintptr) int8 { return int8(loadByte(t.pages + address>>pageShift)) }

// isLive reports whether p is the address of a live block with a header.
func (t *TLSF) isLive(p uintptr) bool {
	address := p - tlsfHeader
	return p%tlsfUnit == 0 && (load(address)^address<<tlsfAddressShift^t.epoch)>>tlsfAddressShift == 0
}

// UsableSize returns all of the block, but for objects that are much too long.
func (t *TLSF) UsableSize(pointer unsafe.Pointer) uintptr {
	p := uintptr(pointer)
	if !t.Owns(p) {
		return 0
	}
	if kind := t.kindOf(p); kind != kindBlock {
		block, ok := t.partOf(p, t.containerOf(p, kind), kind)
		if !ok || block.Free || block.Start != p {
			return 0
		}
		if block.Size-block.Requested > slabMaxUnused && kind == kindSlab {
			return block.Size - wordSize // see slabLoose
		}
		return block.Size
	}
	if !t.isLive(p) {
		return 0
	}
	return blockAt(p).length() - tlsfHeader
}

// BlockOf is quick in slabs and spans only. Elsewhere it goes through the
// blocks from the first one on: who must know this of many addresses will
// first note where blocks start.
func (t *TLSF) BlockOf(address uintptr) (Block, bool) {
	if !t.Owns(address) {
		return Block{}, false
	}
	if kind := t.kindOf(address); kind != kindBlock {
		return t.partOf(address, t.containerOf(address, kind), kind)
	}
	for p := t.base; p < t.top; p += blockAt(p).length() {
		if address < p+blockAt(p).length()-tlsfHeader {
			if address < p {
				break // in a header
			}
			return t.describe(p), true
		}
	}
	if address >= t.top && address < t.end-tlsfHeader {
		return t.describe(t.top), true
	}
	return Block{}, false
}

// LiveAt finds objects of slabs and pages of spans.
func (t *TLSF) LiveAt(address uintptr) (start, size uintptr) {
	if address-t.base >= t.end-t.base {
		return 0, 0
	}
	kind := *(*int8)(unsafe.Add(nil, t.pages+address>>pageShift))
	page := address &^ (pageSize - 1)
	if kind == kindSlab {
		s := (*slab)(unsafe.Add(nil, page))
		length := uintptr(s.length)
		first := page + uintptr(s.first)
		// (The reciprocal is good for addresses of objects only.)
		index := (address - first) / length
		if address < first || index >= uintptr(s.count) || *(*uint8)(unsafe.Add(nil, page+index+slabStates)) < slabLive {
			return 0, 0
		}
		return first + index*length, length
	}
	if kind != kindBlock {
		if block, ok := t.partOf(address, t.containerOf(address, kind), kind); ok && !block.Free {
			return block.Start, block.Size
		}
	}
	return 0, 0
}

// NextBlock goes from block to block by their lengths and through the parts of
// slabs and spans. What is left of these is no block.
func (t *TLSF) NextBlock(previous Block) (Block, bool) {
	p := t.base
	if previous.Start != 0 {
		p = previous.Start + previous.Size + tlsfHeader
		if kind := t.kindOf(previous.Start); kind != kindBlock {
			container := t.containerOf(previous.Start, kind)
			if block, ok := t.partOf(previous.Start+previous.Size, container, kind); ok {
				return block, true
			}
			p = container + blockAt(container).length()
		}
	}
	if p >= t.end {
		return Block{}, false
	}
	if kind := t.kindOf(p); kind != kindBlock {
		return t.firstPart(p, kind), true
	}
	return t.describe(p), true
}

// NextSearched goes from one block with a header of its own to the next, over
// slabs and spans. The last one is top.
func (t *TLSF) NextSearched(previous Block) (Block, bool) {
	p := t.base
	if previous.Start != 0 {
		p = previous.Start + previous.Size + tlsfHeader
	}
	for p < t.top && t.kindOf(p) != kindBlock {
		p += blockAt(p).length()
	}
	if p >= t.end {
		return Block{}, false
	}
	return t.describe(p), true
}

// describe decodes a header.
func (t *TLSF) describe(p uintptr) Block {
	if p == t.top {
		return Block{Start: p, Size: t.end - p - tlsfHeader, Free: true}
	}
	b := Block{Start: p, Size: blockAt(p).length() - tlsfHeader}
	if blockAt(p).header&tlsfFree != 0 {
		b.Free = true
		return b
	}
	// The header has the low bits of the size; the others are those of the
	// block, or one less, because fewer than 256 bytes were added.
	low := loadByte(p - tlsfHeader + tlsfSizeOffset)
	b.Requested = b.Size - uintptr(uint8(b.Size)-low)
	return b
}

// containerOf returns the block of the slab or span that address lies in.
func (t *TLSF) containerOf(address uintptr, kind int8) uintptr {
	page := address &^ (pageSize - 1)
	if kind == kindSlab {
		return page
	}
	return page - (uintptr(kind)-1)<<pageShift
}

// firstPart returns the first object of a slab, or the first page of a span.
func (t *TLSF) firstPart(container uintptr, kind int8) Block {
	first := container
	if kind == kindSlab {
		first += uintptr((*slab)(at(container)).first)
	}
	block, _ := t.partOf(first, container, kind)
	return block
}

// partOf returns the object or page of a slab or span that address lies in, or
// false.
func (t *TLSF) partOf(address, container uintptr, kind int8) (Block, bool) {
	if kind == kindSlab {
		s := (*slab)(at(container))
		length := uintptr(s.length)
		index := (address - container - uintptr(s.first)) / length
		if address < container+uintptr(s.first) || index >= uintptr(s.count) {
			return Block{}, false
		}
		b := Block{Start: container + uintptr(s.first) + index*length, Size: length}
		state := uintptr(loadByte(container + slabStates + index))
		switch {
		case state < slabLive:
			b.Free = true
		case state < slabLoose:
			b.Requested = length - (state - slabLive)
		default:
			b.Requested = min(uintptr(loadByte(b.Start+length-1)), length-slabMaxUnused-1)
		}
		return b, true
	}
	description := spanOf(container)
	page := address &^ (pageSize - 1)
	if page >= description {
		return Block{}, false
	}
	index := (page - container) >> pageShift
	b := Block{Start: page, Size: pageSize}
	if (*pageSpan)(at(description)).free>>index&1 != 0 {
		b.Free = true
	} else {
		b.Requested = uintptr(*(*uint16)(at(description + spanSizes + 2*index)))
	}
	return b, true
}
