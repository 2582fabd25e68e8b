// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"unsafe"
)

// These two are Go's own, in assembly, taken from the SDK when it is built.

//go:noescape
func memmove(to, from unsafe.Pointer, n uintptr)

//go:noescape
func memclrNoHeapPointers(p unsafe.Pointer, n uintptr)

// These come from the stock package internal/bytealg.

func memequal(a, b unsafe.Pointer, size uintptr) bool
func memequal_varlen(a, b unsafe.Pointer) bool
func cmpstring(a, b string) int

//go:nosplit
func add(p unsafe.Pointer, n uintptr) unsafe.Pointer { return unsafe.Pointer(uintptr(p) + n) }

// noescape hides p from escape analysis: what it points to may stay on the
// stack although a func value or an interface method sees it.
//
//go:nosplit
func noescape(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return unsafe.Pointer(x ^ 0)
}

// writeBarrier is read by compiled code before it stores pointers. There is
// no concurrent collector that would have to be told, so it stays off.
var writeBarrier struct {
	enabled bool
	pad     [3]byte
	alignme uint64
}

// zeroVal is what a failed map lookup points to.
//
//go:linkname zeroVal
var zeroVal [abi.ZeroValSize]byte

// riscv64HasZbb says whether compiled code may use the Zbb instructions. The
// K210 (RV64GC) has none.
var riscv64HasZbb bool

func typedmemmove(typ *_type, dst, src unsafe.Pointer) {
	if dst != src {
		memmove(dst, src, typ.Size_)
	}
}

func typedmemclr(typ *_type, p unsafe.Pointer) { memclrNoHeapPointers(p, typ.Size_) }

func memclrHasPointers(p unsafe.Pointer, n uintptr) { memclrNoHeapPointers(p, n) }

// wbZero and wbMove are called only while writeBarrier is on.

func wbZero(typ *_type, dst unsafe.Pointer) {}

func wbMove(typ *_type, dst, src unsafe.Pointer) {}
