// SPDX-License-Identifier: MIT

// Package features checks the language, feature by feature: what the compiler
// leaves to package runtime must do what the Go specification says, and fail in
// the very words of stock Go.
//
// The checks are ordinary Go without a word about the machine. On the host,
// under stock Go, a test runs them to prove that they expect the right thing;
// on bare metal, package boot runs the same ones on the runtime of this
// repository. Where the compiler could work a result out by itself, the
// operands go through opaque.
package features

import "strconv"

// A recorder counts checks and hands their results on.
type recorder struct {
	report         func(name string, ok bool, detail string)
	passed, failed int
}

// Run runs all checks and calls report for each. detail says what was wrong.
func Run(report func(name string, ok bool, detail string)) (passed, failed int) {
	r := &recorder{report: report}
	for _, group := range []func(*recorder){
		declarations, control, numbers, strings_, slices_, maps_, interfaces, generics,
		closures, defers, recovers, panics, packages, callers, memory,
	} {
		group(r)
	}
	return r.passed, r.failed
}

// equal is a check that got is want.
func (r *recorder) equal(name, got, want string) {
	if got == want {
		r.passed++
		r.report(name, true, "")
		return
	}
	r.failed++
	r.report(name, false, "got="+got+" want="+want)
}

// is is a check that a condition holds.
func (r *recorder) is(name string, ok bool) { r.equal(name, strconv.FormatBool(ok), "true") }

// opaque hides a value from the compiler.
//
//go:noinline
func opaque[T any](v T) T { return v }

// sink is where values go that must lie on the heap.
var sink any

//go:noinline
func keep(v any) { sink = v }

func itoa(n int) string { return strconv.Itoa(n) }

// ints writes a list as in "1 2 3".
func ints(list []int) string {
	text := ""
	for i, n := range list {
		if i > 0 {
			text += " "
		}
		text += itoa(n)
	}
	return text
}
