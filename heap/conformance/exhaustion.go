// SPDX-License-Identifier: MIT

package conformance

import "bugo/heap"

// exhaust allocates until nothing is left and returns the number of blocks.
// Sizes shrink when the heap fills up, so that it is really full at the end.
func (s *session) exhaust(a heap.Allocator, largest uintptr) int {
	count := 0
	for size := largest; size > 0 && count < len(blocks); {
		p := a.Alloc(size, 8)
		if p == nil {
			size /= 2
			continue
		}
		blocks[count] = block{address: p, size: size}
		blocks[count].fill(byte(count))
		count++
	}
	return count
}

func recoversFromExhaustion(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	fresh := a.Stats()
	for _, size := range []uintptr{16, 40, 300, 4096, arenaSize / 2} {
		first := 0
		for order := range 4 {
			count := s.exhaust(a, size)
			if first == 0 {
				first = count
			}
			if count != first {
				s.fail("round", order, "with", size, "bytes:", count, "blocks, before that", first)
			}
			s.verify(a, "with a full heap,")
			for i := range count {
				if !blocks[i].intact() {
					s.fail("block", i, "of", size, "bytes lost its content")
				}
			}
			s.freeAll(a, order, count)
			got := a.Stats()
			got.Peak, got.Failures = fresh.Peak, fresh.Failures
			if got != fresh {
				s.fail("after a full heap of", size, "bytes, freed in order", order, ", there are",
					got.Free, "bytes free,", got.LargestFree, "in one piece; fresh it was", fresh.Free, fresh.LargestFree)
			}
			s.verify(a, "with an empty heap,")
		}
	}
}

// freeAll frees blocks[:count]: 0 forwards, 1 backwards, 2 every other first,
// 3 at random.
func (s *session) freeAll(a heap.Allocator, order, count int) {
	if order == 3 {
		for i := count - 1; i > 0; i-- {
			j := int(s.next(uintptr(i + 1)))
			blocks[i], blocks[j] = blocks[j], blocks[i]
		}
	}
	for i := range count {
		k := i
		switch order {
		case 1:
			k = count - 1 - i
		case 2:
			if k = 2 * i; k >= count {
				k = 2*(i-(count+1)/2) + 1
			}
		}
		if err := a.Free(blocks[k].address); err != nil {
			s.fail("Free of block", k, "of", count, ":", err)
			return
		}
	}
}

func mergesToLargestBlock(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	largest := freshLargest(a)
	for round := range 4 {
		s.freeAll(a, round, s.exhaust(a, 1+s.next(64)))
		if got := freshLargest(a); got != largest {
			s.fail("the largest free block has", got, "bytes and had", largest)
		}
		p := a.Alloc(largest, 1)
		if p == nil {
			s.fail("no block of", largest, "bytes after", round+1, "rounds of small ones")
			return
		}
		b := block{address: p, size: largest}
		b.fill(0x5a)
		s.verify(a, "with one block of all memory,")
		if err := a.Free(p); err != nil {
			s.fail("Free of the largest block:", err)
		}
	}
}

// keepsContent runs a random program whose blocks all have patterns of their
// own: overlap or a record written into a live block shows as a changed byte.
func keepsContent(s *session) {
	a := s.start()
	if a == nil {
		return
	}
	const slots = 400
	clear(blocks[:slots])
	for step := range 20000 {
		b := &blocks[s.next(slots)]
		if b.address != nil {
			if !b.intact() {
				s.fail("step", step, ": a block of", b.size, "bytes lost its content")
				return
			}
			if err := a.Free(b.address); err != nil {
				s.fail("step", step, ": Free:", err)
				return
			}
			b.address = nil
			continue
		}
		b.size = 1 + s.next(1<<(3+s.next(9)))
		align := uintptr(1) << s.next(5)
		if s.next(16) == 0 {
			align = 1 << s.next(13)
		}
		if b.address = a.Alloc(b.size, align); b.address != nil {
			if uintptr(b.address)%align != 0 {
				s.fail("step", step, ": not aligned to", align)
			}
			b.fill(byte(step))
		}
		if step%500 == 0 {
			s.verify(a, "in a random program,")
		}
	}
	s.verify(a, "after a random program,")
}
