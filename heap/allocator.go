// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// Allocator hands out pieces of one region of memory and takes them back.
//
// The zero value of every implementation is ready for Init, after which it
// must not be copied. No method allocates on the Go heap, locks, or panics;
// callers which share an allocator between harts or with interrupt handlers
// must serialise the calls.
type Allocator interface {
	// Init takes over the region [start, start+size): real addresses of
	// memory that nobody else uses. What the region held before does not
	// matter, it need not be cleared, and neither bound need be aligned.
	// Calling Init again forgets every block and starts afresh.
	Init(start, size uintptr) error

	// Alloc returns the address of at least size bytes, a multiple of align,
	// which stays the caller's until Free. The memory is not cleared. A size
	// of 0 is served as 1. align must be a power of two; 0 means 1. The
	// result is nil when align is no power of two or when no free block can
	// hold the request; Stats counts both as failures.
	Alloc(size, align uintptr) unsafe.Pointer

	// Free gives back a block that Alloc returned. Freeing nil does nothing.
	// A pointer that is not the start of a live block is reported by one of
	// this package's Error values, and the heap stays as it was.
	Free(p unsafe.Pointer) error

	// Stats returns the figures of this moment.
	Stats() Stats

	// Owns reports whether address lies in the memory this allocator hands
	// out: inside some block, live or free.
	Owns(address uintptr) bool
}

// Inspector is the second interface of those allocators that know each of
// their blocks: all but Bump. The collector, the tests and the tools that draw
// the heap walk it this way.
type Inspector interface {
	Allocator

	// UsableSize returns how many bytes of the live block at p the caller may
	// use, at least what was asked for; 0 when p is no live block.
	UsableSize(p unsafe.Pointer) uintptr

	// BlockOf returns the block, live or free, that address lies in; address
	// may point into its middle. The result is false outside all blocks.
	BlockOf(address uintptr) (Block, bool)

	// NextBlock returns the block with the lowest address above previous, and
	// the first block of all when previous is the zero Block. The result is
	// false after the last block. The heap must not change during the walk,
	// but a live block may be freed once the next live one is known: what lies
	// between them, as free blocks, slabs and spans, is then another.
	NextBlock(previous Block) (Block, bool)

	// LiveAt is BlockOf for live blocks only and without what they were asked
	// for: the collector's innermost loop. size is 0 if there is none. Blocks
	// that NextSearched returns are not found.
	LiveAt(address uintptr) (start, size uintptr)

	// NextSearched is NextBlock for those blocks, live or free, which BlockOf
	// would have to search for, and leaves out all that it finds in constant
	// time. Each starts at a multiple of 64. Who has many addresses to look up
	// makes an index of these first.
	NextSearched(previous Block) (Block, bool)

	// Check verifies every invariant of the heap's own records and returns
	// ErrCorrupted if one does not hold. It takes time proportional to the
	// number of blocks.
	Check() error
}

// Block describes one piece of the region, as NextBlock and BlockOf return it.
type Block struct {
	Start     uintptr // address of the block's first usable byte
	Size      uintptr // usable bytes
	Requested uintptr // bytes asked for by Alloc; 0 when Free
	Free      bool
}

// Stats tells how a heap is used. All figures but the counts are in bytes.
type Stats struct {
	// Requested is the sum of the sizes asked for, over the live blocks.
	Requested uintptr

	// HandedOut is what the live blocks take from the region: Requested plus
	// rounding, alignment and headers. HandedOut - Requested is the internal
	// fragmentation.
	HandedOut uintptr

	// Free is what is left: HandedOut + Free is constant after Init. Reports
	// of free memory say nothing about whether a request can be met, because
	// the memory may lie in pieces: see LargestFree.
	Free uintptr

	// LargestFree is the size of the largest request of alignment 1 which
	// would succeed now; so would every smaller one. 1 - LargestFree/Free is
	// the external fragmentation.
	LargestFree uintptr

	// Peak is the most of the region that was needed at once since Init. For
	// Buddy it is the highest HandedOut. Bump and TLSF, which go upwards, count
	// what lies between blocks too: it is the size of region that would have
	// been enough.
	Peak uintptr

	// Allocations is the number of live blocks.
	Allocations uintptr

	// Failures is the number of calls of Alloc that returned nil since Init.
	Failures uintptr
}
