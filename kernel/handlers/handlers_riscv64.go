// SPDX-License-Identifier: MIT

// Package handlers is the kernel's answer to traps: faults of apps, faults of
// its own, and interrupts. (System calls are package syscalls'.)
//
// An app that faults is ended, alone, but for three cases: an instruction that
// only lacks the floating-point unit gets it, an access to memory that the app was
// promised gets a page, and a nil dereference is handed up to the app, whose runtime
// makes a panic of it. The kernel's own nil
// dereferences become Go panics with a traceback; any other fault of the kernel
// prints what is known and ends the machine with a failure.
//
// An interrupt of the timer does next to nothing at once, the top half: it makes
// the supervisor's software interrupt pending, and that is where the work is
// done, the bottom half. It strikes when nothing else is under way.
//
// Everything here runs in trap context, with interrupts off: it does not defer
// or use maps, and allocates only where the kernel is about to end.
package handlers

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
	"bugo/kernel/platform"
	"bugo/memory/pagetable"
	"bugo/memory/space"
	"bugo/task"
	"bugo/trap"
)

// Kernel implements trap.Handler.
type Kernel struct{}

// nilPage is how far from address 0 an access still counts as a nil
// dereference: Go's compiler checks explicitly beyond it.
const nilPage = 4096

// UserFault ends the app that did it, and nothing else.
//
//bugo:trapcontext
func (Kernel) UserFault(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	current := task.All.Current
	if cause.Kind == trap.Illegal && task.All.Floats.Claim(&current.Floats) {
		return
	}
	why := cause.String()
	if cause.IsMemoryFault() {
		switch current.Space.Fault(tval, rights[cause.Access]) {
		case space.Resolved:
			return
		case space.NoMemory:
			why = "out of memory"
		}
	}
	if isNilDereference(cause, tval) && handUp(current, ctx) {
		return
	}
	print("[kernel] app ", current.App.Name, " killed: ", why,
		" at pc ", unsafe.Pointer(ctx.Sepc), ", address ", unsafe.Pointer(tval), "\n")
	task.All.Kill(current)
}

// rights says what an access needs.
var rights = [...]pagetable.Flags{
	trap.Fetch: pagetable.Execute,
	trap.Load:  pagetable.Read,
	trap.Store: pagetable.Write,
}

func isNilDereference(cause trap.Cause, tval uintptr) bool {
	return cause.IsMemoryFault() && cause.Access != trap.Fetch && tval < nilPage
}

// handUp makes the app seem to have called its fault function, which the pack
// names, from the faulting instruction: Bugo's runtime then raises a panic that
// the app may recover. It reports false where there is no such function or no
// room for the return address on the app's stack.
func handUp(t *task.Task, ctx *trap.Context) bool {
	if t.App.Fault == 0 {
		return false
	}
	sp, ra := ctx.X[trap.SP]-8, ctx.X[trap.RA]
	word := (*[unsafe.Sizeof(ra)]byte)(unsafe.Pointer(&ra))
	if sp%8 != 0 || t.Space.CopyOut(sp, word[:]) != space.Resolved {
		return false
	}
	ctx.PretendCall(uintptr(t.App.Fault))
	return true
}

// Interrupt serves those that task.Run enables. Only user mode is interrupted.
//
//bugo:trapcontext
func (Kernel) Interrupt(ctx *trap.Context, cause trap.Cause) {
	switch cause.Kind {
	case trap.Timer:
		sbi.SetTimer(^uint64(0)) // takes it back; the bottom half sets the next
		riscv.SetSip(riscv.InterruptSSI)
	case trap.Software:
		riscv.ClearSip(riscv.InterruptSSI)
		if task.All.Tick() {
			task.All.Preempt()
		}
	default:
		die(ctx, cause, 0)
	}
}

// KernelFault turns a nil dereference into Go's panic, with its traceback; any
// other fault is the end.
//
//bugo:trapcontext
func (Kernel) KernelFault(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	//bugo:allow trapcontext inlined, and only compared with nil: nothing is made
	if !dying && isNilDereference(cause, tval) && runtime.FuncForPC(ctx.Sepc) != nil {
		ctx.InjectCall(runtime.SigpanicPC())
		return
	}
	die(ctx, cause, tval)
}

// LastFault says what is known about a fault that nobody can do anything about.
//
//bugo:trapcontext
func (Kernel) LastFault(ctx *trap.Context, cause trap.Cause, tval uintptr, again bool) {
	if again {
		print("[kernel] fatal trap while another one was handled: ", cause.String(),
			" at pc ", unsafe.Pointer(ctx.Sepc), ", address ", unsafe.Pointer(tval), "\n")
		platform.Shutdown(false)
	}
	report(ctx, cause, tval)
	print("[kernel] its stack pointer ", unsafe.Pointer(ctx.X[trap.SP]), " is in no stack of the kernel\n")
	registers(ctx)
	//bugo:allow trapcontext the kernel is about to end
	if f := runtime.FuncForPC(ctx.Sepc); f != nil { // who called it, that stack would tell
		file, line := f.FileLine(ctx.Sepc)
		//bugo:allow trapcontext the kernel is about to end
		print("\t", f.Name(), " ", file, ":", line, "\n")
	}
	platform.Shutdown(false)
}

// dying keeps a fault inside die from looping.
var dying bool

// die prints what is known about a fault of the kernel and ends the machine.
func die(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	if !dying {
		dying = true
		report(ctx, cause, tval)
		registers(ctx)
		runtime.TracebackFault(ctx.Sepc, ctx.X[trap.RA], ctx.X[trap.SP])
	}
	platform.Shutdown(false)
}

func report(ctx *trap.Context, cause trap.Cause, tval uintptr) {
	if cause.IsMemoryFault() && (task.StackOverflow(tval) || task.StackOverflow(ctx.X[trap.SP])) {
		println("[kernel] kernel stack overflow in a call of app", task.All.Current.App.Name)
	}
	print("[kernel] fatal trap: ", cause.String(), " at pc ", unsafe.Pointer(ctx.Sepc), ", address ", unsafe.Pointer(tval), "\n")
}

func registers(ctx *trap.Context) {
	for i := 1; i < len(ctx.X); i += 4 {
		for j := i; j < min(i+4, len(ctx.X)); j++ {
			print("\tx", j, "=", unsafe.Pointer(ctx.X[j]))
		}
		println()
	}
}
