// SPDX-License-Identifier: MIT

package trace

// An adversary is a program made to find the slowest operation of an
// allocator. Each fills a heap of the given size, beyond what it can hold,
// and frees in an order that leaves much to search, join or give back.
type adversary struct {
	name string
	make func(b *builder, heap int)
}

// Adversary is a named trace.
type Adversary struct {
	Name  string
	Trace *Trace
}

// Adversaries returns traces that are hard on allocators of a heap of so many
// bytes. They are the same in every run.
func Adversaries(heap int) []Adversary {
	all := make([]Adversary, 0, len(adversaries))
	for i := range adversaries {
		b := builder{random: 0x9e3779b97f4a7c15}
		adversaries[i].make(&b, heap)
		all = append(all, Adversary{adversaries[i].name, &Trace{Ops: b.ops, IDs: int(b.ids)}})
	}
	return all
}

var adversaries = [...]adversary{
	{"alternate blocks freed at random", alternateAtRandom},
	{"full heap freed in reverse", fullInReverse},
	{"full heap freed forwards", fullForwards},
	{"one large request in a comb", largeInComb},
	{"long lists of blocks too short", longLists},
	{"idle size classes", idleClasses},
	{"aligned among unaligned", alignedAmongUnaligned},
	{"at the brink", atTheBrink},
	{"slabs emptied alternately", slabsAlternately},
	{"pages emptied alternately", pagesAlternately},
	{"top moving up and down", topMoving},
	{"short requests among long objects", shortAmongLong},
}

// builder collects operations.
type builder struct {
	ops    []Op
	ids    uint32
	random uint64
}

func (b *builder) alloc(size, align int) uint32 {
	b.ops = append(b.ops, Op{ID: b.ids, Size: uint32(size), Align: uint32(align)})
	b.ids++
	return b.ids - 1
}

func (b *builder) free(id uint32) { b.ops = append(b.ops, Op{ID: id, Free: true}) }

// next returns a number below limit.
func (b *builder) next(limit int) int {
	b.random ^= b.random << 13
	b.random ^= b.random >> 7
	b.random ^= b.random << 17
	return int(b.random >> 11 % uint64(limit))
}

func (b *builder) shuffle(ids []uint32) {
	for i := len(ids) - 1; i > 0; i-- {
		j := b.next(i + 1)
		ids[i], ids[j] = ids[j], ids[i]
	}
}

// fill allocates until the heap must be full: 1/8 more than it has.
func (b *builder) fill(heap int, size func() int) []uint32 {
	var ids []uint32
	for total := 0; total < heap+heap/8; {
		n := size()
		ids = append(ids, b.alloc(n, 8))
		total += n
	}
	return ids
}

func (b *builder) constant(size int) func() int { return func() int { return size } }

func (b *builder) uniform(low, high int) func() int {
	return func() int { return low + b.next(high-low+1) }
}

func (b *builder) freeAll(ids []uint32) {
	for _, id := range ids {
		b.free(id)
	}
}

// split deals ids out in two halves, every other one to each.
func split(ids []uint32) (even, odd []uint32) {
	for i, id := range ids {
		if i%2 == 0 {
			even = append(even, id)
		} else {
			odd = append(odd, id)
		}
	}
	return even, odd
}

func alternateAtRandom(b *builder, heap int) {
	for _, size := range []int{16, 64, 257, 1000, 4096} {
		even, odd := split(b.fill(heap, b.constant(size)))
		b.shuffle(even)
		b.shuffle(odd)
		b.freeAll(even)
		b.freeAll(odd)
	}
}

func fullInReverse(b *builder, heap int) {
	for _, size := range []func() int{b.constant(32), b.uniform(1, 512), b.uniform(8, 20000)} {
		ids := b.fill(heap, size)
		for i := len(ids) - 1; i >= 0; i-- {
			b.free(ids[i])
		}
	}
}

func fullForwards(b *builder, heap int) {
	for _, size := range []func() int{b.constant(16), b.uniform(1, 512), b.uniform(8, 20000)} {
		b.freeAll(b.fill(heap, size))
	}
}

// largeInComb asks for more than any of many holes has.
func largeInComb(b *builder, heap int) {
	for _, size := range []int{24, 300, 2000} {
		even, odd := split(b.fill(heap, b.constant(size)))
		b.freeAll(even)
		for range 50 {
			b.free(b.alloc(heap/4, 8))
			b.free(b.alloc(3*size, 8))
			b.free(b.alloc(4096, 4096))
		}
		b.freeAll(odd)
	}
}

// longLists makes holes whose lengths lie close below those asked for.
func longLists(b *builder, heap int) {
	for _, size := range []int{1100, 2300, 4200, 9000, 40000} {
		even, odd := split(b.fill(heap, b.uniform(size, size+size/16)))
		b.shuffle(even)
		b.freeAll(even)
		for extra := range size / 8 {
			b.free(b.alloc(size+extra*4, 8))
		}
		b.freeAll(odd)
	}
}

// idleClasses uses many small sizes, leaves them idle, and then asks for so
// much that whatever is kept for them must be given back. Blocks in between
// see to it that each piece is joined with neighbours on both sides, and there
// are lists of holes just too short for what is asked for.
func idleClasses(b *builder, heap int) {
	for round := range 6 {
		var small, walls, gaps, holes []uint32
		for range 9 {
			holes = append(holes, b.alloc(heap/48-300, 8), b.alloc(heap/192-100, 8), b.alloc(heap/96-300, 8))
			walls = append(walls, b.alloc(300, 8))
		}
		for size := 16; size <= 256; size += 8 {
			gaps = append(gaps, b.alloc(500+size, 8))
			for range 33 + 3*round {
				small = append(small, b.alloc(size-round%8, 8))
			}
			gaps = append(gaps, b.alloc(500+2*size, 8))
			walls = append(walls, b.alloc(64, 8), b.alloc(257+size*round, 8))
		}
		b.shuffle(small)
		full := b.fill(heap, b.uniform(300, 5000))
		b.freeAll(gaps)
		b.freeAll(holes)
		b.freeAll(small)
		for i := range 20 {
			switch i % 3 {
			case 0:
				b.free(b.alloc(4096, 4096))
			case 1:
				b.free(b.alloc(heap/48+300, 8))
			case 2:
				b.free(b.alloc(heap/2, 8))
			}
			// Make some classes idle again.
			var again []uint32
			for size := 16; size <= 128; size += 8 {
				for range 34 {
					again = append(again, b.alloc(size, 8))
				}
			}
			b.freeAll(again)
		}
		b.freeAll(walls)
		b.freeAll(full)
	}
}

func alignedAmongUnaligned(b *builder, heap int) {
	for range 3 {
		var ids []uint32
		for total := 0; total < heap+heap/8; {
			size := 1 + b.next(5000)
			align := 1 << b.next(13)
			if b.next(3) == 0 {
				size, align = 4096, 4096
			}
			ids = append(ids, b.alloc(size, align))
			total += size
		}
		b.shuffle(ids)
		b.freeAll(ids[:len(ids)/2])
		for range 500 {
			b.free(b.alloc(1+b.next(9000), 1<<b.next(14)))
		}
		b.freeAll(ids[len(ids)/2:])
	}
}

// atTheBrink keeps the heap full, so that every other request fails.
func atTheBrink(b *builder, heap int) {
	size := func() int { return 1 << b.next(13) }
	ids := b.fill(heap, size)
	for range 6000 {
		i := b.next(len(ids))
		b.free(ids[i])
		ids[i] = b.alloc(size()+b.next(64), 1<<b.next(4))
	}
	b.shuffle(ids)
	b.freeAll(ids)
}
