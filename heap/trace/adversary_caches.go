// SPDX-License-Identifier: MIT

package trace

// These adversaries are after what an allocator keeps in front of its lists:
// slabs of small objects, spans of pages, the end of the used memory. Filling
// and emptying those is work that some unlucky operation has to do.

// runs deals ids out in runs of so many, every other one to each.
func runs(ids []uint32, length int) (even, odd []uint32) {
	for i, id := range ids {
		if i/length%2 == 0 {
			even = append(even, id)
		} else {
			odd = append(odd, id)
		}
	}
	return even, odd
}

// slabsAlternately fills the heap with objects of one size, empties every other
// page of them, and asks for what only whole pages can serve, for objects of
// another size, and for the same again.
func slabsAlternately(b *builder, heap int) {
	for _, size := range []int{16, 40, 96, 200, 256} {
		even, odd := runs(b.fill(heap, b.constant(size)), 4056/(size+1))
		b.freeAll(even)
		for round := range 40 {
			b.free(b.alloc(4096, 4096))
			b.free(b.alloc(4000+round, 8))
			var others []uint32
			for range 40 {
				others = append(others, b.alloc(size+8*(round%3), 8))
			}
			b.shuffle(others)
			b.freeAll(others)
		}
		b.shuffle(odd)
		for i, id := range odd {
			b.free(id)
			if i%512 == 0 {
				b.free(b.alloc(heap/4, 8))
			}
		}
	}
}

// pagesAlternately does the same with aligned pages. What lies between them
// sees to it that the block that holds them has neighbours to join.
func pagesAlternately(b *builder, heap int) {
	for _, length := range []int{1, 4, 15} {
		var pages, between []uint32
		for total := 0; total < heap+heap/8; total += 4096 {
			pages = append(pages, b.alloc(4096, 4096))
			if len(pages)%15 == 0 {
				between = append(between, b.alloc(700, 8))
			}
		}
		even, odd := runs(pages, length)
		b.freeAll(even)
		b.freeAll(between)
		var again []uint32
		for range len(even) {
			again = append(again, b.alloc(1+b.next(4096), 4096), b.alloc(1+b.next(600), 8))
		}
		b.free(b.alloc(heap/2, 4096))
		b.shuffle(odd)
		b.freeAll(odd)
		b.shuffle(again)
		b.freeAll(again)
	}
}

// topMoving takes the last of the memory and gives it back, with small blocks
// left in the way, and aligned requests that leave a gap.
func topMoving(b *builder, heap int) {
	for round := range 3 {
		var left []uint32
		for used := 0; used < heap-heap/8; {
			size := 2000 + b.next(heap/64)
			large := b.alloc(heap-used-heap/16, 8)
			b.free(large)
			below := b.alloc(size, 8)
			aligned := b.alloc(5000, 4096<<round)
			left = append(left, b.alloc(1+b.next(600), 8))
			b.free(below)
			b.free(aligned)
			used += 700
		}
		for i := len(left) - 1; i >= 0; i-- {
			b.free(left[i])
			if i%64 == 0 {
				b.free(b.alloc(heap/2, 8))
			}
		}
	}
}

// shortAmongLong fills the heap with objects of one length to the last byte,
// frees a few, and asks for shorter ones.
func shortAmongLong(b *builder, heap int) {
	for _, size := range []int{256, 248, 128} {
		ids := b.fill(heap, b.constant(size))
		for rest := 64; rest >= 8; rest -= 8 {
			for range 100 {
				ids = append(ids, b.alloc(rest, 8))
			}
		}
		b.shuffle(ids)
		for len(ids) > 2000 {
			b.freeAll(ids[:7])
			ids = ids[7:]
			for range 9 {
				ids = append(ids, b.alloc(1+b.next(size), 1<<b.next(4)))
			}
			b.freeAll(ids[:9])
			ids = ids[9:]
		}
		b.freeAll(ids)
	}
}
