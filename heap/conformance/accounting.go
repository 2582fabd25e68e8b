// SPDX-License-Identifier: MIT

package conformance

import "bugo/heap"

func countsWhatItHandsOut(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	total := a.Stats().Free
	_, inspector := a.(heap.Inspector)
	var requested, peak uintptr
	const count = 200
	for i := range count {
		b := &blocks[i]
		b.size = 1 + s.next(700)
		b.address = a.Alloc(b.size, 1<<s.next(6))
		if b.address == nil {
			s.fail("no", b.size, "bytes")
			return
		}
		b.fill(byte(i))
		requested += b.size
		got := a.Stats()
		if got.Allocations != uintptr(i+1) || got.Requested != requested || got.Failures != 0 {
			s.fail("after", i+1, "blocks of", requested, "bytes Stats has", got.Allocations, "of", got.Requested)
		}
		if got.HandedOut < got.Requested || got.HandedOut+got.Free != total || got.LargestFree > got.Free {
			s.fail("HandedOut", got.HandedOut, "Free", got.Free, "LargestFree", got.LargestFree, "of", total)
		}
		if got.Peak < max(peak, got.HandedOut) || got.Peak > total {
			s.fail("Peak is", got.Peak, "with", got.HandedOut, "bytes handed out")
		}
		peak = got.Peak
	}
	for i := range count {
		if err := a.Free(blocks[i].address); err != nil {
			s.fail("Free:", err)
		}
		got := a.Stats()
		if inspector || i == count-1 {
			requested -= blocks[i].size
			if !inspector {
				requested = 0 // everything comes back with the last block
			}
		}
		if got.Allocations != uintptr(count-1-i) || got.Requested != requested || got.Peak != peak {
			s.fail("after", i+1, "frees Stats has", got.Allocations, "of", got.Requested, "and not of", requested)
		}
		if got.HandedOut+got.Free != total {
			s.fail("HandedOut", got.HandedOut, "and Free", got.Free, "are not", total)
		}
	}
	if got := a.Stats(); got.HandedOut != 0 || got.Free != total {
		s.fail("an empty heap hands out", got.HandedOut, "bytes")
	}
}

// tellsLargestRequest tries the figure out: that many bytes can be had, and
// not one more.
func tellsLargestRequest(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	const slots = 300
	clear(blocks[:slots])
	for round := range 400 {
		for range 10 {
			b := &blocks[s.next(slots)]
			if b.address == nil {
				b.address = a.Alloc(1+s.next(1500), 8)
			} else if err := a.Free(b.address); err != nil {
				s.fail("Free:", err)
				return
			} else {
				b.address = nil
			}
		}
		largest := a.Stats().LargestFree
		if largest == 0 {
			continue
		}
		s.refuses(a, largest+1, 1)
		p := a.Alloc(largest, 1)
		if p == nil {
			s.fail("round", round, ": LargestFree is", largest, "but Alloc fails")
			return
		}
		if _, inspector := a.(heap.Inspector); !inspector {
			return // the memory does not come back before the rest does
		}
		if err := a.Free(p); err != nil {
			s.fail("Free:", err)
		}
	}
}
