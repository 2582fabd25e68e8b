// SPDX-License-Identifier: MIT

package measure

import "bugo/heap"

// Names lists the allocators; their numbers are the indexes.
var Names = [...]string{"bump", "buddy", "tlsf"}

// The guest has no heap of its own to make them in.
var (
	bump  heap.Bump
	buddy heap.Buddy
	tlsf  heap.TLSF
)

// Allocator returns an allocator by its number. There is one of each: Init
// makes it fresh.
func Allocator(number int) heap.Allocator {
	switch Names[number] {
	case "bump":
		return &bump
	case "buddy":
		return &buddy
	default:
		return &tlsf
	}
}
