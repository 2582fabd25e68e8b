// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/sys"
	"runtime/internal/pclntab"
	"unsafe"
)

// The part of package runtime's interface that tells who called. A pc here
// stands for one call as the source has it, also for one that was inlined:
// there it is the address after an instruction at the place of the call.

// Callers fills pcs with the calls on the stack, innermost first, and returns
// how many there were room for. Of the calls the first skip are left out; 0 is
// the call of Callers itself, 1 the one of its caller.
func Callers(skip int, pcs []uintptr) int {
	n := 0
	if skip <= 0 && len(pcs) > 0 {
		pcs[0] = abi.FuncPCABIInternal(Callers) + 1
		n = 1
	}
	at := 1
	for w := (calls{frame: callerFrame(sys.GetCallerPC(), sys.GetCallerSP())}); n < len(pcs) && w.next(); at++ {
		if at >= skip {
			pcs[n] = w.call.PC + 1
			n++
		}
	}
	return n
}

// Caller tells the position of a call: 0 is the one in Caller's own caller.
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	for w := (calls{frame: callerFrame(sys.GetCallerPC(), sys.GetCallerSP())}); w.next(); skip-- {
		if skip == 0 {
			file, line = firstmoduledata.Line(w.call.Func, w.call.PC)
			return w.call.PC + 1, file, line, true
		}
	}
	return 0, "", 0, false
}

// A Frame is what is known about a pc of Callers.
type Frame struct {
	PC       uintptr
	Func     *Func // nil for an inlined call
	Function string
	File     string
	Line     int
	Entry    uintptr // of the function whose code it is
}

// Frames goes through what Callers returned.
type Frames struct{ pcs []uintptr }

// CallersFrames prepares to tell about pcs.
func CallersFrames(pcs []uintptr) *Frames { return &Frames{pcs} }

// Next returns the next Frame, and whether there are more.
func (fs *Frames) Next() (frame Frame, more bool) {
	if len(fs.pcs) == 0 {
		return Frame{}, false
	}
	pc := fs.pcs[0]
	fs.pcs = fs.pcs[1:]
	more = len(fs.pcs) > 0
	c, ok := callAt(pc - 1)
	if !ok {
		return Frame{PC: pc}, more
	}
	frame = Frame{PC: pc, Function: readableName(c), Entry: firstmoduledata.Entry(c.Func)}
	frame.File, frame.Line = firstmoduledata.Line(c.Func, c.PC)
	if !c.Inlined() {
		frame.Func = &Func{c}
	}
	return frame, more
}

// callAt returns the call that the instruction at pc belongs to.
func callAt(pc uintptr) (pclntab.Call, bool) {
	fn := firstmoduledata.Find(pc)
	if fn == nil {
		return pclntab.Call{}, false
	}
	return firstmoduledata.Innermost(fn, pc, unsafe.Pointer(firstmoduledata.gofunc)), true
}

// readableName returns the function's name without type arguments.
func readableName(c pclntab.Call) string {
	before, after := pclntab.CutTypes(firstmoduledata.CallName(c))
	if after == "" {
		return before
	}
	return before + "..." + after
}

// A Func is a function of the program.
type Func struct{ call pclntab.Call }

// FuncForPC returns the function that the instruction at pc belongs to, or nil.
func FuncForPC(pc uintptr) *Func {
	c, ok := callAt(pc)
	if !ok {
		return nil
	}
	return &Func{c}
}

// Name returns the function's name with its package path.
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return readableName(f.call)
}

// Entry returns the address of the function's first instruction.
func (f *Func) Entry() uintptr { return firstmoduledata.Entry(f.call.Func) }

// FileLine returns the position of the instruction at pc, which must be the
// function's.
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	return firstmoduledata.Line(f.call.Func, pc)
}
