// SPDX-License-Identifier: MIT

package trap

import (
	"unsafe"

	"bugo/arch/riscv"
)

// vector is where stvec points: see entry_riscv64.s.
func vector()

// vectorPC returns the address of vector itself, not of a Go wrapper.
func vectorPC() uintptr

// Return leaves for user mode as ctx says, and never comes back: the next
// trap enters the kernel anew, on the stack that ends at ctx.
func Return(ctx *Context)

// handler and spec are set once, by Init, before the first trap.
var (
	handler Handler
	spec    Spec
)

// Init makes h the handler of all traps from now on. The machine's causes are
// decoded as s has them.
//
// Preconditions: S-mode, interrupts off.
func Init(h Handler, s Spec) {
	handler, spec = h, s
	riscv.WriteSscratch(0)
	riscv.WriteStvec(vectorPC())
}

// userTrap and kernelTrap are called by the vector.

func userTrap(ctx *Context) {
	Dispatch(handler, spec, ctx, uint64(riscv.ReadScause()), riscv.ReadStval(), true)
}

func kernelTrap(ctx *Context) {
	Dispatch(handler, spec, ctx, uint64(riscv.ReadScause()), riscv.ReadStval(), false)
}

// InjectCall makes the interrupted kernel code seem to have called the
// function at pc from the faulting instruction, as Go's signal handlers do:
// runtime.sigpanic then unwinds through it like through any caller.
//
// Preconditions: ctx is kernel code's, and its stack has 8 bytes left.
func (c *Context) InjectCall(pc uintptr) {
	c.X[SP] -= 8
	*(*uintptr)(unsafe.Pointer(c.X[SP])) = c.X[RA]
	c.X[RA] = c.Sepc
	c.Sepc = pc
}
