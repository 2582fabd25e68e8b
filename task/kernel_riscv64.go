// SPDX-License-Identifier: MIT

package task

import (
	"runtime"

	"bugo/trap"
)

// kernelStackSize is what a system call of the deepest kind may use, as in
// the seed. Go checks every call against it, and ends the kernel with a
// traceback where one would not fit.
const kernelStackSize = 8 << 10

// canary stands at the lowest address of each kernel stack: what Go's check does
// not see, assembly and functions without a check, would overwrite it.
const canary = 0x6f67_7562_6f67_7562

// kernelStack is the stack on which the kernel serves one task. The task's
// context lies at its top, where the trap vector expects it.
type kernelStack struct {
	canary  uint64
	space   [kernelStackSize - 8]byte
	context trap.Context
}

// kernelSide is what the kernel keeps of a task beside its record.
type kernelSide struct {
	g      runtime.G // Go's record of the kernel stack
	memory *kernelStack
}
