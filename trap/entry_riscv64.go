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

// handler and spec are set once, by Init, before the first trap.
var (
	handler Handler
	spec    Spec
)

// callsShift is CALLS_SHIFT of entry_riscv64.s. All numbers that Linux has given
// to what a small system needs lie below 256.
const callsShift = 8

// calls has a function for every number, and noCall serves numbers beyond it:
// the vector calls both without a look at them.
var (
	calls  [1 << callsShift]func(ctx *Context)
	noCall func(ctx *Context)
)

// Init makes h the handler of all traps from now on, but for system calls. Those
// are served by the functions of table, by number: the arguments are in a0..a5 of
// the context, SetResult sets what the app finds in a0, and Sepc is past the ecall
// already. unknown serves the numbers that the table does not have. The vector
// looks calls up by itself, without Dispatch, which halves their way. The machine's
// causes are decoded as s has them.
//
// Preconditions: S-mode, interrupts off, at most 256 calls.
func Init(h Handler, table []func(ctx *Context), unknown func(ctx *Context), s Spec) {
	handler, spec, noCall = h, s, unknown
	for i := range calls {
		calls[i] = unknown
	}
	for i, serve := range table {
		if serve != nil {
			calls[i] = serve
		}
	}
	guard.prepare()
	riscv.WriteSscratch(0)
	riscv.WriteStvec(vectorPC())
	// SRET goes to user mode from now on: each trap from there says so, and
	// SRET itself does.
	riscv.ClearSstatus(riscv.StatusSPP | riscv.StatusSIE)
}

// SetCall makes serve the function of a system call number, below 256, after Init.
func SetCall(number uintptr, serve func(ctx *Context)) { calls[number] = serve }

// userTrap and kernelTrap are called by the vector.

func userTrap(ctx *Context) {
	Dispatch(handler, spec, ctx, uint64(riscv.ReadScause()), riscv.ReadStval(), true)
}

func kernelTrap(ctx *Context) {
	Dispatch(handler, spec, ctx, uint64(riscv.ReadScause()), riscv.ReadStval(), false)
}

// lostTrap is called by the vector for what kernelTrap cannot be: see kernelGuard.
func lostTrap(ctx *Context) {
	cause := Decode(spec, uint64(riscv.ReadScause()))
	handler.LastFault(ctx, cause, riscv.ReadStval(), guard.depth > 1)
}

// InjectCall makes the interrupted kernel code seem to have called the
// function at pc from the faulting instruction, as Go's signal handlers do:
// runtime.sigpanic then unwinds through it like through any caller.
//
// Preconditions: ctx is kernel code's, and its stack has 8 bytes left.
func (c *Context) InjectCall(pc uintptr) {
	*(*uintptr)(unsafe.Pointer(c.X[SP] - 8)) = c.X[RA]
	c.PretendCall(pc)
}

// VectorRange returns where the code is that every trap enters and leaves by: what
// other kernels call the trampoline.
func VectorRange() (start, end uintptr) { return vectorPC(), startPC() }
