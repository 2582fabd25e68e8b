// SPDX-License-Identifier: MIT

package gc_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/gc"
)

// kinds is every allocator that can have a collector.
var kinds = []struct {
	name string
	new  func() heap.Inspector
}{
	{"buddy", func() heap.Inspector { return new(heap.Buddy) }},
	{"tlsf", func() heap.Inspector { return new(heap.TLSF) }},
}

// A graph is a heap full of objects that point to each other, and what the
// test itself knows of them. All memory is that of a Go byte slice, in which
// Go's own collector sees no pointers.
type graph struct {
	t         require.TestingT
	allocator heap.Inspector
	collector gc.Collector
	memory    []byte
	objects   map[uintptr]*object // by address
	order     []*object           // the same, in any order
	roots     [16]uintptr
	number    uint64
	failures  int
}

// An object has one bit per word that says whether it is a pointer. All other
// words hold number.
type object struct {
	address, size uintptr
	mask          []byte // nil: all words are taken for pointers
	count, stride uintptr
	number        uint64
	place         int     // in order
	extent        uintptr // length of the block, which may be longer than size
}

func newGraph(t require.TestingT, allocator heap.Inspector, offset, size uintptr) *graph {
	g := &graph{t: t, allocator: allocator, objects: map[uintptr]*object{}}
	g.memory = make([]byte, offset+size+8)
	for i := range g.memory {
		g.memory[i] = 0xff // nothing may depend on cleared memory
	}
	require.NoError(t, g.collector.Init(allocator, addressOf(g.memory)+offset, size))
	return g
}

func addressOf(memory []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(memory))) }

// word is word n of an object.
func (o *object) word(n uintptr) *uintptr {
	return (*uintptr)(unsafe.Add(unsafe.Pointer(nil), o.address+n*8))
}

func (o *object) isPointer(n uintptr) bool {
	if o.stride == 0 {
		return o.mask == nil
	}
	element := n % (o.stride / 8)
	return element < o.count && o.mask[element/8]>>(element%8)&1 != 0
}

// alloc makes an object of elements of stride bytes, n of them; stride 0
// stands for an object of n bytes, without pointers or (if mask is nil) with
// nothing else.
func (g *graph) alloc(n, stride, count uintptr, mask []byte) *object {
	size := n
	if stride != 0 {
		size *= stride
	}
	p := g.collector.Alloc(size, 8)
	if p == nil {
		g.failures++
		return nil
	}
	g.number++
	o := &object{address: uintptr(p), size: size, mask: mask, count: count, stride: stride, number: g.number << 1, place: len(g.order)}
	if g.objects[o.address] != nil {
		require.Fail(g.t, "a live block was handed out again")
	}
	switch {
	case stride != 0:
		g.collector.SetPointers(p, size, &mask[0], count, stride)
	case mask == nil:
		g.collector.SetPointers(p, size, nil, 0, 0)
	}
	for i := range size / 8 {
		if *o.word(i) = uintptr(o.number); o.isPointer(i) {
			*o.word(i) = 0
		}
	}
	g.objects[o.address] = o
	g.order = append(g.order, o)
	return o
}

// random makes an object of a random shape.
func (g *graph) random(r *rand.Rand) *object {
	switch r.IntN(12) {
	case 0: // bytes
		return g.alloc(uintptr(1+r.IntN(1<<(2+r.IntN(12)))), 0, 0, []byte{})
	case 1: // nothing is known
		return g.alloc(uintptr(8+r.IntN(400)), 0, 0, nil)
	case 2: // an array of pointers
		return g.alloc(uintptr(1+r.IntN(1<<(1+r.IntN(10)))), 8, 1, []byte{1})
	case 3: // a long element
		count := uintptr(65 + r.IntN(100))
		mask := make([]byte, (count+7)/8)
		for i := range mask {
			mask[i] = byte(r.Uint32())
		}
		return g.alloc(uintptr(1+r.IntN(3)), (count+uintptr(r.IntN(9)))*8, count, mask)
	default:
		count := uintptr(1 + r.IntN(9))
		mask := []byte{byte(r.Uint32()), byte(r.Uint32())}
		return g.alloc(uintptr(1+r.IntN(4)), (count+uintptr(r.IntN(4)))*8, count, mask)
	}
}

// drop takes an object out of the test's books.
func (g *graph) drop(o *object) {
	last := g.order[len(g.order)-1]
	g.order[o.place], last.place = last, o.place
	g.order = g.order[:len(g.order)-1]
	delete(g.objects, o.address)
}

// collect has the garbage collected and compares what lives with what the
// roots lead to.
func (g *graph) collect() {
	reachable := g.reachable()
	g.collector.Start()
	lo := uintptr(unsafe.Pointer(&g.roots))
	g.collector.Root(lo, lo+unsafe.Sizeof(g.roots))
	require.NoError(g.t, g.collector.Finish())

	kept := uintptr(0)
	for block, ok := g.allocator.NextBlock(heap.Block{}); ok; block, ok = g.allocator.NextBlock(block) {
		if block.Free {
			continue
		}
		o := g.objects[block.Start]
		if o == nil || block.Requested != o.size {
			require.Fail(g.t, "a block that nobody has asked for")
		}
		if !reachable[o] {
			require.Failf(g.t, "garbage was kept", "object %d of %d bytes", o.number>>1, o.size)
		}
		kept++
	}
	require.Equal(g.t, uintptr(len(reachable)), kept, "reachable objects")
	figures := g.collector.Figures()
	require.Equal(g.t, kept, figures.LiveObjects)
	require.Equal(g.t, uintptr(len(g.order))-kept, figures.Freed)
	require.Equal(g.t, kept, figures.Scanned, "each object is scanned once")
	require.LessOrEqual(g.t, figures.Visits, 2*kept+1)
	require.NoError(g.t, g.allocator.Check())
	for i := len(g.order) - 1; i >= 0; i-- {
		if o := g.order[i]; !reachable[o] {
			g.drop(o)
		}
	}
	for o := range reachable {
		g.intact(o)
	}
}

// intact checks that an object holds what was put there.
func (g *graph) intact(o *object) {
	for i := range o.size / 8 {
		if !o.isPointer(i) {
			if *o.word(i) != uintptr(o.number) {
				require.Failf(g.t, "content was lost", "word %d of object %d", i, o.number>>1)
			}
		}
	}
}

// reachable is the model: a search from the roots that knows nothing of bits
// and pages.
func (g *graph) reachable() map[*object]bool {
	found := map[*object]bool{}
	var todo []*object
	for block, ok := g.allocator.NextBlock(heap.Block{}); ok; block, ok = g.allocator.NextBlock(block) {
		if o := g.objects[block.Start]; o != nil {
			o.extent = block.Size
		}
	}
	sorted := slices.SortedFunc(slices.Values(g.order), func(a, b *object) int { return cmp.Compare(a.address, b.address) })
	visit := func(address uintptr) {
		// The last object that does not start above it.
		i, exact := slices.BinarySearchFunc(sorted, address, func(o *object, a uintptr) int { return cmp.Compare(o.address, a) })
		if !exact {
			i--
		}
		if i < 0 || address-sorted[i].address >= sorted[i].extent {
			return
		}
		if o := sorted[i]; !found[o] {
			found[o] = true
			todo = append(todo, o)
		}
	}
	for _, root := range g.roots {
		visit(root)
	}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for i := range o.size / 8 {
			if o.isPointer(i) {
				visit(*o.word(i))
			}
		}
	}
	return found
}

// mutate carries out one random operation.
func (g *graph) mutate(r *rand.Rand) {
	switch r.IntN(16) {
	case 0, 1, 2, 3, 4: // a new object that something refers to
		if o := g.random(r); o != nil {
			g.point(r, o)
		}
	case 5: // one that nothing refers to
		g.random(r)
	case 6: // a root is gone
		g.roots[r.IntN(len(g.roots))] = 0
	case 7: // memory that is managed by hand
		if o := g.random(r); o != nil {
			require.NoError(g.t, g.collector.Free(at(o.address)))
			g.drop(o)
		}
	default:
		// What is garbage by now must not come back: start from a root.
		if o := g.walk(r); o != nil {
			g.point(r, o)
		}
	}
}

func at(address uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), address) }

// walk returns an object that a random root leads to. (It goes by the exact
// addresses: those of the pointers that do not point into a middle.)
func (g *graph) walk(r *rand.Rand) *object {
	o := g.objects[g.roots[r.IntN(len(g.roots))]]
	for range r.IntN(8) {
		if o == nil || o.size < 8 {
			break
		}
		n := uintptr(r.IntN(int(o.size / 8)))
		if !o.isPointer(n) {
			continue
		}
		if next := g.objects[*o.word(n)]; next != nil {
			o = next
		}
	}
	return o
}

// point makes a root, or a pointer of an object which a root leads to, point
// to o: mostly to its start.
func (g *graph) point(r *rand.Rand, o *object) {
	address := o.address
	if r.IntN(4) == 0 {
		address += uintptr(r.IntN(int(o.size)))
	}
	if from := g.walk(r); from != nil && from.size >= 8 {
		for range 4 {
			if n := uintptr(r.IntN(int(from.size / 8))); from.isPointer(n) {
				*from.word(n) = address
				return
			}
		}
	}
	g.roots[r.IntN(len(g.roots))] = address
}
