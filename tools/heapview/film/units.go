// SPDX-License-Identifier: MIT

package film

import (
	"strconv"
	"strings"
)

// Bytes writes a number of bytes for people: 512 B, 1.5 KiB, 3 MiB.
func Bytes(n int) string {
	switch {
	case n >= 1<<20:
		return trimmed(float64(n)/(1<<20)) + " MiB"
	case n >= 1<<10:
		return trimmed(float64(n)/(1<<10)) + " KiB"
	}
	return strconv.Itoa(n) + " B"
}

// trimmed writes three digits of x, without zeros at the end.
func trimmed(x float64) string {
	switch {
	case x >= 100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 10:
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
	}
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}

// Count writes a number with commas between its thousands.
func Count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Blocks writes a number of blocks.
func Blocks(n int) string {
	if n == 1 {
		return "1 block"
	}
	return Count(n) + " blocks"
}
