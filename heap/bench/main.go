// SPDX-License-Identifier: MIT

// Command bench measures allocators over traces, on the host and in the
// machine that they are for, and prints tables of what they cost and waste.
//
//	./bazelw run //heap/bench                       the project's traces
//	./bazelw run //heap/bench -- TRACE... --csv FILE
//	./bazelw run //heap/bench -- --update heap/README.md
//
// The guest's figures are instructions, counted under QEMU's -icount, and
// repeat exactly; so does all that is said of memory. Nanoseconds on the host
// are for information. Package measure tells what is measured and how, package
// job how the guest gets its traces, package outcome what it prints.
//
// File names are relative to the directory that `bazel run` was called in.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newCommand(runMachine).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
