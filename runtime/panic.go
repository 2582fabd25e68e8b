// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/sys"
	"unsafe"
)

// A _panic is a panic under way. It lies in the frame of its gopanic.
type _panic struct {
	arg        any
	link       *_panic // the panic during which this one was raised
	sp         uintptr // of the function that called gopanic
	recovered  bool
	repanicked bool // the next one has the same value: it is printed once
	hasText    bool
	text       string // of Error or String, once the panic is about to be printed
}

// SigpanicPC is the address a trap handler gives to a function that has
// touched memory it may not touch, to make a panic of it that can be
// recovered. The function must seem to have called it:
//
//	SP -= 8
//	*SP = X1 (RA)
//	X1 = the address of the faulting instruction
//	resume at SigpanicPC
func SigpanicPC() uintptr { return abi.FuncPCABIInternal(sigpanic) }

// jump continues at pc with the stack pointer sp.
func jump(pc, sp uintptr)

// gopanic runs the deferred calls of the functions on the stack, innermost
// first, until one of them recovers. It never returns.
func gopanic(e any) {
	if e == nil {
		e = new(PanicNilError)
	}
	gp := getg()
	onStack := _panic{arg: e, link: gp.panics, sp: sys.GetCallerSP()}
	p := (*_panic)(noescape(unsafe.Pointer(&onStack)))
	gp.panics = p

	for f := callerFrame(sys.GetCallerPC(), sys.GetCallerSP()); f.fn != nil; f.out() {
		open := openDefersOf(&f)
		for {
			call := open.pop()
			if call == nil {
				call = popDefer(f.sp)
			}
			if call == nil {
				break
			}
			call()
			if p.recovered {
				leavePanic(&f, open)
			}
		}
	}
	fatalPanic(sys.GetCallerPC(), sys.GetCallerSP())
}

// leavePanic goes on after a deferred call of f's function has recovered: the
// function runs its other deferred calls and returns to its caller, with the
// results it has set so far.
func leavePanic(f *frame, open openDefers) {
	gp := getg()
	// The panics raised below this frame are over, too.
	for gp.panics != nil && gp.panics.sp <= f.sp {
		gp.panics = gp.panics.link
	}
	gp.open = open
	// Code that calls deferreturn stands at the end of each function with defers.
	jump(firstmoduledata.Entry(f.fn)+uintptr(f.fn.DeferReturn), f.sp)
}

// fatalPanic ends the program: nobody has recovered.
func fatalPanic(pc, sp uintptr) {
	if preparing {
		throw("panic while printing panic value")
	}
	preparing = true
	// The methods of the values may need a whole stack and may panic.
	prepareValues(getg().panics)
	if dying == 0 {
		last.panics = getg().panics
	}
	fatal(pc, sp)
}

// preparing says that the texts of the panics are being asked for.
var preparing bool

// prepareValues asks errors, and values with a String method, for their texts.
// The runtime's own errors can be printed without.
func prepareValues(p *_panic) {
	for ; p != nil; p = p.link {
		if p.link != nil && *efaceOf(&p.link.arg) == *efaceOf(&p.arg) {
			p.link.repanicked = true
			continue
		}
		var method textMethod
		if !method.findWritten(efaceOf(&p.arg)) {
			p.text, p.hasText = callText(efaceOf(&p.arg))
		}
	}
}

// printPanics prints the panics under way, the oldest first. (Recursion would
// be simpler, but fatalStack is small.)
func printPanics(newest *_panic) {
	older := 0
	for p := newest.link; p != nil; p = p.link {
		older++
	}
	for ; older >= 0; older-- {
		p := newest
		for range older { // the list goes from the newest to the oldest
			p = p.link
		}
		p.print()
	}
}

func (p *_panic) print() {
	if p.link != nil {
		if p.link.repanicked {
			return
		}
		print("\t")
	}
	print("panic: ")
	if p.hasText {
		printIndented(p.text)
	} else {
		printPanicValue(p.arg)
	}
	switch {
	case p.recovered && p.repanicked:
		print(" [recovered, repanicked]")
	case p.recovered:
		print(" [recovered]")
	}
	print("\n")
}
