// SPDX-License-Identifier: MIT

package conformance

import (
	"unsafe"

	"bugo/heap"
)

// reports fails unless Free returns one of the errors and changes nothing.
func (s *session) reports(a heap.Allocator, p unsafe.Pointer, want ...error) {
	s.t.Helper()
	before := a.Stats()
	err := a.Free(p)
	expected := false
	for _, w := range want {
		expected = expected || err == w
	}
	if !expected {
		s.fail("Free returned", err, "and not", want[0])
	}
	if a.Stats() != before {
		s.fail("a refused Free left its mark in Stats")
	}
	s.verify(a, "after a refused Free,")
}

func detectsForeignPointers(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	a.Alloc(100, 8)
	low, high := regionStart()+24, regionStart()+24+arenaSize
	base := unsafe.Pointer(&arena)
	for _, address := range []uintptr{
		low - 64, low - 8, high, high + 8, high + 4096,
	} {
		s.reports(a, unsafe.Add(base, address-uintptr(base)), heap.ErrForeign)
	}
	s.reports(a, unsafe.Pointer(&blocks[0]), heap.ErrForeign)
	s.reports(a, unsafe.Pointer(s), heap.ErrForeign)
	s.reports(a, unsafe.Add(unsafe.Pointer(nil), 8), heap.ErrForeign)
	s.reports(a, pointer(maxAddress&^15), heap.ErrForeign)
	if err := a.Free(nil); err != nil {
		s.fail("Free of nil:", err)
	}
	if _, inspector := a.(heap.Inspector); !inspector {
		return
	}
	// The allocator's own records, and memory that was never handed out.
	for address := low &^ 4095; address < high; address += 56 {
		if p := unsafe.Add(base, address-uintptr(base)); a.Free(p) == nil {
			if a.Stats().Allocations != 0 {
				s.fail("Free took an address that is no block")
			}
			a.Alloc(100, 8) // it met the one live block
		}
	}
	s.verify(a, "after foreign pointers,")
}

func detectsInteriorPointers(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	if _, inspector := a.(heap.Inspector); !inspector {
		return
	}
	const count = 50
	for i := range count {
		b := &blocks[i]
		b.size = 16 + s.next(250)
		b.address = a.Alloc(b.size, 8)
		b.fill(byte(i * 37))
	}
	for i := range count {
		b := &blocks[i]
		for offset := uintptr(1); offset < b.size; offset++ {
			p := unsafe.Add(b.address, offset)
			if uintptr(p)%8 != 0 {
				s.reports(a, p, heap.ErrMisaligned)
			} else {
				s.reports(a, p, heap.ErrForeign, heap.ErrMisaligned, heap.ErrDoubleFree)
			}
		}
		if !b.intact() {
			s.fail("a refused Free changed the block")
		}
	}
	s.freeAll(a, 3, count)
}

// detectsDoubleFrees frees every block twice: at once, and again when its
// neighbours are free and it has been merged with them.
func detectsDoubleFrees(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	if _, inspector := a.(heap.Inspector); !inspector {
		return
	}
	for order := range 4 {
		const count = 150
		for i := range count {
			b := &blocks[i]
			b.size = 1 + s.next(600)
			b.address = a.Alloc(b.size, 1<<s.next(8))
			b.fill(0)
		}
		live := a.Alloc(100, 8)
		for i := range count {
			k := i
			if order == 1 {
				k = count - 1 - i
			}
			if order >= 2 {
				k = i * 7 % count // 7 and 150 have no common divisor
			}
			if err := a.Free(blocks[k].address); err != nil {
				s.fail("Free:", err)
			}
			s.reports(a, blocks[k].address, heap.ErrDoubleFree)
		}
		for i := range count {
			s.reports(a, blocks[i].address, heap.ErrDoubleFree)
		}
		if err := a.Free(live); err != nil {
			s.fail("Free of the last block:", err)
		}
		s.reports(a, live, heap.ErrDoubleFree)
	}
}

func detectsTooManyFrees(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	p, q := a.Alloc(8, 8), a.Alloc(8, 8)
	if a.Free(p) != nil || a.Free(q) != nil {
		s.fail("Free of two live blocks")
	}
	for _, again := range []unsafe.Pointer{p, q, p} {
		s.reports(a, again, heap.ErrTooManyFrees, heap.ErrDoubleFree)
	}
}
