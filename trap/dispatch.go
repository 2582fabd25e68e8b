// SPDX-License-Identifier: MIT

package trap

// Handler is what the kernel does about all traps but system calls. Its
// methods run in trap context, with interrupts off, on the kernel stack of the
// interrupted task (or of the interrupted kernel code).
type Handler interface {
	// UserFault is an exception in user mode that is no system call. When it returns, the
	// user code runs on from ctx.
	UserFault(ctx *Context, cause Cause, tval uintptr)
	// KernelFault is an exception in the kernel itself. When it returns, the
	// kernel runs on from ctx.
	KernelFault(ctx *Context, cause Cause, tval uintptr)
	// LastFault is an exception in the kernel that KernelFault cannot serve: the
	// stack pointer is in no stack of the kernel, or, again, the fault is one of
	// this Handler's own. It must not return.
	LastFault(ctx *Context, cause Cause, tval uintptr, again bool)
	// Interrupt is an interrupt, wherever it struck.
	Interrupt(ctx *Context, cause Cause)
}

// Dispatch hands one trap to the right method of h. fromUser says which mode
// the trap came from.
func Dispatch(h Handler, spec Spec, ctx *Context, scause uint64, stval uintptr, fromUser bool) {
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
