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
	// low and high are what the stack pointer lies between on the boot stack.
	low, high uintptr
	// slots and slotsEnd are where the stacks of tasks are: each is the upper half of
	// a slot, half bytes.
	slots, slotsEnd, half uintptr
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

// prepare tells the guard where the boot stack is.
func (k *kernelGuard) prepare() {
	image := runtime.Image()
	k.low, k.high = image.Stack+needed, image.EStack
	if k.slots == 0 {
		k.slots = ^uintptr(0)
	}
	k.context = &k.stack.context
	lo := uintptr(unsafe.Pointer(&k.stack))
	k.g.Init(lo, uintptr(unsafe.Pointer(k.context)))
	k.context.KernelG = uintptr(unsafe.Pointer(&k.g))
}

// Stacks tells where, beside the boot stack, stack pointers of the kernel may be:
// from start to end are slots of twice half bytes, a power of two, and a stack is the
// upper half of each. A trap whose stack pointer is elsewhere, or so low that the
// trap would find no room, ends the machine with a report.
func Stacks(start, end, half uintptr) { guard.slots, guard.slotsEnd, guard.half = start, end, half }
