// SPDX-License-Identifier: MIT

package trap

import (
	"runtime"
	"unsafe"
)

// kernelGuard keeps traps of the kernel from looping: a trap that finds no stack
// would fault when it saves its registers, and that fault too; and a handler that
// faults would be called for its own fault. The vector knows this layout by way
// of go_asm.h.
type kernelGuard struct {
	// depth is how many traps of the kernel are being handled.
	depth uintptr
	// x5 and x6 are registers that the vector needs.
	x5, x6 uintptr
	// low and high are what the stack pointer of kernel code lies between.
	low, high uintptr
	// context lies at the top of a stack for the last words.
	context *Context

	stack struct {
		space   [lastStackSize]byte
		context Context
	}
	g runtime.G // of that stack
}

// lastStackSize is enough for a report: print needs little.
const lastStackSize = 4 << 10

// needed is how much room a trap wants below a stack pointer before Go looks
// after the stack itself: its context and the call of kernelTrap.
const needed = unsafe.Sizeof(Context{}) + 64

var guard kernelGuard

// prepare tells the guard where stacks are: all of the kernel's lie in its .bss,
// which has the boot stack and the heap.
func (k *kernelGuard) prepare() {
	image := runtime.Image()
	k.low, k.high = image.BSS+needed, image.EBSS
	k.context = &k.stack.context
	lo := uintptr(unsafe.Pointer(&k.stack))
	k.g.Init(lo, uintptr(unsafe.Pointer(k.context)))
	k.context.KernelG = uintptr(unsafe.Pointer(&k.g))
}
