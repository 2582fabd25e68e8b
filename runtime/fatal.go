// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import "internal/runtime/sys"

// This file is how a program ends that cannot go on. All ways lead to finish,
// on a small stack of its own: the one the trouble began on may be full. That
// one stays as it was, for the traceback.

const exitFatal = 2 // the exit code of a panic or a fatal error, as in stock Go

// fatalStack is large enough for a traceback and for Allocator.Explain.
var fatalStack [fatalStackSize]byte

const fatalStackSize = 4096

// An ending says why the program ends.
type ending struct {
	panics      *_panic // nobody has recovered these; or
	size, align uintptr // an allocation has failed; or
	text        string  // something else, as this says,
	function    string  // perhaps in a function

	at frame // where
}

// last is a variable because there is no way to pass it to another stack. It must
// not be called end: the Go linker puts a symbol runtime.end of its own behind .bss,
// which is the bottom of the boot stack, and is never cleared.
var last ending

// dying counts how often the end has begun. It goes beyond 1 when what prints
// the message fails itself: then less is tried each time.
var dying int

// finishOnFatalStack calls finish at the top of fatalStack.
func finishOnFatalStack()

// fatal ends the program because of what is in last, at the call that will
// return to pc with the stack pointer sp.
//
//go:nosplit
func fatal(pc, sp uintptr) {
	if dying == 0 {
		last.at.pc, last.at.sp = pc, sp
	}
	finishOnFatalStack()
}

// throw ends the program because the runtime's own rules are broken.
//
//go:nosplit
func throw(s string) {
	if dying == 0 {
		last.text = s
	}
	fatal(sys.GetCallerPC(), sys.GetCallerSP())
}

// allocError is the alloc error handler: it ends the program because size
// bytes at a multiple of align could not be had. It needs neither memory nor
// much of the stack it is called on.
//
//go:nosplit
func allocError(size, align uintptr) {
	if dying == 0 {
		last.size, last.align = size, align
	}
	fatal(sys.GetCallerPC(), sys.GetCallerSP())
}

// finish prints the message and the calls on the stack, and exits.
func finish() {
	at := &last.at
	at.set(at.pc, at.sp, 0, false)
	finishAt()
}

func finishAt() {
	dying++
	switch dying {
	case 1:
		getg().printing.depth = 0 // a print statement that was cut short
		last.print()
		traceback(&last.at)
	case 2:
		getg().printing = printBuffer{}
		print("fatal error: another failure while this one was printed\n")
	}
	sysExit(exitFatal)
}

func (e *ending) print() {
	switch {
	case e.panics != nil:
		e.at.skipRuntime()
		printPanics(e.panics)
	case e.align != 0:
		e.at.skipRuntime()
		// The form of the seed's message.
		print("Heap allocation error, layout = {", e.size, ", ", e.align, "}\n")
		if allocator != nil {
			allocator.Explain()
		}
	default:
		print("fatal error: ", e.text)
		printName(e.function)
		print("\n")
	}
}

// stackOverflow is called by morestack on fatalStack. The stack check at the
// entry of the function that holds pc has failed; lr is where it would have
// returned to, sp the stack pointer, which its frame would have lain below.
func stackOverflow(pc, lr, sp uintptr) {
	if dying == 0 {
		last.text = "stack overflow in "
		last.at.set(pc, sp, lr, true)
		if last.at.fn != nil {
			last.function = firstmoduledata.Name(last.at.fn)
		}
	}
	finishAt()
}
