// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// Free finds out what the address belongs to: an object of a slab, a page of
// a span or a block of its own. A slab or span that has become empty is a
// block to free in turn.
//
// It calls nothing, for the sake of speed: see Alloc.
func (t *TLSF) Free(pointer unsafe.Pointer) error {
	p := uintptr(pointer)
	if p < t.base || p >= t.top {
		switch {
		case p == 0:
			return nil
		case p < t.base || p >= t.end:
			return ErrForeign
		case p%8 != 0:
			return ErrMisaligned
		case p%tlsfUnit == 0 && *(*uintptr)(unsafe.Add(nil, p-tlsfHeader))&tlsfFree != 0:
			return ErrDoubleFree // the block has become part of top
		}
		return ErrForeign
	}
	kind := int(*(*int8)(unsafe.Add(nil, t.pages+p>>pageShift)))
	if kind != kindBlock {
		page := p &^ (pageSize - 1)
		if kind < 0 {
			s := (*slab)(unsafe.Add(nil, page))
			offset := p - page - uintptr(s.first)
			index := offset * uintptr(s.reciprocal) >> 16
			if index >= uintptr(s.count) || index*uintptr(s.length) != offset {
				if p%8 != 0 {
					return ErrMisaligned
				}
				return ErrForeign
			}
			state := (*uint8)(unsafe.Add(nil, page+index+slabStates))
			if *state < slabLive {
				return ErrDoubleFree
			}
			*state = s.free
			s.free = uint8(index)
			live := uintptr(s.live)
			s.live = uint8(live - 1)
			if live-2 < uintptr(s.inner) { // it was not full and is not empty now
				return nil
			}
			class := s.length / 8 % slabTable
			if live != 1 {
				// It was full: back into the list, whose only slab may have
				// been kept although it is empty.
				head := &t.open[class]
				first := *head
				s.next = first
				s.previous = uintptr(unsafe.Pointer(head))
				*head = page
				if first == 0 {
					return nil
				}
				spare := (*slab)(unsafe.Add(nil, first))
				spare.previous = page
				if spare.live != 0 {
					return nil
				}
				s.next = 0
				t.empty--
				page = first
			} else {
				if s.next == 0 && t.open[class] == page && t.empty < t.maxEmpty {
					t.empty++
					return nil
				}
				next := s.next
				*(*uintptr)(unsafe.Add(nil, s.previous)) = next
				if next != 0 {
					(*slab)(unsafe.Add(nil, next)).previous = s.previous
				}
			}
			t.demand[class] = 0
			p = page
			*(*uint8)(unsafe.Add(nil, t.pages+p>>pageShift)) = kindBlock
		} else {
			if p != page {
				if p%8 != 0 {
					return ErrMisaligned
				}
				return ErrForeign
			}
			index := uintptr(kind) - 1
			base := p - index<<pageShift
			pages := *(*uintptr)(unsafe.Add(nil, base-tlsfHeader)) & tlsfLengthMask &^ (pageSize - 1)
			description := base + pages
			s := (*pageSpan)(unsafe.Add(nil, description))
			free := s.free
			bit := uintptr(1) << (index & 63)
			if free&bit != 0 {
				return ErrDoubleFree
			}
			s.free = free | bit
			if free == 0 {
				first := t.span
				s.next = first
				s.previous = uintptr(unsafe.Pointer(&t.span))
				t.span = description
				if first != 0 {
					(*pageSpan)(unsafe.Add(nil, first)).previous = description
				}
			}
			if free|bit != s.all {
				return nil
			}
			next := s.next
			*(*uintptr)(unsafe.Add(nil, s.previous)) = next
			if next != 0 {
				(*pageSpan)(unsafe.Add(nil, next)).previous = s.previous
			}
			for i := uintptr(0); i < pages>>pageShift; i++ {
				*(*uint8)(unsafe.Add(nil, t.pages+base>>pageShift+i)) = kindBlock
			}
			p = base
		}
	}

	// A word of zeros names some address too, but never that of a header.
	if p%tlsfUnit != 0 {
		if p%8 != 0 {
			return ErrMisaligned
		}
		return ErrForeign
	}
	address := p - tlsfHeader
	block := (*tlsfBlock)(unsafe.Add(nil, address))
	header := block.header
	if (header^address<<tlsfAddressShift^t.epoch)>>tlsfAddressShift != 0 {
		if header&tlsfFree != 0 {
			return ErrDoubleFree
		}
		return ErrForeign
	}
	length := uintptr(*(*uint32)(unsafe.Pointer(block))) &^ (tlsfUnit - 1)
	next := p + length
	nextBlock := (*tlsfBlock)(unsafe.Add(nil, next-tlsfHeader))
	nextHeader := nextBlock.header
	if header&tlsfAfterFree != 0 {
		// A second Free shall find this header and know.
		block.header = tlsfFree
		before := *(*uintptr)(unsafe.Add(nil, p-tlsfHeader-wordSize)) - tlsfFree
		p -= before
		length += before
		block = (*tlsfBlock)(unsafe.Add(nil, p-tlsfHeader))
		next, previous := block.next, block.previous
		*(*uintptr)(unsafe.Add(nil, previous)) = next
		if next != 0 {
			(*tlsfBlock)(unsafe.Add(nil, next-tlsfHeader)).previous = previous
		} else if offset := previous - t.address; offset>>9 == 0 {
			t.full ^= 1 << (offset / wordSize & 63)
		}
	}
	if nextHeader&tlsfFree == 0 {
		nextBlock.header = nextHeader | tlsfAfterFree
	} else if next == t.top {
		t.top = p
		block.header = tlsfFree
		return nil
	} else {
		length += nextHeader
		next, previous := nextBlock.next, nextBlock.previous
		*(*uintptr)(unsafe.Add(nil, previous)) = next
		if next != 0 {
			(*tlsfBlock)(unsafe.Add(nil, next-tlsfHeader)).previous = previous
		} else if offset := previous - t.address; offset>>9 == 0 {
			t.full ^= 1 << (offset / wordSize & 63)
		}
	}
	// tlsfFree may be part of length already.
	length |= tlsfFree
	bin := length >> 7
	if bin >= 32 {
		bin = t.wideBinOf(length)
	}
	head := unsafe.Add(unsafe.Pointer(t), bin<<3)
	first := *(*uintptr)(head)
	block.header = length
	block.next = first
	block.previous = uintptr(head)
	*(*uintptr)(unsafe.Add(nil, p+length-(tlsfHeader+wordSize+tlsfFree))) = length
	*(*uintptr)(head) = p
	if first != 0 {
		(*tlsfBlock)(unsafe.Add(nil, first-tlsfHeader)).previous = p
	} else {
		t.full |= 1 << (bin & 63)
	}
	return nil
}
