// SPDX-License-Identifier: MIT

// Package runes decodes and encodes UTF-8 (RFC 3629) for the language's own
// conversions: range over a string, []rune(s), string(r).
//
// Bytes that are not UTF-8 stand for U+FFFD one by one, and so does a number
// that is no Unicode scalar value, as the Go specification has it.
package runes

// Error is what stands for a byte or a number that encodes nothing.
const Error = '\uFFFD'

// MaxBytes is the length of the longest encoding.
const MaxBytes = 4

const (
	surrogateMin = 0xD800
	surrogateMax = 0xDFFF
	maxRune      = 0x10FFFF
)

// smallest[n] is the least rune that needs n bytes. A longer form of a smaller
// one is not UTF-8.
var smallest = [MaxBytes + 1]rune{2: 0x80, 3: 0x800, 4: 0x10000}

// Decode returns the rune that begins at s[at], and the index after it.
func Decode(s string, at int) (r rune, next int) {
	first := s[at]
	var length int
	switch {
	case first < 0x80:
		return rune(first), at + 1
	case first < 0xC0: // a continuation byte
		return Error, at + 1
	case first < 0xE0:
		length, r = 2, rune(first&0x1F)
	case first < 0xF0:
		length, r = 3, rune(first&0x0F)
	case first < 0xF8:
		length, r = 4, rune(first&0x07)
	default:
		return Error, at + 1
	}
	if len(s)-at < length {
		return Error, at + 1
	}
	for i := 1; i < length; i++ {
		c := s[at+i]
		if c&0xC0 != 0x80 {
			return Error, at + 1
		}
		r = r<<6 | rune(c&0x3F)
	}
	if r < smallest[length] || !valid(r) {
		return Error, at + 1
	}
	return r, at + length
}

func valid(r rune) bool {
	return uint32(r) <= maxRune && (r < surrogateMin || r > surrogateMax)
}

// Length returns how many bytes Encode writes for r.
func Length(r rune) int {
	switch {
	case !valid(r):
		return 3 // of Error
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r < 0x10000:
		return 3
	}
	return 4
}

// Encode writes r at the start of p, which must be long enough, and returns
// the number of bytes written.
func Encode(p []byte, r rune) int {
	if !valid(r) {
		r = Error
	}
	n := Length(r)
	if n == 1 {
		p[0] = byte(r)
		return 1
	}
	for i := n - 1; i > 0; i-- {
		p[i] = 0x80 | byte(r&0x3F)
		r >>= 6
	}
	p[0] = byte(uint(0xF00)>>n) | byte(r) // n one bits, then a zero
	return n
}

// Count returns the number of runes in s.
func Count(s string) int {
	n := 0
	for i := 0; i < len(s); n++ {
		_, i = Decode(s, i)
	}
	return n
}
