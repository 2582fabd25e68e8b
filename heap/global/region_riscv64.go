// SPDX-License-Identifier: MIT

package global

import (
	"runtime"

	"bugo/heap"
)

// Allocator returns the heap itself, for those who look at it block by block.
// They must not change it.
func Allocator() heap.Allocator { return &instance }

// Region returns the memory that the heap was given: its first address and its
// length in bytes.
func Region() (start, size uintptr) {
	image := runtime.Image()
	return image.Heap, image.EHeap - image.Heap
}
