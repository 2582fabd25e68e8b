// SPDX-License-Identifier: MIT

// Package sizes writes byte counts and address ranges the way all messages of
// our tools do: 140,000 and [0x80400000, 0x80420000).
package sizes

import (
	"fmt"
	"strconv"
)

// Bytes returns n in decimal with a comma between groups of three digits.
func Bytes(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Range returns the half-open address range [low, high) in hexadecimal.
func Range(low, high uint64) string { return fmt.Sprintf("[%#x, %#x)", low, high) }
