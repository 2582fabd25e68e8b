// SPDX-License-Identifier: MIT

package task

import (
	"runtime"
	"unsafe"

	"bugo/trap"
)

// kernelSide is what the kernel keeps of a task beside its record: the stack on
// which it serves the task. The task's context lies at its top, where the trap vector
// expects it, and a guard below it: package space.
type kernelSide struct {
	g      runtime.G // Go's record of the kernel stack
	lo, hi uintptr
}

// context returns the address of the task's context.
func (k *kernelSide) context() uintptr { return k.hi - unsafe.Sizeof(trap.Context{}) }
