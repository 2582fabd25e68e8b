// SPDX-License-Identifier: MIT

// Package number writes numbers as text, for print and for panic messages.
//
// It has no tables and allocates nothing, so that it costs a kernel little and
// works when memory is out: every function fills a buffer of the caller. The
// texts are the ones Go's print statements give: integers in base 10 or 16, and
// for floating-point numbers the shortest decimal that reads back as the same
// value (the format that strconv calls 'g' with precision -1).
//
// Floating-point numbers come as their IEEE 754 bits: the package uses integer
// instructions only, since a trap handler may run with the F registers off.
//
// Every image holds this package, because a panic may print any number. So it
// is made small rather than fast: that is what noinline is for.
package number

// Sizes of buffers that hold the longest texts.
const (
	IntSize   = 20 // the digits of an uint64
	FloatSize = 24 // -1.2345678901234567e-308
)

// Int writes v in base 10, or 16 if hex is set, at the end of text, which must
// have room for IntSize bytes. It returns the index of the first digit.
//
//go:noinline
func Int(text []byte, v uint64, hex bool) int {
	i := len(text)
	for {
		rest, digit := v/10, v%10
		if hex {
			rest, digit = v>>4, v&15
		}
		i--
		text[i] = "0123456789abcdef"[digit]
		if v = rest; v == 0 {
			return i
		}
	}
}
