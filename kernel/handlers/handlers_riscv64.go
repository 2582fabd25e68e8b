// SPDX-License-Identifier: MIT

// Package handlers is the kernel's answer to traps: system calls, faults of
// apps, faults of its own.
//
// An app that faults is ended, alone. The kernel's own nil dereferences become
// Go panics with a traceback; any other fault of the kernel prints what is
// known and ends the machine with a failure. Everything here runs in trap
// context, with interrupts off: it does not defer or use maps, and allocates
// only where the kernel is about to end.
package handlers

import (
	"runtime"
	"unsafe"

	"bugo/arch/sbi"
	"bugo/kernel/platform"
	"bugo/kernel/syscalls"
	"bugo/task"
	"bugo/trap"
)

// Kernel implements trap.Handler.
type Kernel struct{}

func (k Kernel) Syscall(ctx *trap.Context) { syscalls.Do(ctx, k, k) }

// Shutdown ends the machine, all apps having ended.
func Shutdown() { platform.Shutdown(true) }

// UserFault ends the app that did it, and nothing else.
func (Kernel) UserFault(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	println("[kernel] app", task.Current().Name, "killed:", cause.String(),
		"at pc", unsafe.Pointer(ctx.Sepc), "address", unsafe.Pointer(tval))
	task.End(task.Killed, 0)
	task.Run(Shutdown)
}

// Interrupt: none is enabled yet, so one that comes is a bug.
func (Kernel) Interrupt(ctx *trap.Context, cause trap.Cause) { die(ctx, cause, 0) }

// nilPage is how far from address 0 an access still counts as a nil
// dereference: Go's compiler checks explicitly beyond it.
const nilPage = 4096

// KernelFault turns a nil dereference into Go's panic, with its traceback; any
// other fault is the end.
func (Kernel) KernelFault(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	if cause.IsMemoryFault() && cause.Access != trap.Fetch && tval < nilPage && runtime.FuncForPC(ctx.Sepc) != nil {
		ctx.InjectCall(runtime.SigpanicPC())
		return
	}
	die(ctx, cause, tval)
}

// dying keeps a fault inside die from looping.
var dying bool

// die prints what is known about a fault of the kernel and ends the machine.
func die(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	if !dying {
		dying = true
		println("[kernel] fatal trap:", cause.String(), "at pc", unsafe.Pointer(ctx.Sepc), "address", unsafe.Pointer(tval))
		for i := 1; i < len(ctx.X); i += 4 {
			for j := i; j < min(i+4, len(ctx.X)); j++ {
				print("\tx", j, "=", unsafe.Pointer(ctx.X[j]))
			}
			println()
		}
		runtime.TracebackFault(ctx.Sepc, ctx.X[trap.RA], ctx.X[trap.SP])
	}
	platform.Shutdown(false)
}

// Memory implements syscalls.Caller for the running app.
func (Kernel) Memory(addr, size uintptr) ([]byte, bool) { return task.CurrentMemory(addr, size) }

// ConsoleWrite implements syscalls.Machine.
func (Kernel) ConsoleWrite(p []byte) {
	sbi.ConsoleWrite(unsafe.Pointer(unsafe.SliceData(p)), len(p))
}

// Exit implements syscalls.Machine.
func (Kernel) Exit(code int) {
	println("[kernel] Application exited with code", code)
	task.End(task.Exited, code)
	task.Run(Shutdown)
}
