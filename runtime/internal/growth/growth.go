// SPDX-License-Identifier: MIT

// Package growth decides how much room append makes.
//
// The language promises only that it is enough. Doubling keeps the cost of
// many appends linear; from 256 elements on a slice grows by a quarter and a
// little more, so that large ones do not leave half of a small machine's memory
// unused. A slice's first array has at least 8 bytes: less would be rounded up
// by any allocator.
package growth

const (
	threshold  = 256 // elements
	firstBytes = 8
)

// Capacity returns the number of elements of the new array when a slice with
// room for capacity elements, size bytes each, must hold length. It is at
// least length.
func Capacity(length, capacity int, size uintptr) int {
	enough := capacity + capacity
	if capacity >= threshold {
		enough = capacity + capacity/4 + threshold*3/4
	}
	if capacity == 0 && size > 0 {
		enough = firstBytes / int(min(size, firstBytes))
	}
	// The sum of two ints may have overflowed: length then stands.
	return max(length, enough)
}
