// SPDX-License-Identifier: MIT

// Command gcpause is a kernel that measures collections of heaps of many
// shapes, and checks each against the bound in package heap/gc. Run it under
// QEMU's -icount, where instructions are counted exactly.
package main

import (
	"runtime"
	"unsafe"

	"bugo/heap/gc"
	"bugo/heap/global"
	"bugo/kernel/platform"
)

type pair struct {
	next  *pair
	value uintptr
}

type wide struct {
	to   [8]*wide
	rest [8]uintptr
}

// What the shapes hang on.
var (
	list    *pair
	array   []*pair
	inside  []*byte
	buffers [][]byte
	web     *wide
	words   []uintptr
	arrays  [][]unsafe.Pointer

	variables [4096]*byte // roots
)

// room is how many bytes of blocks a shape takes: nearly all of the heap.
const room = 2600 << 10

// node is the length of a pair's block.
var node = 16

// A shape fills the heap. Each is a function of its own, so that nothing of
// it stays behind on the stack.
var shapes = [...]struct {
	name  string
	build func()
}{
	{"empty", func() {}},
	{"list of nodes of 16 bytes", func() {
		for range room / node {
			list = &pair{next: list}
		}
	}},
	{"garbage of 16 bytes", func() {
		for range room / node {
			list = &pair{next: list}
		}
		list = nil
	}},
	{"array of pointers to nodes", func() { scatter() }},
	{"list without order in memory", func() {
		scatter()
		for i := range array {
			// i*odd+1 goes through all numbers below a power of two (Hull and
			// Dobell 1962).
			array[i].next = array[(i*40501+1)%len(array)]
		}
		list, array = array[0], nil
	}},
	{"array of pointers to one node", func() {
		array = make([]*pair, 1<<20/8)
		p := new(pair)
		for i := range array {
			array[i] = p
		}
	}},
	{"array of pointers into one large block", func() {
		large := make([]byte, 1<<20)
		inside = make([]*byte, 1<<20/8)
		for i := range inside {
			inside[i] = &large[len(large)-1]
		}
	}},
	{"arrays of pointers into themselves", func() {
		for range 2 {
			self := make([]unsafe.Pointer, 1<<20/8)
			for i := range self {
				self[i] = unsafe.Pointer(&self[len(self)-1])
			}
			arrays = append(arrays, self)
		}
	}},
	{"variables full of pointers", func() {
		large := make([]byte, 1<<20)
		for i := range variables {
			variables[i] = &large[len(large)-1]
		}
	}},
	{"objects full of pointers", func() {
		for n := 0; n < room; n += 128 {
			w := &wide{}
			for i := range w.to {
				w.to[i] = web
			}
			web = w
		}
	}},
	{"buffers of 16 KiB", func() {
		for range room / (20 << 10) {
			buffers = append(buffers, make([]byte, 16<<10-64))
		}
	}},
	{"garbage of 16 KiB", func() {
		for range room / (20 << 10) {
			buffers = append(buffers, make([]byte, 16<<10-64))
		}
		buffers = nil
	}},
	{"one block without pointers", func() { words = make([]uintptr, 1<<20/8) }},
	{"blocks of 300 bytes", func() {
		for range room / 600 {
			buffers = append(buffers, make([]byte, 300))
		}
	}},
	{"garbage of 300 bytes", func() {
		for range room / 600 {
			buffers = append(buffers, make([]byte, 300))
		}
		buffers = nil
	}},
}

// scatter makes as many nodes as a power of two.
func scatter() {
	array = make([]*pair, 32768)
	for i := range array {
		array[i] = new(pair)
	}
}

func main() {
	if global.Name() == "buddy" {
		node = 32
	}
	ok := true
	for i := range shapes {
		list, array, inside, buffers, web, words, arrays = nil, nil, nil, nil, nil, nil, nil
		clear(variables[:])
		runtime.GC()
		shapes[i].build()
		wipe(0)
		if !measure(shapes[i].name) {
			ok = false
		}
	}
	if !ok {
		println("gcpause: over the bound")
		platform.Shutdown(false)
	}
	println("gcpause: all pauses are within the bound")
	platform.Shutdown(true)
}

// wipe clears the stack below its caller's frame. What a function leaves there
// looks like pointers as long as nobody writes over it.
//
//go:noinline
func wipe(n int) byte {
	var space [4096]byte
	return space[n]
}

// measure collects and compares the pause with the bound.
func measure(shape string) bool {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	f := global.Figures()
	image := runtime.Image()
	roots := uint64(image.EBSS-image.Data) - m.Sys
	bound := gc.PauseBound(uint64(f.LiveBytes), m.HeapSys, roots)
	println("gcpause:", shape+":", m.LastPause, "instructions, bound", bound, "live", uint64(f.LiveBytes)>>10, "KiB in",
		f.LiveObjects, "objects, freed", f.Freed, "page visits", f.Visits)
	return m.LastPause <= bound
}
