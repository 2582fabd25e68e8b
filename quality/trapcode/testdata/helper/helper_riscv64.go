// SPDX-License-Identifier: MIT

// Package helper is called by code for trap context, and has no marks of its own.
package helper

// New makes words.
//
//go:noinline
func New(n uint64) *[8]uint64 {
	return fill(n)
}

//go:noinline
func fill(n uint64) *[8]uint64 {
	w := [8]uint64{n}
	return &w
}

// Make makes words in the function that calls it.
func Make(n uint64) *[8]uint64 {
	return &[8]uint64{n} // in Make
}
