// SPDX-License-Identifier: MIT

package gc

// What a collection costs at most, in instructions of the K210's instruction
// set. They were measured under QEMU's -icount, which counts exactly, with
// both allocators and have a tenth to spare; the boot test
// //kernel/tests:gcpause_tlsf_test and its twin for buddy hold them to it.
const (
	// PerKiBLive is for each KiB of blocks that are kept: to find and mark the
	// objects, and to follow their pointers. 128 pointers into the middle of
	// a long block of Buddy cost the most, then 64 objects of 16 bytes.
	PerKiBLive = 32000

	// PerKiBHeap is for each KiB of the allocator's region: to clear the
	// marks, make the index, go through the blocks and free garbage. 64
	// objects of 16 bytes, all of them garbage, cost the most.
	PerKiBHeap = 14500

	// PerKiBRoots is for each KiB of variables and stacks: 128 words, each of
	// which may be a pointer.
	PerKiBRoots = 45000
)

// PauseBound returns the most instructions that a collection takes. live is
// the length of the blocks that it keeps, heap that of the allocator's region,
// roots that of the memory that Root is given; all in bytes.
func PauseBound(live, heap, roots uint64) uint64 {
	return (live*PerKiBLive + heap*PerKiBHeap + roots*PerKiBRoots) >> 10
}
