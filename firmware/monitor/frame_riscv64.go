// SPDX-License-Identifier: MIT

package monitor

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/firmware/board"
)

// frame is what the trap handler saves and restores, and an emulate.Trap. Its size is a multiple of
// 16, as the stack's alignment wants (RISC-V calling convention).
type frame struct {
	x [riscv.RegisterCount]uint64 // x[0] is not saved

	mepc    uint64 // restored: where the hart goes on
	mstatus uint64 // restored: calls may change MPP on the way
	mcause  uint64
	mtval   uint64
}

// anchor is the end of a hart's stack, which mscratch leads to.
type anchor struct {
	g              *runtime.G // the record of the whole stack
	emergencyFrame *emergencyFrame
}

// emergencyFrame is the end of the emergency stack, the lower half of a hart's
// share: what a trap of the firmware itself saves, and what its handler needs.
// The upper half, with the calls that led to the trap, stays readable.
type emergencyFrame struct {
	saved    frame
	mscratch uintptr    // what it is in M-mode
	g        *runtime.G // the record of the emergency stack
}

// maxHarts is for the assembly, which sees this package's constants only.
const maxHarts = board.MaxHarts

// stacks are the records that Go's stack check wants.
var stacks [maxHarts]struct {
	whole, emergency runtime.G
}

// shareOf returns a hart's share of the boot stack, as main divides it.
func shareOf(hart int) (bottom, top uintptr) {
	image := runtime.Image()
	size := (image.EStack - image.Stack) / maxHarts
	bottom = image.Stack + uintptr(hart)*size
	return bottom, bottom + size
}

// anchorOf returns the anchor of a hart's stack.
func anchorOf(hart int) *anchor {
	_, top := shareOf(hart)
	return (*anchor)(unsafe.Add(nil, top-unsafe.Sizeof(anchor{})))
}

// initStacks fills the anchors of all harts. Only after it can traps be handled.
func initStacks() {
	for hart := range stacks {
		bottom, top := shareOf(hart)
		middle := (bottom + top) / 2
		record := &stacks[hart]
		record.whole.Init(bottom, top)
		record.emergency.Init(bottom, middle)

		anchor := anchorOf(hart)
		anchor.g = &record.whole
		anchor.emergencyFrame = (*emergencyFrame)(unsafe.Add(nil, middle-unsafe.Sizeof(emergencyFrame{})))
		anchor.emergencyFrame.mscratch = -uintptr(unsafe.Pointer(anchor))
		anchor.emergencyFrame.g = &record.emergency
	}
}
