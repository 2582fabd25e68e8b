// SPDX-License-Identifier: MIT

package heaptest

import (
	"runtime"
	"unsafe"

	"bugo/heap"
	"bugo/heap/global"
)

// elements is how far the slice grows, as in the seed.
const elements = 500

// What the test allocates must not live on the stack.
var (
	number *int
	slice  []int
)

// Run proves the heap and panics at the first thing that is wrong.
//
// Precondition: nothing else allocates meanwhile.
func Run() {
	number = new(int)
	*number = 5
	if *number != 5 {
		panic("heap_test: *new(int) does not hold 5")
	}
	mustLieInBSS(unsafe.Pointer(number))

	for i := range elements {
		slice = append(slice, i)
	}
	for i, v := range slice {
		if v != i {
			println("heap_test: element", i, "is", v)
			panic("heap_test: the slice does not hold what append put there")
		}
	}
	mustLieInBSS(unsafe.Pointer(&slice[0]))

	before := global.Stats()
	want := givenBack{blocks: 2, requested: unsafe.Sizeof(*number) + unsafe.Sizeof(slice[0])*uintptr(cap(slice))}
	for _, p := range [...]unsafe.Pointer{unsafe.Pointer(number), unsafe.Pointer(&slice[0])} {
		var block heap.Block
		block, want.known = global.BlockOf(p)
		want.taken += block.Size
		global.Free(p)
	}
	number, slice = nil, nil
	if wrong := want.check(before, global.Stats()); wrong != "" {
		panic("heap_test: after two frees " + wrong)
	}
	println("heap_test passed!")
}

// mustLieInBSS checks that p is inside the kernel's .bss, where the heap is.
func mustLieInBSS(p unsafe.Pointer) {
	image := runtime.Image()
	if a := uintptr(p); a < image.BSS || a >= image.EBSS {
		println("heap_test:", p, "is outside .bss", unsafe.Pointer(image.BSS), unsafe.Pointer(image.EBSS))
		panic("heap_test: memory from outside the heap")
	}
}
