// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// An allocator's records live in the region itself, at addresses that are
// plain numbers to Go. They are uintptr and never pointers: a pointer store
// would pass through the garbage collector's write barrier, and the memory
// behind it is none of the collector's business.

const (
	wordSize = 8
	maxAddr  = ^uintptr(0)
)

// at turns an address inside a region into a pointer.
func at(address uintptr) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(nil), address)
}

// addressOf is the inverse of at.
func addressOf(word *uintptr) uintptr { return uintptr(unsafe.Pointer(word)) }

func load(address uintptr) uintptr         { return *(*uintptr)(at(address)) }
func store(address uintptr, value uintptr) { *(*uintptr)(at(address)) = value }
func loadByte(address uintptr) uint8       { return *(*uint8)(at(address)) }
func storeByte(address uintptr, v uint8)   { *(*uint8)(at(address)) = v }

// alignUp rounds address up to a multiple of align, a power of two. It wraps
// to a small number when there is no such multiple below 2^64.
func alignUp(address, align uintptr) uintptr { return (address + align - 1) &^ (align - 1) }

// isPowerOfTwo also accepts 0, which Alloc takes as 1.
func isPowerOfTwo(n uintptr) bool { return n&(n-1) == 0 }

// checkRegion reports what is wrong with a region before any of it is touched.
func checkRegion(start, size uintptr) error {
	if start == 0 {
		return ErrNoRegion
	}
	if size > maxAddr-start {
		return ErrRegionWraps
	}
	return nil
}
