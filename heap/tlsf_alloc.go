// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// Alloc serves small requests from slabs and the others from the lists or
// from top. What is neither frequent nor quick is left to allocSlowly.
//
// It spells out what the helpers in tlsf.go do, because every instruction here
// is carried out at every allocation. For the same reason it leaves the check
// of the stack to allocSlowly.
//
//go:nosplit
func (t *TLSF) Alloc(size, align uintptr) unsafe.Pointer {
	if align != 8 && (align > 8 || align&(align-1) != 0) {
		return t.allocAligned(size, align)
	}
	if size <= slabMaxSize {
		class := (size + 7) >> 3
		if class < slabMinClass {
			class = slabMinClass
			if size == 0 {
				size = 1
			}
		}
		head := unsafe.Add(unsafe.Pointer(t), class<<3+tlsfOpen)
		page := *(*uintptr)(head)
		if page == 0 {
			// The first few of a class are ordinary blocks.
			if t.demand[class] < slabDemand {
				t.demand[class]++
				goto block
			}
			return t.allocSlowly(size, align)
		}
		s := (*slab)(unsafe.Add(nil, page))
		length := class << 3
		index := uintptr(s.free)
		state := (*uint8)(unsafe.Add(nil, page+index+slabStates))
		s.free = *state
		*state = uint8(length - size + slabLive)
		live := uintptr(s.live)
		s.live = uint8(live + 1)
		if live-1 >= uintptr(s.inner) { // it was empty or is full now
			if live == 0 {
				t.empty--
			} else {
				next := s.next
				*(*uintptr)(head) = next
				if next != 0 {
					(*slab)(unsafe.Add(nil, next)).previous = uintptr(head)
				}
			}
		}
		return unsafe.Add(nil, page+uintptr(s.first)+index*length)
	}

block:
	want := (size + tlsfHeader + tlsfUnit - 1) &^ (tlsfUnit - 1)
	bin := want >> 7
	if size >= 4096 { // so large that want may have wrapped
		if size >= t.end-t.base {
			return t.allocSlowly(size, align)
		}
		bin = t.wideBinOf(want)
	}
	var p, length uintptr
	var head unsafe.Pointer
	full := t.full
	lists := full >> (bin & 63)
	if lists&1 != 0 {
		head = unsafe.Add(unsafe.Pointer(t), bin<<3)
		p = *(*uintptr)(head)
		length = uintptr(*(*uint32)(unsafe.Add(nil, p-tlsfHeader)))
		if length >= want {
			goto found
		}
		lists ^= 1
	}
	if lists == 0 {
		p = t.top
		if t.end-p < want {
			return t.allocSlowly(size, align)
		}
		top := p + want
		t.top = top
		if top > t.highest {
			t.highest = top
		}
		*(*uintptr)(unsafe.Add(nil, top-tlsfHeader)) = tlsfFree
		address := p - tlsfHeader
		*(*uintptr)(unsafe.Add(nil, address)) = want | address<<tlsfAddressShift ^ t.epoch
		*(*uint8)(unsafe.Add(nil, address+tlsfSizeOffset)) = uint8(size)
		return unsafe.Add(nil, p)
	}
	bin += uintptr(t.zeros[lists&-lists*deBruijn>>58])
	head = unsafe.Add(unsafe.Pointer(t), bin<<3)
	p = *(*uintptr)(head)
	length = uintptr(*(*uint32)(unsafe.Add(nil, p-tlsfHeader)))

found:
	// p is the first of its list; tlsfFree is part of length and rest.
	next := (*tlsfBlock)(unsafe.Add(nil, p-tlsfHeader)).next
	*(*uintptr)(head) = next
	if next != 0 {
		(*tlsfBlock)(unsafe.Add(nil, next-tlsfHeader)).previous = uintptr(head)
	} else {
		full ^= 1 << (bin & 63)
	}
	rest := length - want
	if rest < tlsfMinRemainder {
		want = length - tlsfFree
		*(*uint32)(unsafe.Add(nil, p+want-tlsfHeader)) &^= tlsfAfterFree
	} else {
		bin := rest >> 7
		if bin >= 32 {
			bin = t.wideBinOf(rest)
		}
		head := unsafe.Add(unsafe.Pointer(t), bin<<3)
		first := *(*uintptr)(head)
		r := p + want
		block := (*tlsfBlock)(unsafe.Add(nil, r-tlsfHeader))
		block.header = rest
		block.next = first
		block.previous = uintptr(head)
		*(*uintptr)(unsafe.Add(nil, p+length-(tlsfHeader+wordSize+tlsfFree))) = rest
		*(*uintptr)(head) = r
		if first != 0 {
			(*tlsfBlock)(unsafe.Add(nil, first-tlsfHeader)).previous = r
		} else {
			full |= 1 << (bin & 63)
		}
	}
	t.full = full
	address := p - tlsfHeader
	*(*uintptr)(unsafe.Add(nil, address)) = want | address<<tlsfAddressShift ^ t.epoch
	*(*uint8)(unsafe.Add(nil, address+tlsfSizeOffset)) = uint8(size)
	return unsafe.Add(nil, p)
}

// allocSlowly is Alloc for unusual alignments, new slabs, new spans and a full
// heap. Before it fails it gives back what is kept for slabs, but it tries
// everything at most twice: its time is bounded too.
func (t *TLSF) allocSlowly(size, align uintptr) unsafe.Pointer {
	size = max(size, 1)
	if whole := t.end - t.base; !isPowerOfTwo(align) || size > whole || align > whole {
		t.failures++
		return nil
	}
	p := uintptr(0)
	wantsPage := align == pageSize && size <= pageSize
	switch {
	case wantsPage:
		// There is no span with a free page, else allocAligned would not ask.
		if t.newSpan(t.spanPages) {
			return t.allocAligned(size, align)
		}
	case align <= 8 && size <= slabMaxSize:
		class := max((size+7)>>3, slabMinClass)
		if t.demand[class] >= slabDemand && t.newSlab(class) {
			return t.Alloc(size, align)
		}
	default:
		if p = t.carve(size, align); p == 0 && t.empty == 0 {
			t.failures++
			return nil
		}
	}
	if p == 0 {
		t.releaseEmpty()
		if wantsPage && t.newSpan(t.spanPages/4) {
			return t.allocAligned(size, align)
		}
		p = t.carve(size, align)
		if p == 0 && align <= 8 && size <= slabMaxSize {
			p = t.allocLoosely(size)
		}
	}
	if p == 0 {
		t.failures++
		return nil
	}
	return at(p)
}

// allocLoosely takes an object of any class that is long enough, or returns 0.
// It is the last resort: as long as there is one, a small request does not fail
// where a larger one would not.
func (t *TLSF) allocLoosely(size uintptr) uintptr {
	for length := alignUp(size, 8); length <= slabMaxSize; length += 8 {
		if t.open[length/8] == 0 {
			continue
		}
		p := uintptr(t.Alloc(length, 8))
		page := p &^ (pageSize - 1)
		state := uint8(slabLoose)
		if unused := length - size; unused <= slabMaxUnused {
			state = uint8(slabLive + unused)
		} else {
			storeByte(p+length-1, uint8(size))
		}
		s := (*slab)(at(page))
		storeByte(page+slabStates+(p-page-uintptr(s.first))/length, state)
		return p
	}
	return 0
}

// carve makes a block from a free one or from top, without regard to slabs
// and spans. It tries harder than Alloc: not only the first block of the
// list. It returns 0 when there is none.
func (t *TLSF) carve(size, align uintptr) uintptr {
	want := alignUp(size+tlsfHeader, tlsfUnit)
	need := want
	if align > tlsfUnit {
		need += align - tlsfUnit
	}
	p := t.find(need)
	if p == 0 {
		return t.carveTop(size, want, align)
	}
	t.unlink(p)
	length := blockAt(p).length()
	flags := uintptr(0)
	if start := alignUp(p, align); start != p {
		t.link(p, start-p)
		length -= start - p
		p = start
		flags = tlsfAfterFree
	}
	if rest := length - want; rest >= tlsfMinRemainder {
		t.link(p+want, rest)
	} else {
		want = length
		blockAt(p + want).header &^= tlsfAfterFree
	}
	t.handOut(p, want, size, flags)
	return p
}

// carveTop is carve for top alone.
func (t *TLSF) carveTop(size, want, align uintptr) uintptr {
	p := alignUp(t.top, align)
	if p < t.top || p > t.end || t.end-p < want {
		return 0
	}
	flags := uintptr(0)
	if p != t.top {
		t.link(t.top, p-t.top)
		flags = tlsfAfterFree
	}
	t.top = p + want
	t.highest = max(t.highest, t.top)
	blockAt(t.top).header = tlsfFree
	t.handOut(p, want, size, flags)
	return p
}

// find returns a free block of at least the length, which is still in its
// list, or 0.
func (t *TLSF) find(length uintptr) uintptr {
	bin := t.binOf(length)
	lists := t.full >> bin
	if lists&1 != 0 {
		p := t.lists[bin]
		for tries := 0; p != 0 && tries < tlsfMaxTries; tries++ {
			block := blockAt(p)
			if block.length() >= length {
				return p
			}
			p = block.next
		}
		lists ^= 1
	}
	if lists == 0 {
		return 0
	}
	bin += uintptr(t.zeros[lists&-lists*deBruijn>>58])
	return t.lists[bin]
}

// handOut writes the header of a block that becomes live.
func (t *TLSF) handOut(p, length, size, flags uintptr) {
	address := p - tlsfHeader
	store(address, length|flags|address<<tlsfAddressShift^t.epoch)
	storeByte(address+tlsfSizeOffset, uint8(size))
}
