// SPDX-License-Identifier: MIT

// Command timeline draws who ran when, from what a kernel printed of its
// switches (package task/timeline has the lines).
//
//	timeline LOG                       writes timeline.svg here
//	timeline LOG --png FILE            a picture of pixels
//	timeline LOG --text                characters, on the terminal
//	timeline LOG --from 10 --to 12.5   only these milliseconds
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
		fmt.Fprintln(os.Stderr, "timeline:", err)
		os.Exit(1)
	}
}
