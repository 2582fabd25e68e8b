// SPDX-License-Identifier: MIT

package heap

// Error is a mistake in the use of an allocator. Its values are constants, so
// that reporting one needs no memory: an allocator that has none left must
// still be able to complain. Compare with errors.Is or ==.
type Error uint8

const (
	// ErrNoRegion: Init was given address 0, which no block may have because
	// Alloc returns it for "no memory".
	ErrNoRegion Error = 1 + iota

	// ErrRegionWraps: start + size passes the end of the address space.
	ErrRegionWraps

	// ErrRegionTooSmall: the region cannot hold the allocator's own records
	// and one smallest block.
	ErrRegionTooSmall

	// ErrRegionTooLarge: the region is larger than the allocator's records
	// can describe; the limit stands with its type.
	ErrRegionTooLarge

	// ErrForeign: Free was given an address that this heap never handed out,
	// or one inside a block.
	ErrForeign

	// ErrMisaligned: Free was given an address that no block can start at
	// because it is not aligned as every block is.
	ErrMisaligned

	// ErrDoubleFree: Free was given a block that is free already.
	ErrDoubleFree

	// ErrTooManyFrees: Bump was asked to free more blocks than are live.
	ErrTooManyFrees

	// ErrCorrupted: the heap's records contradict each other. Somebody wrote
	// outside a block, for instance past its end.
	ErrCorrupted
)

// messages is indexed by Error.
var messages = [...]string{
	0:                 "heap: no error",
	ErrNoRegion:       "heap: the region starts at address 0; give it a start that is not nil",
	ErrRegionWraps:    "heap: the region runs past the end of the address space; start + size must not overflow",
	ErrRegionTooSmall: "heap: the region is too small for the allocator's own records and one block",
	ErrRegionTooLarge: "heap: the region is larger than this allocator can manage",
	ErrForeign:        "heap: free of an address that is not the start of a block of this heap",
	ErrMisaligned:     "heap: free of a misaligned address",
	ErrDoubleFree:     "heap: double free",
	ErrTooManyFrees:   "heap: more frees than allocations",
	ErrCorrupted:      "heap: corrupted; something was written outside a block",
}

// Error returns one line that says what was wrong.
func (e Error) Error() string {
	if int(e) >= len(messages) {
		return "heap: unknown error"
	}
	return messages[e]
}
