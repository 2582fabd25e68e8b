// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"runtime/internal/pclntab"
)

// Of a long stack a traceback shows the first and the last calls.
const (
	tracebackFirst = 24
	tracebackLast  = 8
)

// Traceback prints the calls that led to the point where a function will
// return to pc with the stack pointer sp, one line each:
//
//	\tfunction file:line pc=0x… sp=0x…
//
// Calls which the compiler inlined have a line too, with the sp of the frame
// they run in.
func Traceback(pc, sp uintptr) {
	f := callerFrame(pc, sp)
	traceback(&f)
}

// TracebackFault is Traceback for a trap handler: pc is the very instruction
// that trapped, and ra and sp are what X1 and X2 held.
func TracebackFault(pc, ra, sp uintptr) {
	var f frame
	f.set(pc, sp, ra, true)
	if f.fn == nil { // a jump to nowhere: go on with who jumped
		f.set(ra, sp, 0, false)
	}
	traceback(&f)
}

func traceback(f *frame) {
	total := printCalls(f, 0, 0)
	if total <= tracebackFirst+tracebackLast {
		printCalls(f, 0, total)
		return
	}
	printCalls(f, 0, tracebackFirst)
	print("\t… ", total-tracebackFirst-tracebackLast, " more calls …\n")
	printCalls(f, total-tracebackLast, total)
}

// printCalls prints the calls from number first up to, not including, last, and
// returns how many there are in all.
//
//go:noinline
func printCalls(f *frame, first, last int) (total int) {
	w := calls{frame: *f}
	for w.next() {
		if first <= total && total < last {
			w.print()
		}
		total++
	}
	return total
}

// calls walks from a frame outwards over the calls as the source has them:
// those that were inlined too, but not those of wrappers made by the compiler.
type calls struct {
	frame
	call   pclntab.Call
	inside bool // call has been set, and belongs to frame
}

// next goes to the first call, and then to the next one outwards.
func (w *calls) next() bool {
	for {
		switch {
		case w.inside:
			w.call, w.inside = firstmoduledata.Outer(w.call)
			if !w.inside {
				w.out()
				continue
			}
		case w.fn == nil:
			return false
		default:
			w.call, w.inside = w.innermost(), true
		}
		if w.call.ID() != uint8(abi.FuncIDWrapper) {
			return true
		}
	}
}

func (w *calls) print() {
	print("\t")
	printName(firstmoduledata.CallName(w.call))
	file, line := firstmoduledata.Line(w.call.Func, w.call.PC)
	print(" ", file, ":", line, " pc=", hex(w.pc), " sp=", hex(w.sp), "\n")
}

func printName(name string) {
	before, after := pclntab.CutTypes(name)
	print(before)
	if after != "" {
		print("...", after)
	}
}

// skipRuntime goes out to the frame whose own doing a panic is: past the
// functions of this package that found it out. One that faulted stays.
func (f *frame) skipRuntime() {
	const own = "runtime."
	for f.fn != nil && !f.faulted {
		name := firstmoduledata.Name(f.fn)
		if len(name) < len(own) || name[:len(own)] != own {
			return
		}
		f.out()
	}
}
