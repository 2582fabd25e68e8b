// SPDX-License-Identifier: MIT

// Package leaks has functions that only the compiler knows to be wrong in trap context,
// and some that are right.
//
//bugo:trapcontext
package leaks

import "bugo/leaks/helper"

// T is large enough not to be kept in registers.
type T struct{ words [8]uint64 }

// What escapes, goes here.
var (
	Global  *T
	Words   *[8]uint64
	Text    string
	Value   any
	Numbers = map[string]int{}
	Small   interface{ A() }
)

// EscapesByAddress takes the address of a local variable.
//
//go:noinline
func EscapesByAddress(n uint64) {
	var t T
	t.words[0] = n
	Global = &t
}

// EscapesLater keeps a literal's address in a local variable first.
//
//go:noinline
func EscapesLater(n uint64) {
	t := &T{}
	t.words[1] = n
	Global = t
}

// Concatenates makes a string.
//
//go:noinline
func Concatenates(a, b string) { Text = a + b }

// Boxes makes an interface of a value.
//
//go:noinline
func Boxes(t T) { Value = t }

// Looks looks into a map.
//
//go:noinline
func Looks(name string) int { return Numbers[name] }

// Defers has a deferred call that is known where it stands.
//
//go:noinline
func Defers() {
	defer Small.A()
	Small.A()
}

// Both has more methods than Small has.
type Both interface {
	A()
	B()
}

// Converts makes one interface of another, which may need a table of methods.
//
//go:noinline
func Converts(b Both) { Small = b }

// InLiteral has its fault in a literal.
//
//go:noinline
func InLiteral(n uint64) {
	each(n, func(i uint64) { Global = &T{words: [8]uint64{i}} })
}

//go:noinline
func each(n uint64, do func(uint64)) {
	for i := range n {
		do(i)
	}
}

// Fine does all that is allowed, and panics with what has to be made.
//
//go:noinline
func Fine(list []uint64, i int, t T) uint64 {
	if i > 100 {
		panic(t)
	}
	local := T{}
	local.words[i&7] = list[i]
	return sum(&local) / t.words[1]
}

//go:noinline
func sum(t *T) (n uint64) {
	for _, w := range t.words {
		n += w
	}
	return n
}

// Through calls a function of a package without marks.
//
//go:noinline
func Through(n uint64) { Words = helper.New(n) }

// Inlines calls what is inlined.
//
//go:noinline
func Inlines(n uint64) {
	Words = helper.Make(n) // in Inlines
}
