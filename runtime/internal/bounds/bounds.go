// SPDX-License-Identifier: MIT

// Package bounds has the messages of failed bounds checks, in Go's words.
package bounds

// A Code says which check failed. The numbers are the compiler's
// (internal/abi.BoundsErrorCode).
type Code uint8

const (
	Index          Code = iota // s[x], x not below len(s) = y
	SliceLength                // s[:x] of a string or array
	SliceCapacity              // s[:x] of a slice
	SliceLow                   // s[x:y], x above y
	Slice3Length               // s[::x] of an array
	Slice3Capacity             // s[::x] of a slice
	Slice3High                 // s[:x:y], x above y
	Slice3Low                  // s[x:y:], x above y
	SliceToArray               // [x]T(s), len(s) = y below x
	codes          = iota
)

const (
	index    = "index out of range ["
	slice    = "slice bounds out of range ["
	length   = "] with length "
	capacity = "] with capacity "
	convert  = "cannot convert slice with length "
	array    = " to array or pointer to array with length "
)

// texts are what stands before, between and after the two numbers.
var texts = [codes][3]string{
	Index:          {index, length, ""},
	SliceLength:    {slice + ":", length, ""},
	SliceCapacity:  {slice + ":", capacity, ""},
	SliceLow:       {slice, ":", "]"},
	Slice3Length:   {slice + "::", length, ""},
	Slice3Capacity: {slice + "::", capacity, ""},
	Slice3High:     {slice + ":", ":", "]"},
	Slice3Low:      {slice, ":", ":]"},
	SliceToArray:   {convert, array, ""},
}

// Texts returns what stands before, between and after the two numbers of a
// message: x and y, but y and x for SliceToArray.
//
// If x is negative y tells nothing new. Then both is false, and y is left
// out, with what would introduce it: "index out of range [-1]".
func Texts(code Code, negative bool) (before, between, after string, both bool) {
	t := &texts[code]
	before, between, after = t[0], t[1], t[2]
	if !negative || code == SliceToArray {
		return before, between, after, true
	}
	if between[0] == ']' {
		return before, "]", "", false
	}
	return before, between, after, false
}
