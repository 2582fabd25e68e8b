// SPDX-License-Identifier: MIT

// Command extld stands for the C compiler that the Go linker calls in external
// mode to link the object that it has written, go.o. It copies that object to
// where the linked program would go: image.bzl links it further, with GNU ld
// and a script. With it no action looks a program up on PATH.
//
// It is a copy, and not the linker's own -tmpdir as an output of the action,
// because the Go linker sets go.o's time to 1970. Bazel remembers a file's
// digest by its inode, size and time; an edit that changes none of them would
// have left a stale image behind.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "extld:", err)
		os.Exit(1)
	}
}

// run copies go.o to what follows -o. A call without go.o is the Go linker
// trying whether some flag is known: that is a success.
func run(args []string) error {
	var in, out string
	for i, arg := range args {
		switch {
		case filepath.Base(arg) == "go.o":
			in = arg
		case arg == "-o" && i+1 < len(args):
			out = args[i+1]
		}
	}
	if in == "" {
		return nil
	}
	if out == "" {
		return fmt.Errorf("no -o among the arguments %q: has the Go linker changed?", args)
	}
	object, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	return os.WriteFile(out, object, 0o666)
}
