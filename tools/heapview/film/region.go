// SPDX-License-Identifier: MIT

package film

import (
	"fmt"
	"math/bits"
	"unsafe"
)

// A heap of the kernel starts behind the kernel's data, at an address that is
// aligned to 16 and to nothing more. regionOffset is such an address, counted
// from a boundary that is aligned to more than the heap's size: where blocks
// are aligned by their address, as buddies are, the host's choice of an address
// must not show in the film.
const regionOffset = 0x31230

// maxHeap keeps the recording machine's memory in bounds. The region is
// allocated with as much again before and after it.
const maxHeap = 1 << 30

// minHeap is less than any allocator needs for its records.
const minHeap = 64

// region is memory for a heap.
type region struct {
	memory []byte // keeps it from the garbage collector
	start  uintptr
}

func newRegion(size int) (region, error) {
	if size < minHeap || size > maxHeap {
		return region{}, fmt.Errorf("a heap of %d bytes cannot be replayed: give it from %d bytes to 1 GiB", size, minHeap)
	}
	boundary := uintptr(1) << bits.Len(uint(size|regionOffset))
	memory := make([]byte, 2*boundary+uintptr(size))
	start := (uintptr(unsafe.Pointer(unsafe.SliceData(memory)))+boundary-1)&^(boundary-1) + regionOffset
	return region{memory, start}, nil
}
