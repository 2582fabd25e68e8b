// SPDX-License-Identifier: MIT

package trap

import "bugo/arch/riscv"

// Register numbers that the kernel's own code speaks of, as indices of X.
const (
	RA = riscv.RegisterRA
	SP = riscv.RegisterSP
	A0 = riscv.RegisterA0
	A1 = riscv.RegisterA1
	A2 = riscv.RegisterA2
	A3 = riscv.RegisterA3
	A4 = riscv.RegisterA4
	A5 = riscv.RegisterA5
	A7 = riscv.RegisterA7
)

// Context is what a trap saves of the code that it interrupted. The assembly
// in entry_riscv64.s knows this layout by way of go_asm.h.
//
// The context of a user task lies at the top of that task's kernel stack:
// sscratch points to it while the task is in user mode, and the stack grows
// down from it while the kernel serves the task. The context of interrupted
// kernel code lies on that code's own stack.
type Context struct {
	// X holds x1..x31; X[0] is not used.
	X [32]uintptr
	// Sepc is where the interrupted code goes on.
	Sepc uintptr
	// Sstatus holds, above all, SPP (where from) and SPIE. It is loaded again
	// for kernel code only, and a system call does not save it: between a trap
	// from user mode and the way back nothing changes it but FPU.
	Sstatus uintptr
	// KernelG is the g of the kernel stack below a user context: what the
	// entry puts into x27 before any Go code runs. Unused in kernel contexts.
	KernelG uintptr
	// Calls counts the system calls that were made from here.
	Calls uintptr
}

// Argument returns system call argument i (0..5): a0..a5.
func (c *Context) Argument(i int) uintptr { return c.X[A0+i] }

// SetResult sets what the interrupted code finds in a0.
func (c *Context) SetResult(v uintptr) { c.X[A0] = v }

// PretendCall makes the interrupted code go on at pc, as if the instruction at which
// it was interrupted had been a call. Who does it has put the return address of
// before, X[RA], 8 bytes below the stack pointer.
func (c *Context) PretendCall(pc uintptr) {
	c.X[SP] -= 8
	c.X[RA] = c.Sepc
	c.Sepc = pc
}
