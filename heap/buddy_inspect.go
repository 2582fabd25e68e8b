// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// The other half of Buddy: what reads its records and changes nothing.

// Stats walks all blocks; only what cannot be found that way is counted as it
// happens.
func (b *Buddy) Stats() Stats {
	s := Stats{Free: b.span, Peak: b.peak, Failures: b.failures}
	for block, ok := b.NextBlock(Block{}); ok; block, ok = b.NextBlock(block) {
		if block.Free {
			s.LargestFree = max(s.LargestFree, block.Size)
			continue
		}
		s.Allocations++
		s.Requested += block.Requested
		s.HandedOut += block.Size
		s.Free -= block.Size
	}
	return s
}

// Owns reports whether address lies in the units; the records do not count.
func (b *Buddy) Owns(address uintptr) bool { return address-b.base < b.span }

// state returns what the map says about the unit that address lies in.
func (b *Buddy) state(address uintptr) uint8 {
	return loadByte(b.states + address>>buddyUnitShift)
}

// UsableSize leaves out the place where a block notes what was asked for.
func (b *Buddy) UsableSize(p unsafe.Pointer) uintptr {
	address := uintptr(p)
	if !b.Owns(address) || address%buddyUnit != 0 {
		return 0
	}
	state := b.state(address)
	length := uintptr(buddyUnit) << (state >> buddyOrderShift)
	switch state & buddyKind {
	case buddyExact:
		return length
	case buddyShort:
		return length - 1
	case buddyLong:
		return length - wordSize
	}
	return 0
}

// BlockOf tries the one possible start per order, from the shortest block up:
// a handful of byte loads, no search.
func (b *Buddy) BlockOf(address uintptr) (Block, bool) {
	if !b.Owns(address) {
		return Block{}, false
	}
	for length := uintptr(buddyUnit); length <= b.largest; length <<= 1 {
		start := address &^ (length - 1)
		if start < b.base {
			break
		}
		if b.state(start)&(buddyFree|buddyLive) != 0 {
			return b.describe(start), true
		}
	}
	return Block{}, false
}

// LiveAt is BlockOf without the last step.
func (b *Buddy) LiveAt(address uintptr) (start, size uintptr) {
	if address-b.base >= b.span {
		return 0, 0
	}
	for length := uintptr(buddyUnit); length <= b.largest; length <<= 1 {
		start = address &^ (length - 1)
		if start < b.base {
			break
		}
		if state := *(*uint8)(unsafe.Add(nil, b.states+start>>buddyUnitShift)); state&buddyLive != 0 {
			return start, buddyUnit << (state >> buddyOrderShift)
		} else if state&buddyFree != 0 {
			break
		}
	}
	return 0, 0
}

// NextBlock goes from block to block by their lengths.
func (b *Buddy) NextBlock(previous Block) (Block, bool) {
	start := b.base
	if previous.Start != 0 {
		start = previous.Start + previous.Size
	}
	if !b.Owns(start) {
		return Block{}, false
	}
	return b.describe(start), true
}

// NextSearched has nothing to tell: BlockOf is quick everywhere.
func (b *Buddy) NextSearched(Block) (Block, bool) { return Block{}, false }

// describe decodes the state of the block at start.
func (b *Buddy) describe(start uintptr) Block {
	state := b.state(start)
	block := Block{Start: start, Size: buddyUnit << (state >> buddyOrderShift)}
	switch end := start + block.Size; state & buddyKind {
	case buddyExact:
		block.Requested = block.Size
	case buddyShort:
		block.Requested = block.Size - uintptr(loadByte(end-1))
	case buddyLong:
		block.Requested = load(end - wordSize)
	default:
		block.Free = true
	}
	return block
}

// Check walks the units from end to end and then every list.
func (b *Buddy) Check() error {
	var handedOut, freeBlocks uintptr
	end := b.base + b.span
	for block, ok := b.NextBlock(Block{}); ok; block, ok = b.NextBlock(block) {
		// The block's own place, and nothing but it from its start to its end.
		if b.state(block.Start)&(buddyFree|buddyLive) == 0 ||
			block.Start&(block.Size-1) != 0 || block.Size > end-block.Start {
			return ErrCorrupted
		}
		for unit := block.Start + buddyUnit; unit < block.Start+block.Size; unit += buddyUnit {
			if b.state(unit)&^buddyGone != 0 {
				return ErrCorrupted
			}
		}
		if block.Free {
			// Two free buddies would have been joined.
			if buddy := block.Start ^ block.Size; b.Owns(buddy) && b.state(buddy) == b.state(block.Start) {
				return ErrCorrupted
			}
			freeBlocks++
		} else {
			if block.Requested == 0 || block.Requested > block.Size {
				return ErrCorrupted
			}
			handedOut += block.Size
		}
	}
	if handedOut != b.handedOut {
		return ErrCorrupted
	}
	for order := uintptr(0); order <= buddyMaxOrder; order++ {
		previous := b.heads + order*wordSize
		for address := load(previous); address != 0; address = load(previous) {
			if !b.Owns(address) || freeBlocks == 0 ||
				(*freeBlock)(at(address)).previous != previous ||
				uintptr(b.state(address)) != order<<buddyOrderShift+buddyFree {
				return ErrCorrupted
			}
			freeBlocks--
			previous = address
		}
	}
	if freeBlocks != 0 {
		return ErrCorrupted
	}
	return nil
}
