// SPDX-License-Identifier: MIT

package heap

// Check walks the blocks from end to end and then every list: each free block
// must be in its list, and each entry of a list must be such a block.
func (t *TLSF) Check() error {
	if t.pinned != t { // before Init, or a copy
		return ErrCorrupted
	}
	var freeBlocks, openSlabs, openSpans, emptySlabs uintptr
	afterFree := uintptr(0)
	p := t.base
	for p != t.top {
		if p > t.top {
			return ErrCorrupted
		}
		header, length := blockAt(p).header, blockAt(p).length()
		if length == 0 || length%tlsfUnit != 0 || length > t.top-p || header&tlsfAfterFree != afterFree {
			return ErrCorrupted
		}
		afterFree = 0
		kind := t.kindOf(p)
		switch {
		case header&tlsfFree != 0:
			// Free neighbours would have been joined, also with top.
			if header&tlsfAfterFree != 0 || p+length == t.top || header>>32 != 0 || kind != kindBlock ||
				load(p+length-tlsfHeader-wordSize) != length|tlsfFree {
				return ErrCorrupted
			}
			freeBlocks++
			afterFree = tlsfAfterFree
		case !t.isLive(p):
			return ErrCorrupted
		case kind == kindSlab:
			s := (*slab)(at(p))
			if !slabIsSound(p) {
				return ErrCorrupted
			}
			if s.live != s.count {
				openSlabs++
			}
			if s.live == 0 {
				emptySlabs++
			}
		case kind != kindBlock:
			s := (*pageSpan)(at(spanOf(p)))
			pages := length >> pageShift
			if kind != 1 || s.all != 1<<pages-1 || s.free&^s.all != 0 || s.free == s.all {
				return ErrCorrupted
			}
			for i := uintptr(0); i < pages; i++ {
				if t.kindOf(p+i<<pageShift) != int8(1+i) {
					return ErrCorrupted
				}
			}
			if s.free != 0 {
				openSpans++
			}
		}
		p += length
	}
	if t.top > t.end || blockAt(t.top).header != tlsfFree || t.top > t.highest || emptySlabs != t.empty {
		return ErrCorrupted
	}
	return t.checkLists(freeBlocks, openSlabs, openSpans)
}

// checkLists compares the lists with what the walk over the blocks has found.
func (t *TLSF) checkLists(freeBlocks, openSlabs, openSpans uintptr) error {
	for bin := uintptr(0); bin < tlsfLists; bin++ {
		previous := addressOf(&t.lists[bin])
		if (t.lists[bin] != 0) != (t.full>>bin&1 != 0) {
			return ErrCorrupted
		}
		for p := load(previous); p != 0; p = load(previous) {
			if !t.Owns(p) || p%tlsfUnit != 0 || freeBlocks == 0 {
				return ErrCorrupted
			}
			block := blockAt(p)
			if block.header&tlsfFree == 0 || t.binOf(block.length()) != bin || block.previous != previous {
				return ErrCorrupted
			}
			freeBlocks--
			previous = p
		}
	}
	for class := uintptr(0); class < slabClasses; class++ {
		previous := addressOf(&t.open[class])
		sole := t.open[class]
		for page := load(previous); page != 0; page = load(previous) {
			if !t.Owns(page) || t.kindOf(page) != kindSlab || openSlabs == 0 {
				return ErrCorrupted
			}
			s := (*slab)(at(page))
			if uintptr(s.length) != class*8 || s.free == slabEnd || s.previous != previous {
				return ErrCorrupted
			}
			if s.live == 0 && (page != sole || s.next != 0) {
				return ErrCorrupted
			}
			openSlabs--
			previous = page
		}
	}
	previous := addressOf(&t.span)
	for description := load(previous); description != 0; description = load(previous) {
		if !t.Owns(description) || openSpans == 0 {
			return ErrCorrupted
		}
		s := (*pageSpan)(at(description))
		if s.free == 0 || s.previous != previous {
			return ErrCorrupted
		}
		openSpans--
		previous = description
	}
	if freeBlocks != 0 || openSlabs != 0 || openSpans != 0 {
		return ErrCorrupted
	}
	return nil
}

// slabIsSound checks a slab's numbers and that its free objects are exactly
// those that the chain of state bytes goes through.
func slabIsSound(page uintptr) bool {
	s := (*slab)(at(page))
	count, length := uintptr(s.count), uintptr(s.length)
	if length < slabMinClass*8 || length > slabMaxSize || length%8 != 0 || count > slabEnd ||
		uintptr(s.first) < slabStates+count || uintptr(s.first)+count*length > slabLength {
		return false
	}
	free := uintptr(0)
	for index := uintptr(s.free); index != slabEnd; index = uintptr(loadByte(page + slabStates + index)) {
		if index >= count || free > count {
			return false
		}
		free++
	}
	live := uintptr(0)
	for index := uintptr(0); index < count; index++ {
		if loadByte(page+slabStates+index) >= slabLive {
			live++
		}
	}
	return live == uintptr(s.live) && free+live == count
}
