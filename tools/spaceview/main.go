// SPDX-License-Identifier: MIT

// Command spaceview draws the address spaces that a kernel wrote on its console
// (package kernel/spacedump has the lines).
//
//	spaceview LOG                      names the spaces of a log
//	spaceview LOG --space kernel       draws one: kernel.svg
//	spaceview LOG --pair a --pair b    draws two apps' on both sides of memory: a-b.svg
//
// LOG is a file, or - for the standard input. File names are relative to the
// directory that `bazel run` was called in.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "spaceview:", err)
		os.Exit(1)
	}
}
