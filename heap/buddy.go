// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// Buddy is the binary buddy allocator. Every block is 2^order units long and
// starts at a multiple of its own length, counted from address 0; so a block
// is as aligned as it is long. A block of order k and its buddy, the
// neighbour whose address differs in one bit only, together make one block of
// order k+1: Alloc splits blocks in two until they fit, Free joins them again
// as far as it goes.
//
// The region may start and end anywhere. Its front holds the records:
//
//	| heads | states | unused | unit 0 | unit 1 | ... | unit n-1 | unused |
//
// heads is one list of free blocks per order; the links stand in the free
// blocks themselves. states is a map with one byte per unit, which tells of
// the unit that starts a block what that block is. It finds a buddy without
// searching a list, and tells a double free and a foreign pointer from a good
// one whatever the program wrote into its blocks. It costs one byte per unit;
// in exchange no block has a header, so that a request of 2^k bytes takes 2^k
// bytes and page after page can be handed out.
type Buddy struct {
	heads   uintptr // address of the list heads, one word per order
	states  uintptr // address that the state of the unit at address 0 would have
	base    uintptr // first unit
	span    uintptr // bytes from base to the end of the last unit
	largest uintptr // length of the longest block that the region can hold

	handedOut uintptr // length of all live blocks
	peak      uintptr // highest handedOut
	failures  uintptr
}

const (
	// The smallest block has 32 bytes. With 16 the map of states would be twice
	// as large, and a heap would be full at 71 % instead of 73 % of its size
	// (trace f_fill_small): only blocks of up to 16 bytes gain by it.
	buddyUnitShift = 5
	buddyUnit      = 1 << buddyUnitShift
	buddyMaxOrder  = 31 // a state has 5 bits for it: 64 GiB
)

// A freeBlock is what stands in a block of Buddy that is free. previous is the
// address of the word that points to this block, be it a list head or the next
// of another block: to leave a list, a block need not know which one it is.
type freeBlock struct {
	next, previous uintptr
}

// A state is order<<3 plus one of these kinds. A unit inside a block has
// buddyInside, or buddyGone if a block started there once. The three live
// kinds say where the size stands that was asked for: only Stats wants it.
const (
	buddyInside = 0
	buddyGone   = 1
	buddyFree   = 2
	buddyLive   = 4 // the bit that all live kinds have
	buddyExact  = 4 // the request fills the block
	buddyShort  = 5 // up to 7 bytes at the end are unused; the last tells how many
	buddyLong   = 6 // more are unused; the last word holds the request

	buddyKind       = 7 // mask
	buddyOrderShift = 3 // log2 of wordSize too: state &^ buddyKind is the offset of the list head
)

// Init lays the records at the front of the region and covers the rest with
// the largest blocks that fit.
func (b *Buddy) Init(start, size uintptr) error {
	if err := checkRegion(start, size); err != nil {
		return err
	}
	// One head per order, and one more that is never empty: it ends the search
	// for a free block.
	const headBytes = (buddyMaxOrder + 2) * wordSize
	const slack = 2*buddyUnit + wordSize // what alignment may cost
	if size < headBytes+slack {
		return ErrRegionTooSmall
	}
	end := start + size
	heads := alignUp(start, wordSize)
	states := heads + headBytes
	base := alignUp(states+(end-states)/(buddyUnit+1)+1, buddyUnit)
	if base > end || end-base < buddyUnit {
		return ErrRegionTooSmall
	}
	span := (end - base) &^ (buddyUnit - 1)
	*b = Buddy{heads: heads, states: states - base>>buddyUnitShift, base: base, span: span}
	for order := uintptr(0); order <= buddyMaxOrder; order++ {
		store(heads+order*wordSize, 0)
	}
	store(heads+(buddyMaxOrder+1)*wordSize, maxAddr)
	// All units are buddyInside, which is 0: clear writes words, not bytes,
	// and this is the largest part of a kernel's boot.
	clear(unsafe.Slice((*byte)(at(states)), span>>buddyUnitShift))
	for address := base; address < base+span; {
		order, length := uintptr(0), uintptr(buddyUnit)
		for order < buddyMaxOrder && address&length == 0 && base+span-address >= 2*length {
			order++
			length *= 2
		}
		b.push(address, order)
		b.largest = max(b.largest, length)
		address += length
	}
	return nil
}

// push puts a block at the front of its order's list and marks it free.
func (b *Buddy) push(address, order uintptr) {
	head := b.heads + order*wordSize
	first := load(head)
	block := (*freeBlock)(at(address))
	block.next, block.previous = first, head
	if first != 0 {
		(*freeBlock)(at(first)).previous = address
	}
	store(head, address)
	storeByte(b.states+address>>buddyUnitShift, uint8(order<<buddyOrderShift|buddyFree))
}

// The next two are the hot path. They call nothing, so that they need no stack
// frame, and spell out unsafe.Add where at would do: the compiler leaves a
// no-operation behind for each call that it inlines.

// Alloc takes the first block of the smallest order that has one, and splits
// it until it is as short as the request allows. Alignment costs nothing but
// length: a block of 2^k bytes is aligned to 2^k.
func (b *Buddy) Alloc(size, align uintptr) unsafe.Pointer {
	if size-1 >= b.largest { // also when size is 0
		if size != 0 || b.largest == 0 {
			b.failures++
			return nil
		}
		size = 1
	}
	length := size
	if align > size {
		length = align
	}
	if align&(align-1) != 0 || length > b.largest {
		b.failures++
		return nil
	}
	// The order is the number of bits of the last unit's index.
	index := (length - 1) >> buddyUnitShift
	state := uintptr(0)
	for index >= uintptr(len(lengths)) {
		index >>= 8
		state += 8 << buddyOrderShift
	}
	state += uintptr(lengths[index]) << buddyOrderShift

	states := b.states
	head := b.heads + state
	address := *(*uintptr)(unsafe.Add(nil, head))
	if address != 0 {
		next := (*freeBlock)(unsafe.Add(nil, address)).next
		*(*uintptr)(unsafe.Add(nil, head)) = next
		if next != 0 {
			(*freeBlock)(unsafe.Add(nil, next)).previous = head
		}
		length = buddyUnit << (state >> buddyOrderShift & 63)
	} else {
		wanted := head
		for address == 0 {
			head += wordSize
			address = *(*uintptr)(unsafe.Add(nil, head))
		}
		if address == maxAddr {
			b.failures++
			return nil
		}
		next := (*freeBlock)(unsafe.Add(nil, address)).next
		*(*uintptr)(unsafe.Add(nil, head)) = next
		if next != 0 {
			(*freeBlock)(unsafe.Add(nil, next)).previous = head
		}
		// Split. The lower half is split further, the upper half becomes the
		// only block of its order, whose list the search has found empty.
		half := head - b.heads + buddyFree
		length = buddyUnit << (half >> buddyOrderShift & 63)
		for head != wanted {
			head -= wordSize
			half -= 1 << buddyOrderShift
			length >>= 1
			upper := address + length
			block := (*freeBlock)(unsafe.Add(nil, upper))
			block.next = 0
			block.previous = head
			*(*uintptr)(unsafe.Add(nil, head)) = upper
			*(*uint8)(unsafe.Add(nil, states+upper>>buddyUnitShift)) = uint8(half)
		}
	}

	if unused := length - size; unused >= wordSize {
		state += buddyLong
		*(*uintptr)(unsafe.Add(nil, address+length-wordSize)) = size
	} else if unused == 0 {
		state += buddyExact
	} else {
		state += buddyShort
		*(*uint8)(unsafe.Add(nil, address+length-1)) = uint8(unused)
	}
	*(*uint8)(unsafe.Add(nil, states+address>>buddyUnitShift)) = uint8(state)

	handedOut := b.handedOut + length
	b.handedOut = handedOut
	if handedOut > b.peak {
		b.peak = handedOut
	}
	return unsafe.Add(nil, address)
}

// Free joins the block with its buddy as long as that one is free and whole,
// and puts what results into the list of its order.
func (b *Buddy) Free(p unsafe.Pointer) error {
	address, base, span, states := uintptr(p), b.base, b.span, b.states
	if address-base >= span {
		if p == nil {
			return nil
		}
		return ErrForeign
	}
	if address%buddyUnit != 0 {
		return ErrMisaligned
	}
	mark := (*uint8)(unsafe.Add(nil, states+address>>buddyUnitShift))
	state := uintptr(*mark)
	if state&buddyLive == 0 {
		if state == buddyInside {
			return ErrForeign
		}
		return ErrDoubleFree
	}
	*mark = buddyGone
	state = state&^buddyKind + buddyFree
	length := uintptr(buddyUnit) << (state >> buddyOrderShift & 63)
	b.handedOut -= length

	for {
		buddy := address ^ length
		if buddy-base >= span {
			break
		}
		mark := (*uint8)(unsafe.Add(nil, states+buddy>>buddyUnitShift))
		if uintptr(*mark) != state {
			break
		}
		*mark = buddyGone
		block := (*freeBlock)(unsafe.Add(nil, buddy))
		next, previous := block.next, block.previous
		*(*uintptr)(unsafe.Add(nil, previous)) = next
		if next != 0 {
			(*freeBlock)(unsafe.Add(nil, next)).previous = previous
		}
		address &= buddy // the lower of the two
		length <<= 1
		state += 1 << buddyOrderShift
	}

	head := b.heads + state - buddyFree
	first := *(*uintptr)(unsafe.Add(nil, head))
	block := (*freeBlock)(unsafe.Add(nil, address))
	block.next = first
	block.previous = head
	if first != 0 {
		(*freeBlock)(unsafe.Add(nil, first)).previous = address
	}
	*(*uintptr)(unsafe.Add(nil, head)) = address
	*(*uint8)(unsafe.Add(nil, states+address>>buddyUnitShift)) = uint8(state)
	return nil
}
