// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"runtime/internal/pclntab"
	"unsafe"
)

// A frame is one function's activation on the stack.
//
// In Go's layout for RISC-V a function with a frame saves its return address
// at 0(SP). Functions without one, and all functions before their first
// instruction, have it in the link register X1 only.
type frame struct {
	fn *pclntab.Func // nil beyond the outermost frame
	pc uintptr       // where it will go on: a return address, or a faulting instruction
	sp uintptr
	fp uintptr // SP of the moment it was called: where its caller's frame begins
	lr uintptr // the link register, where that is known to be the return address; else 0

	// faulted says that pc is the very instruction the frame is at. Else it is
	// the one after a call, which may belong to another source line.
	faulted bool
}

// callerFrame describes the frame that made a call: pc is the return address.
//
//go:noinline
func callerFrame(pc, sp uintptr) (f frame) {
	f.set(pc, sp, 0, false)
	return f
}

// set makes f the frame of the function that is at pc with the stack pointer sp.
//
//go:noinline
func (f *frame) set(pc, sp, lr uintptr, faulted bool) {
	f.fn = firstmoduledata.Find(pc)
	f.pc, f.sp, f.fp, f.lr, f.faulted = pc, sp, sp, lr, faulted
	if f.fn != nil {
		f.fp += firstmoduledata.FrameSize(f.fn, f.symbolPC())
	}
}

// symbolPC is the address to look up in the function tables.
func (f *frame) symbolPC() uintptr {
	if f.faulted {
		return f.pc
	}
	return f.pc - 1
}

// out goes on to the frame that called f; f.fn is nil if there is none.
//
//go:noinline
func (f *frame) out() {
	if f.fn.Flag&uint8(abi.FuncFlagTopFrame) != 0 {
		f.fn = nil
		return
	}
	if f.fp == f.sp {
		f.set(f.lr, f.sp, 0, false) // there is no function at 0
		return
	}
	ret := *(*uintptr)(unsafe.Pointer(f.sp))
	if f.fn.ID != uint8(abi.FuncID_sigpanic) {
		f.set(ret, f.fp, 0, false)
		return
	}
	// No call led to sigpanic: a trap handler pushed the X1 of that moment and
	// put the faulting pc into X1 instead. See SigpanicPC.
	lr := *(*uintptr)(unsafe.Pointer(f.fp))
	f.set(ret, f.fp+unsafe.Sizeof(lr), lr, true)
	if f.fn == nil { // a jump to nowhere: go on with who jumped
		f.set(lr, f.sp, 0, false)
	}
}

// innermost returns the call, inlined or not, that the frame is at.
func (f *frame) innermost() pclntab.Call {
	return firstmoduledata.Innermost(f.fn, f.symbolPC(), unsafe.Pointer(firstmoduledata.gofunc))
}

// funcdata returns the address of one of the function's FUNCDATA, or nil.
func (f *frame) funcdata(i uint8) unsafe.Pointer {
	return f.fn.FuncData(i, unsafe.Pointer(firstmoduledata.gofunc))
}
