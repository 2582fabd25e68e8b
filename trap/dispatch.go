// SPDX-License-Identifier: MIT

package trap

import "bugo/arch/riscv"

// Handler is what the kernel does about traps. Its methods run in trap
// context, with interrupts off, on the kernel stack of the interrupted task
// (or of the interrupted kernel code).
type Handler interface {
	// Syscall serves the ecall of ctx: the number is in a7, the arguments
	// in a0..a5, the result goes to a0. Sepc is already past the ecall.
	Syscall(ctx *Context)
	// UserFault is any other exception in user mode. When it returns, the
	// user code runs on from ctx.
	UserFault(ctx *Context, cause Cause, tval uintptr)
	// KernelFault is an exception in the kernel itself. When it returns, the
	// kernel runs on from ctx.
	KernelFault(ctx *Context, cause Cause, tval uintptr)
	// Interrupt is an interrupt, wherever it struck.
	Interrupt(ctx *Context, cause Cause)
}

// ecallSize is the length of the ecall instruction, which has no compressed
// form (RISC-V unpriv. §2.8).
const ecallSize = 4

// Dispatch hands one trap to the right method of h. fromUser says which mode
// the trap came from.
func Dispatch(h Handler, spec Spec, ctx *Context, scause uint64, stval uintptr, fromUser bool) {
	if fromUser && scause == riscv.CodeUserCall { // by far the most frequent: no table
		ctx.Sepc += ecallSize
		h.Syscall(ctx)
		return
	}
	cause := Decode(spec, scause)
	switch {
	case cause.Interrupt:
		h.Interrupt(ctx, cause)
	case fromUser:
		h.UserFault(ctx, cause, stval)
	default:
		h.KernelFault(ctx, cause, stval)
	}
}
