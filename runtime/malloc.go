// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/math"
	"unsafe"
)

type _type = abi.Type

// maxAlloc bounds what make and append ask for: Go's own limit on riscv64, so
// that the same sizes panic with the same message.
const maxAlloc = 1 << 48

// zerobase is the address of everything that has no size.
var zerobase uintptr

// allocate returns size bytes, or ends the program in the alloc error handler.
// A nil typ means data without pointers. Otherwise the caller fills the memory
// before it allocates again: a collection will look at it.
func allocate(size, align uintptr, typ *_type) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&zerobase)
	}
	if size >= 8 && align < 8 {
		// A byte slice may hold whole words: give it the alignment it has in stock Go.
		align = 8
	}
	if allocator == nil {
		allocError(size, align)
	}
	if collectionDue != nil && collectionDue(size) {
		collect()
	}
	p := allocator.Alloc(size, align)
	if p == nil {
		if p = retry(size, align); p == nil {
			allocError(size, align)
		}
	}
	if typ != nil && typ.PtrBytes != 0 && setPointers != nil {
		mask := typ.GCData
		if typ.TFlag&abi.TFlagGCMaskOnDemand != 0 {
			// A type of more than 128 KiB has no mask in the image: any word of
			// it may be a pointer.
			mask = nil
		}
		setPointers(p, size, mask, typ.PtrBytes/8, typ.Size_)
	}
	return p
}

// allocateBytes is for data without pointers which the caller fills wholly.
func allocateBytes(n uintptr) unsafe.Pointer { return allocate(n, 1, nil) }

// mallocgc serves new, make and escaping variables. A nil typ means data
// without pointers.
func mallocgc(size uintptr, typ *_type, needzero bool) unsafe.Pointer {
	align, noscan := uintptr(1), true
	if typ != nil {
		align, noscan = uintptr(typ.Align_), typ.PtrBytes == 0
	}
	p := allocate(size, align, typ)
	if needzero || !noscan {
		memclrNoHeapPointers(p, size)
	}
	return p
}

// allocateFor is mallocgc for memory that the caller fills wholly.
func allocateFor(size uintptr, typ *_type) unsafe.Pointer {
	return allocate(size, uintptr(typ.Align_), typ)
}

func newobject(typ *_type) unsafe.Pointer { return mallocgc(typ.Size_, typ, true) }

var allocationSizeError error = &message{text: "runtime: allocation size out of range", plain: true}

func newarray(typ *_type, n int) unsafe.Pointer {
	size, overflow := math.MulUintptr(typ.Size_, uintptr(n))
	if overflow || size > maxAlloc || n < 0 {
		panic(allocationSizeError)
	}
	return mallocgc(size, typ, true)
}
