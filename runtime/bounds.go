// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"runtime/internal/bounds"
	"runtime/internal/pclntab"
	"unsafe"
)

// panicBounds is called by compiled code; see asm_riscv64.s.
func panicBounds()

// panicBoundsAt raises the panic of the failed check before pc, a return
// address. regs are X5 to X20 of that moment.
func panicBoundsAt(pc uintptr, regs *[16]int64) {
	fn := firstmoduledata.Find(pc)
	where := firstmoduledata.PCData(fn, pclntab.PanicBounds, pc-1)
	code, signed, xInRegister, yInRegister, x, y := abi.BoundsDecode(int(where))
	e := (*boundsError)(errorSpace(unsafe.Sizeof(boundsError{}), unsafe.Pointer(&spareBounds), &boundsTurn))
	*e = boundsError{code: bounds.Code(code), signed: signed, x: int64(x), y: int64(y)}
	if xInRegister {
		e.x = regs[x]
	}
	if yInRegister {
		e.y = regs[y]
	}
	panic(e)
}

var (
	spareBounds [spares]boundsError
	boundsTurn  uint8
)

// boundsError is the runtime.Error of a failed check.
type boundsError struct {
	x, y   int64
	signed bool      // x is
	_      [0]func() // not comparable: no code for == is made
	code   bounds.Code
}

// The numbers of package bounds are the compiler's.
const _ = uint(bounds.SliceToArray-bounds.Code(abi.BoundsConvert)) + uint(bounds.Code(abi.BoundsConvert)-bounds.SliceToArray)

func (e *boundsError) RuntimeError() {}

func (e *boundsError) Error() string { return errorText(e) }

func (e *boundsError) writeTo(w *textWriter) {
	x, y := e.x, e.y
	negative := e.signed && x < 0
	before, between, after, both := bounds.Texts(e.code, negative)
	w.add("runtime error: ")
	w.add(before)
	if e.code == bounds.SliceToArray {
		x, y = y, x
	}
	if negative {
		w.add("-")
		x = -x
	}
	w.addUint(uint64(x))
	w.add(between)
	if both {
		w.addUint(uint64(y))
	}
	w.add(after)
}
