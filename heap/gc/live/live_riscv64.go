// SPDX-License-Identifier: MIT

// Package live puts the collector on trial inside a running program, kernel
// or app: what garbage costs, and that nothing which is still wanted is lost.
//
// Each check panics at the first thing that is wrong.
package live

import (
	"runtime"
	"strconv"
	"unsafe"

	"bugo/heap/global"
)

// A random is a xorshift generator (Marsaglia 2003), the same in every run.
type random uint64

func (r *random) next(n int) int {
	*r ^= *r << 13
	*r ^= *r >> 7
	*r ^= *r << 17
	return int(uint64(*r) % uint64(n))
}

// sink makes what is put there lie on the heap.
var sink any

type node struct {
	next  *node
	value int
}

// Garbage allocates ten times as many bytes as the heap has, in mixed sizes,
// and keeps none.
func Garbage() {
	image := runtime.Image()
	heapSize := uint64(image.EHeap - image.Heap)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, collections := m.TotalAlloc, m.NumGC
	largest := int(heapSize / 16)
	r := random(88172645463325252)
	for m.TotalAlloc-start < 10*heapSize {
		for range 100 {
			switch r.next(8) {
			case 0:
				sink = make([]byte, 1+r.next(largest))
			case 1:
				sink = make([]*node, 1+r.next(200))
			case 2:
				sink = strconv.Itoa(1000 + r.next(1<<40))
			case 3:
				sink = map[int]string{r.next(100): "a"}
			default:
				list := (*node)(nil)
				for range r.next(100) {
					list = &node{list, 1}
				}
				sink = list
			}
		}
		runtime.ReadMemStats(&m)
	}
	sink = nil
	if m.NumGC == collections {
		panic("gc: ten times the heap without a collection")
	}
	println("gc:", m.TotalAlloc-start, "bytes of garbage in a heap of", heapSize, "after", m.NumGC-collections, "collections")
}

// A record is one value of the long-lived map.
type record struct {
	words  []string
	any    any
	call   func() int
	second *int // into the middle of numbers
	tail   []int
}

// LongLived builds a structure of maps, slices, strings, interfaces, closures
// and interior pointers, has garbage collected n times with new garbage in
// between, and checks that nothing of it has changed.
func LongLived(n int) {
	r := random(362436069)
	keep := map[string][]*record{}
	for i := range 40 {
		key := "key" + strconv.Itoa(i)
		for j := range 3 {
			numbers := []int{i, j, i * j, i + j, 7}
			rec := &record{
				words:  []string{key + "/" + strconv.Itoa(j), strconv.Itoa(i * 1000)},
				call:   func() int { return i*j + len(key) },
				second: &numbers[1],
				tail:   numbers[3:],
			}
			switch j {
			case 0:
				rec.any = key + "!"
			case 1:
				rec.any = []int{i, i + 1}
			default:
				rec.any = &node{&node{nil, i}, j}
			}
			keep[key] = append(keep[key], rec)
		}
	}
	before := sum(keep)
	onlyOnStack := &node{&node{&node{nil, 3}, 2}, 1}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	first := m.NumGC
	for round := range n {
		for range r.next(20) {
			sink = make([]*node, 1+r.next(40))
			sink = strconv.Itoa(r.next(1 << 50))
		}
		sink = nil
		runtime.GC()
		if round%100 == 99 && sum(keep) != before {
			println("gc: round", round)
			panic("gc: the long-lived structure has changed")
		}
		if onlyOnStack.value != 1 || onlyOnStack.next.value != 2 || onlyOnStack.next.next.value != 3 {
			panic("gc: what only the stack refers to has changed")
		}
	}
	runtime.ReadMemStats(&m)
	if int(m.NumGC-first) < n {
		panic("gc: too few collections")
	}
	println("gc: a structure has survived", n, "collections; one took", m.LastPause, "instructions")
}

// sum is a checksum of all that hangs on the map.
func sum(keep map[string][]*record) (total uint64) {
	add := func(s string) {
		h := uint64(14695981039346656037)
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		total += h
	}
	for key, records := range keep {
		add(key)
		for i, rec := range records {
			for _, word := range rec.words {
				add(key + word)
			}
			total += uint64(i+1) * uint64(rec.call()*31+*rec.second*17+rec.tail[0]*3+rec.tail[1])
			switch v := rec.any.(type) {
			case string:
				add(v)
			case []int:
				total += uint64(v[0]*5 + v[1])
			case *node:
				total += uint64(v.value*7 + v.next.value)
			}
		}
	}
	return total
}

// Bits checks that memory is looked into where its type has pointers, and
// nowhere else.
func Bits() {
	hidden := hide()
	if !alive(hidden[0]) || !alive(hidden[1]) {
		panic("gc: an object is not in the heap")
	}
	runtime.GC()
	if alive(hidden[0]) {
		panic("gc: a number was taken for a pointer")
	}
	if !alive(hidden[1]) {
		panic("gc: what a pointer refers to is gone")
	}
	sink = nil
	println("gc: numbers are no pointers")
}

// wipe clears the stack below its caller's frame. What a function leaves there
// looks like pointers as long as nobody writes over it.
//
//go:noinline
func wipe(n int) byte {
	var space [1024]byte
	return space[n]
}

// mixed has a pointer and a number that looks like one.
type mixed struct {
	number uintptr
	to     *[8]uint64
}

// hide makes two objects: sink refers to one by a number, to the other by a
// pointer. It returns where they are in a form that nothing takes for a
// pointer.
//
//go:noinline
func hide() (hidden [2]uintptr) {
	lost, kept := new([8]uint64), new([8]uint64)
	sink = lost // a number alone would leave it on the stack
	sink = &mixed{uintptr(unsafe.Pointer(lost)), kept}
	return [2]uintptr{^uintptr(unsafe.Pointer(lost)), ^uintptr(unsafe.Pointer(kept))}
}

// alive tells whether there is a live block at the address whose complement
// is hidden. It leaves no trace of the address.
func alive(hidden uintptr) bool {
	found := lookUp(hidden)
	wipe(0)
	return found
}

//go:noinline
func lookUp(hidden uintptr) bool {
	block, ok := global.BlockOf(unsafe.Add(unsafe.Pointer(nil), ^hidden))
	return ok && !block.Free
}

// HandFreed mixes memory that is freed by hand with collected memory.
func HandFreed() {
	for i := range 2000 {
		p := new([4]*node)
		p[0] = &node{nil, i}
		global.Free(unsafe.Pointer(p))
		if i%50 == 0 {
			runtime.GC()
		}
	}
	println("gc: memory freed by hand is in no one's way")
}

// elsewhere is memory that is no root: there are no pointers in its type.
var elsewhere [4]uintptr

// OtherStacks checks that runtime.OnRoots has a range of memory looked into, as
// a scheduler wants for the stacks that do not run.
func OtherStacks() {
	visitElsewhere := func(visit func(lo, hi uintptr)) {
		lo := uintptr(unsafe.Pointer(&elsewhere))
		visit(lo, lo+unsafe.Sizeof(elsewhere))
	}
	previous := runtime.OnRoots(visitElsewhere)
	hidden := store()
	wipe(0)
	runtime.GC()
	if !alive(hidden) {
		panic("gc: what another stack refers to is gone")
	}
	runtime.OnRoots(previous)
	runtime.GC()
	if alive(hidden) {
		panic("gc: a range that is no root any more keeps a block alive")
	}
	println("gc: other stacks are roots")
}

// store makes an object that only elsewhere refers to. It returns the complement
// of its address.
//
//go:noinline
func store() uintptr {
	p := new([9]uint64)
	sink = p // a number alone would leave it on the stack
	elsewhere[2] = uintptr(unsafe.Pointer(p))
	sink = nil
	return ^elsewhere[2]
}

// A large type has so many words that the image has no bits for it.
type large struct {
	to     [20000]*node
	number int
}

// Large checks that the pointers of a very large type are seen. It takes more
// than 160 KiB.
func Large() {
	l := new(large)
	sink = l
	l.to[0], l.to[19999] = &node{nil, 1}, &node{nil, 2}
	runtime.GC()
	sink = make([]*node, 100)
	if l.to[0].value != 1 || l.to[19999].value != 2 {
		panic("gc: what a large object refers to is gone")
	}
	sink = nil
	println("gc: large types are looked into")
}
