// SPDX-License-Identifier: MIT

package conformance

import (
	"unsafe"

	"bugo/heap"
)

func refusesImpossibleRegions(s *session) {
	for _, c := range []struct {
		start, size uintptr
		want        error
	}{
		{0, arenaSize, heap.ErrNoRegion},
		{maxAddress - 100, 101, heap.ErrRegionWraps}, // its end is 2^64
		{maxAddress &^ (pageSize - 1), pageSize, heap.ErrRegionWraps},
		{maxAddress, 1, heap.ErrRegionWraps},
		{regionStart(), maxAddress, heap.ErrRegionWraps},
	} {
		if err := s.new().Init(c.start, c.size); err != c.want {
			s.fail("Init of", c.size, "bytes at", c.start, "returned", err, "and not", c.want)
		}
	}
}

func refusesSmallRegions(s *session) {
	accepted := false
	for size := uintptr(0); size < 2*pageSize; size++ {
		a := s.new()
		err := a.Init(regionStart()+size%16, size)
		switch {
		case err == heap.ErrRegionTooSmall:
			// Alignment of the start may cost a few bytes, no more.
			if accepted && size >= 16 && s.new().Init(regionStart(), size-16) == nil {
				s.fail("Init refuses", size, "bytes but took fewer")
			}
			if a.Alloc(1, 1) != nil {
				s.fail("Alloc without a region of", size, "bytes")
			}
		case err != nil:
			s.fail("Init of", size, "bytes:", err)
		default:
			accepted = true
			if a.Alloc(1, 1) == nil {
				s.fail("Init took", size, "bytes but there is no memory for one")
			}
		}
	}
	if !accepted {
		s.fail("Init refuses", 2*pageSize, "bytes")
	}
}

func isInertBeforeInit(s *session) {
	a := s.new()
	if a.Alloc(8, 8) != nil || a.Alloc(0, 0) != nil {
		s.fail("Alloc before Init returned memory")
	}
	if a.Free(unsafe.Pointer(&arena)) == nil {
		s.fail("Free before Init reported nothing")
	}
	if a.Free(nil) != nil {
		s.fail("Free of nil before Init returned an error")
	}
	if a.Owns(regionStart()) {
		s.fail("owns memory before Init")
	}
	if stats := a.Stats(); stats.Free != 0 || stats.HandedOut != 0 {
		s.fail("has memory before Init")
	}
}

func forgetsAtInit(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	fresh := a.Stats()
	for range 100 {
		a.Alloc(100, 8)
	}
	a.Alloc(maxAddress, 1)
	if err := a.Init(regionStart()+24, arenaSize); err != nil {
		s.fail("second Init:", err)
	}
	if a.Stats() != fresh {
		s.fail("Stats after a second Init differ from those after the first")
	}
	s.verify(a, "after a second Init")

	// An Init that fails changes nothing.
	p := a.Alloc(100, 8)
	before := a.Stats()
	if a.Init(regionStart(), 0) == nil || a.Init(0, arenaSize) == nil {
		s.fail("Init took a region of nothing")
	}
	if a.Stats() != before || a.Free(p) != nil {
		s.fail("an Init that failed left its mark")
	}
}

// staysInsideOddRegions watches the bytes around the region.
func staysInsideOddRegions(s *session) {
	const guard = 0xa5
	for _, c := range []struct{ offset, size uintptr }{
		{0, arenaSize}, {1, arenaSize - 1}, {7, 70001}, {8, 65536}, {24, 65537},
		{33, 10007}, {4095, 4097 * 3}, {2048, 123457}, {63, 2 * pageSize},
	} {
		for i := range arena {
			arena[i] = guard
		}
		start := regionStart() + c.offset
		a := s.new()
		if err := a.Init(start, c.size); err != nil {
			s.fail("Init of", c.size, "bytes at offset", c.offset, ":", err)
			return
		}
		if stats := a.Stats(); stats.Free == 0 || stats.Free > c.size {
			s.fail("a region of", c.size, "bytes has", stats.Free, "free")
		}
		count := 0
		for ; count < len(blocks); count++ {
			b := &blocks[count]
			b.size = 1 + s.next(300)
			if b.address = a.Alloc(b.size, 1<<s.next(7)); b.address == nil {
				break
			}
			address := uintptr(b.address)
			if address < start || address+b.size > start+c.size {
				s.fail("a block at", address-start, "of", b.size, "bytes leaves the region of", c.size)
				return
			}
			if !a.Owns(address) || !a.Owns(address+b.size-1) {
				s.fail("does not own a block at", address-start)
			}
			b.fill(byte(count))
		}
		if a.Owns(start-1) || a.Owns(start+c.size) || a.Owns(0) || a.Owns(maxAddress) {
			s.fail("owns more than its region")
		}
		for i := range count {
			if !blocks[i].intact() {
				s.fail("block", i, "lost its content")
			}
			if err := a.Free(blocks[i].address); err != nil {
				s.fail("Free:", err)
			}
		}
		s.verify(a, "after use of an odd region,")
		for i := range arena {
			address := uintptr(unsafe.Pointer(&arena)) + uintptr(i)
			if (address < start || address >= start+c.size) && arena[i] != guard {
				s.fail("wrote outside the region, at offset", int(address-start), "of", c.size)
				return
			}
		}
	}
}
