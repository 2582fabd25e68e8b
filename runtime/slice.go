// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/runtime/math"
	"unsafe"
)

// A slice is the memory of a []T.
type slice struct {
	array    unsafe.Pointer
	len, cap int
}

var (
	makesliceLenError error = &message{text: "makeslice: len out of range"}
	makesliceCapError error = &message{text: "makeslice: cap out of range"}
)

func panicmakeslicelen() { panic(makesliceLenError) }

func panicmakeslicecap() { panic(makesliceCapError) }

// arraySize returns the size of n elements; false if there can be no such array.
func arraySize(elem *_type, n int) (size uintptr, ok bool) {
	size, overflow := math.MulUintptr(elem.Size_, uintptr(n))
	return size, !overflow && size <= maxAlloc && n >= 0
}

func makeslice(elem *_type, len, cap int) unsafe.Pointer {
	size, ok := arraySize(elem, cap)
	if !ok || len < 0 || len > cap {
		// make([]T, n) has both numbers n: then the length is to blame.
		if _, ok := arraySize(elem, len); !ok {
			panicmakeslicelen()
		}
		panicmakeslicecap()
	}
	return mallocgc(size, elem, true)
}

func makeslice64(elem *_type, len, cap int64) unsafe.Pointer {
	return makeslice(elem, int(len), int(cap))
}

// makeslicecopy is make([]T, to) followed by copy from a slice.
func makeslicecopy(elem *_type, to, fromLen int, from unsafe.Pointer) unsafe.Pointer {
	size, ok := arraySize(elem, to)
	if !ok {
		panicmakeslicelen()
	}
	p := allocateFor(size, elem)
	copied := min(size, elem.Size_*uintptr(fromLen))
	memmove(p, from, copied)
	memclrNoHeapPointers(add(p, copied), size-copied)
	return p
}

func slicecopy(to unsafe.Pointer, toLen int, from unsafe.Pointer, fromLen int, width uintptr) int {
	n := min(toLen, fromLen)
	memmove(to, from, uintptr(n)*width)
	return n
}

func typedslicecopy(elem *_type, to unsafe.Pointer, toLen int, from unsafe.Pointer, fromLen int) int {
	return slicecopy(to, toLen, from, fromLen, elem.Size_)
}

// The compiler checks the arguments of unsafe.Slice and unsafe.String itself.

var (
	unsafeSliceLenError  error = &message{text: "unsafe.Slice: len out of range"}
	unsafeSliceNilError  error = &message{text: "unsafe.Slice: ptr is nil and len is not zero"}
	unsafeStringLenError error = &message{text: "unsafe.String: len out of range"}
	unsafeStringNilError error = &message{text: "unsafe.String: ptr is nil and len is not zero"}
)

func panicunsafeslicelen()     { panic(unsafeSliceLenError) }
func panicunsafeslicenilptr()  { panic(unsafeSliceNilError) }
func panicunsafestringlen()    { panic(unsafeStringLenError) }
func panicunsafestringnilptr() { panic(unsafeStringNilError) }

//go:linkname bytealg_MakeNoZero internal/bytealg.MakeNoZero
func bytealg_MakeNoZero(n int) []byte {
	if uintptr(n) > maxAlloc {
		panicmakeslicelen()
	}
	return bytesFor(nil, n)
}
