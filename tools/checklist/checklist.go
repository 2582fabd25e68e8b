// SPDX-License-Identifier: MIT

// Package checklist runs the checks of a command one after the other, says of each how
// it went, and counts. It is for checks that run Bazel themselves: those cannot be a
// part of `bazel test //...`, and build on each other, in the order of their list.
package checklist

import (
	"fmt"
	"io"
	"time"
)

// Check is one property of what is checked.
type Check[T any] struct {
	Name string
	Run  func(T) error
}

// Run runs checks of subject, all of them, and writes a line for each; behind one that
// has failed stands its error.
func Run[T any](out io.Writer, subject T, checks []Check[T]) (passed, failed int) {
	for _, check := range checks {
		start := time.Now()
		err := check.Run(subject)
		took := time.Since(start).Round(100 * time.Millisecond)
		if err != nil {
			failed++
			fmt.Fprintf(out, "FAIL %s (%v)\n%v\n", check.Name, took, err)
			continue
		}
		passed++
		fmt.Fprintf(out, "ok   %s (%v)\n", check.Name, took)
	}
	return passed, failed
}
