// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"runtime/internal/growth"
	"unsafe"
)

var growsliceError error = &message{text: "growslice: len out of range"}

// growslice gives append a larger array: a slice of newLen elements, of which
// the last num are the caller's to fill, does not fit into capacity oldCap.
func growslice(old unsafe.Pointer, newLen, oldCap, num int, elem *_type) slice {
	if newLen < 0 {
		panic(growsliceError)
	}
	if elem.Size_ == 0 {
		return slice{unsafe.Pointer(&zerobase), newLen, newLen}
	}
	newCap := growth.Capacity(newLen, oldCap, elem.Size_)
	size, ok := arraySize(elem, newCap)
	if !ok {
		panic(growsliceError)
	}
	p := allocateFor(size, elem)
	used := uintptr(newLen-num) * elem.Size_
	memmove(p, old, used)
	memclrNoHeapPointers(add(p, used), size-used)
	return slice{p, newLen, newCap}
}

// growsliceNoAlias is growslice where nobody else refers to the old array.
func growsliceNoAlias(old unsafe.Pointer, newLen, oldCap, num int, elem *_type) slice {
	return growslice(old, newLen, oldCap, num, elem)
}

// growsliceBuf is growslice with room for bufLen elements on the caller's
// stack, which serves as long as that is enough. moveSlice then copies what
// must outlive the caller.
func growsliceBuf(old unsafe.Pointer, newLen, oldCap, num int, elem *_type, buf unsafe.Pointer, bufLen int) slice {
	if newLen > bufLen {
		return growslice(old, newLen, oldCap, num, elem)
	}
	if old != buf {
		memmove(buf, old, uintptr(newLen-num)*elem.Size_)
	}
	memclrNoHeapPointers(add(buf, uintptr(newLen)*elem.Size_), uintptr(bufLen-newLen)*elem.Size_)
	return slice{buf, newLen, bufLen}
}

func growsliceBufNoAlias(old unsafe.Pointer, newLen, oldCap, num int, elem *_type, buf unsafe.Pointer, bufLen int) slice {
	return growsliceBuf(old, newLen, oldCap, num, elem, buf, bufLen)
}

// moveSlice copies a slice from the stack to the heap.
func moveSlice(elem *_type, old unsafe.Pointer, len, cap int) (unsafe.Pointer, int, int) {
	return moveTo(allocateFor(elem.Size_*uintptr(cap), elem), old, elem.Size_, len, cap)
}

func moveSliceNoScan(elemSize uintptr, old unsafe.Pointer, len, cap int) (unsafe.Pointer, int, int) {
	return moveTo(allocateBytes(elemSize*uintptr(cap)), old, elemSize, len, cap)
}

// moveSliceNoCap is moveSlice where the capacity does not matter.
func moveSliceNoCap(elem *_type, old unsafe.Pointer, len int) (unsafe.Pointer, int, int) {
	return moveSlice(elem, old, len, len)
}

func moveSliceNoCapNoScan(elemSize uintptr, old unsafe.Pointer, len int) (unsafe.Pointer, int, int) {
	return moveSliceNoScan(elemSize, old, len, len)
}

// moveTo copies all of old's capacity: what append has put beyond len may be
// read through another slice of the same array.
func moveTo(p, old unsafe.Pointer, elemSize uintptr, len, cap int) (unsafe.Pointer, int, int) {
	if old == nil {
		return nil, 0, 0
	}
	memmove(p, old, elemSize*uintptr(cap))
	return p, len, cap
}
