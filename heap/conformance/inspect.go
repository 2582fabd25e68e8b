// SPDX-License-Identifier: MIT

package conformance

import (
	"unsafe"

	"bugo/heap"
)

// describesBlocks compares what an Inspector says with what was asked for.
func describesBlocks(s *session) {
	allocator := s.start()
	a, ok := allocator.(heap.Inspector)
	if !ok {
		return
	}
	const slots = 250
	clear(blocks[:slots])
	for round := range 30 {
		for range 60 {
			b := &blocks[s.next(slots)]
			if b.address != nil {
				if err := a.Free(b.address); err != nil {
					s.fail("Free:", err)
				}
				b.address = nil
				continue
			}
			b.size = 1 + s.next(1<<(3+s.next(9)))
			if b.address = a.Alloc(b.size, 1<<s.next(7)); b.address != nil {
				b.fill(byte(round))
			}
		}
		s.compareBlocks(a, slots)
	}
}

func (s *session) compareBlocks(a heap.Inspector, slots int) {
	var live, requested, free uintptr
	previous := heap.Block{}
	searched, more := a.NextSearched(heap.Block{})
	for current, ok := a.NextBlock(previous); ok; current, ok = a.NextBlock(previous) {
		if current.Start < previous.Start+previous.Size || current.Size == 0 {
			s.fail("a block overlaps the one before it")
			return
		}
		// Interior pointers must lead to their block: the collector needs it.
		for _, address := range []uintptr{
			current.Start, current.Start + current.Size/2, current.Start + current.Size - 1, current.Start + s.next(current.Size),
		} {
			if found, ok := a.BlockOf(address); !ok || found != current {
				s.fail("BlockOf of byte", address-current.Start, "of a block of", current.Size, "finds", ok, found.Start-current.Start, found.Size)
				return
			}
		}
		for searched.Start < current.Start && more {
			searched, more = a.NextSearched(searched)
		}
		start, size := a.LiveAt(current.Start + s.next(current.Size))
		if want := !current.Free && searched != current; (size != 0) != want || want && (start != current.Start || size != current.Size) {
			s.fail("LiveAt of a block of", current.Size, "finds", size)
		}
		if current.Free {
			free += current.Size
			if a.UsableSize(pointer(current.Start)) != 0 || current.Requested != 0 {
				s.fail("a free block is in use")
			}
		} else {
			live++
			requested += current.Requested
		}
		previous = current
	}
	stats := a.Stats()
	if live != stats.Allocations || requested != stats.Requested {
		s.fail("NextBlock finds", live, "blocks of", requested, "bytes, Stats", stats.Allocations, "of", stats.Requested)
	}
	for i := range slots {
		b := &blocks[i]
		if b.address == nil {
			continue
		}
		found, ok := a.BlockOf(uintptr(b.address))
		if !ok || found.Free || found.Start != uintptr(b.address) || found.Requested != b.size || found.Size < b.size {
			s.fail("BlockOf finds a block of", found.Requested, "bytes where", b.size, "were asked for")
		}
		if usable := a.UsableSize(b.address); usable < b.size || usable > found.Size {
			s.fail("UsableSize of", b.size, "bytes is", usable)
		}
		if a.UsableSize(unsafe.Add(b.address, 1)) != 0 {
			s.fail("UsableSize takes an address inside a block")
		}
	}
	start := regionStart() + 24
	for _, address := range []uintptr{0, start - 1, start, start + arenaSize, maxAddress} {
		if _, ok := a.BlockOf(address); ok && !a.Owns(address) {
			s.fail("BlockOf finds a block outside the region")
		}
	}
}

// pointer returns the address inside arena as a pointer.
func pointer(address uintptr) unsafe.Pointer {
	base := unsafe.Pointer(&arena)
	return unsafe.Add(base, address-uintptr(base))
}

func letsUsableBytesBeUsed(s *session) {
	a, ok := s.start().(heap.Inspector)
	if !ok {
		return
	}
	for round := range 20 {
		const count = 100
		var requested uintptr
		for i := range count {
			b := &blocks[i]
			asked := 1 + s.next(600)
			requested += asked
			b.address = a.Alloc(asked, 8)
			b.size = a.UsableSize(b.address)
			b.fill(byte(round + i))
		}
		for i := range count {
			if !blocks[i].intact() {
				s.fail("usable bytes overlap")
			}
		}
		if got := a.Stats().Requested; got != requested {
			s.fail("using all usable bytes changed Requested from", requested, "to", got)
		}
		s.verify(a, "with all usable bytes used,")
		s.freeAll(a, 3, count)
	}
}
