// SPDX-License-Identifier: MIT

// Command heapview shows heaps: what traces of allocations do to each
// allocator's memory, or what a running kernel's heap looks like.
//
//	heapview TRACE...            writes heapview.html, a page that plays them
//	heapview --console LOG       shows the dumps in the log of a console
//	heapview TRACE --png FILE --at 0.5    a still picture
//
// Packages trace and dump have the formats of traces and of dumps. File names
// are relative to the directory that `bazel run` was called in.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "heapview:", err)
		os.Exit(1)
	}
}
