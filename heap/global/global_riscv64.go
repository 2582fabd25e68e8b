// SPDX-License-Identifier: MIT

package global

import (
	"runtime"
	"unsafe"

	"bugo/heap"
)

// instance is the heap. Its type, and so the allocator, is chosen by the build
// setting: see allocator_*_riscv64.go.
var instance allocatorType

// binding gives instance the shape that package runtime asks for. Its methods
// have pointer receivers: those of values come twice into the image.
type binding struct{}

var bound binding

// The runtime reads this variable before anything is initialised.
//
//go:linkname allocator runtime.allocator
var allocator runtime.Allocator = &bound

// Init takes the array that the linker script reserves.
func (*binding) Init() {
	image := runtime.Image()
	if err := initialise(image.Heap, image.EHeap-image.Heap); err != nil {
		println("heap.Init:", err.Error())
	}
}

func (*binding) Alloc(size, align uintptr) unsafe.Pointer { return alloc(size, align) }

func (*binding) Free(p unsafe.Pointer) {
	if err := free(p); err != nil {
		println("heap.Free:", err.Error(), "at", p)
		panic(err)
	}
}

// Explain prints the state of the heap for the alloc error handler, which
// must not allocate.
func (*binding) Explain() {
	s := instance.Stats()
	println("heap", name+":", s.Requested, "bytes requested,", s.HandedOut, "handed out,", s.Free, "free,",
		s.LargestFree, "in the largest free block;", s.Allocations, "allocations,", s.Failures, "failures, peak", s.Peak)
}

// Free gives memory back that new, make or append handed out. It is for code
// that manages memory by hand: nothing may refer to *p any more.
func Free(p unsafe.Pointer) { runtime.Free(p) }

// Stats returns the heap's figures.
func Stats() heap.Stats { return instance.Stats() }

// Name returns the allocator's name, as //heap:allocator has it.
func Name() string { return name }

// BlockOf returns the block of the heap that p points into. The result is
// false where the allocator does not know its blocks (bump).
func BlockOf(p unsafe.Pointer) (heap.Block, bool) {
	inspector, ok := any(&instance).(heap.Inspector)
	if !ok {
		return heap.Block{}, false
	}
	return inspector.BlockOf(uintptr(p))
}
