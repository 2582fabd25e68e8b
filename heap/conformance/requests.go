// SPDX-License-Identifier: MIT

package conformance

import "bugo/heap"

func alignsUpTo4096(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	for align := uintptr(1); align <= pageSize; align *= 2 {
		for _, size := range []uintptr{1, 7, 8, 24, 100, 256, 1000, 4096, 5000} {
			a.Alloc(8, 8) // moves the next free address off the last alignment
			p := a.Alloc(size, align)
			if p == nil {
				s.fail("no", size, "bytes aligned to", align)
				return
			}
			if uintptr(p)%align != 0 {
				s.fail(size, "bytes aligned to", align, "came at", uintptr(p))
			}
			b := block{address: p, size: size}
			b.fill(0xff)
			s.verify(a, "after an aligned allocation,")
			if err := a.Free(p); err != nil {
				s.fail("Free of an aligned block:", err)
			}
			if _, inspector := a.(heap.Inspector); !inspector {
				a = s.start()
			}
		}
	}
}

func servesZeroSize(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	p, q, r := a.Alloc(0, 8), a.Alloc(0, 1), a.Alloc(0, 0)
	if p == nil || q == nil || r == nil || p == q || q == r || p == r {
		s.fail("three blocks of size 0 are not three blocks")
	}
	if got := a.Stats(); got.Allocations != 3 || got.Requested != 3 {
		s.fail("three blocks of size 0 count as", got.Allocations, "of", got.Requested, "bytes")
	}
	if a.Free(p) != nil || a.Free(q) != nil || a.Free(r) != nil {
		s.fail("a block of size 0 cannot be freed")
	}
}

// refuses fails unless Alloc returns nil, counts that, and changes nothing.
func (s *session) refuses(a heap.Allocator, size, align uintptr) {
	s.t.Helper()
	want := a.Stats()
	want.Failures++
	if a.Alloc(size, align) != nil {
		s.fail("Alloc of", size, "bytes aligned to", align, "returned memory")
	}
	if a.Stats() != want {
		s.fail("a refused Alloc of", size, "bytes aligned to", align, "left its mark in Stats")
	}
	s.verify(a, "after a refused Alloc,")
}

func refusesHugeSizes(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	for range 2 { // once with a fresh heap and once with a block in it
		for _, size := range []uintptr{
			arenaSize + 1, 2 * arenaSize, 1 << 31, 1<<32 - 1, 1 << 32, 1<<32 + 8, 1 << 62, 1 << 63,
			maxAddress - pageSize, maxAddress - 8, maxAddress - 7, maxAddress - 1, maxAddress,
		} {
			s.refuses(a, size, 1)
			s.refuses(a, size, 8)
			s.refuses(a, size, pageSize)
		}
		if a.Alloc(64, 8) == nil {
			s.fail("no memory after refused requests")
		}
	}
}

func refusesOverflow(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	for _, c := range []struct{ size, align uintptr }{
		{maxAddress - 4094, 4096}, {maxAddress - 4095, 4096}, {maxAddress, 1 << 63}, {1, 1 << 63}, {0, 1 << 63},
		{1 << 63, 1 << 63}, {64, 1 << 40}, {64, 1 << 32}, {maxAddress - 63, 64}, {maxAddress - 15, 16},
	} {
		s.refuses(a, c.size, c.align)
	}
}

func refusesBadAlignments(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	for _, align := range []uintptr{3, 5, 6, 7, 9, 12, 24, 96, 4095, 4097, 1<<63 + 1, maxAddress} {
		s.refuses(a, 1, align)
		s.refuses(a, 64, align)
		s.refuses(a, 0, align)
	}
	if a.Alloc(64, 0) == nil {
		s.fail("alignment 0 does not mean 1")
	}
}
