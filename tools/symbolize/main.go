// SPDX-License-Identifier: MIT

// Command symbolize writes behind each address in a console's log which
// function and line it is.
//
//	symbolize < LOG              the programs that `./bazelw run //:qemu` boots
//	symbolize LOG...             files instead of the standard input
//	symbolize --elf FILE --elf NAME=FILE < LOG    other programs
//
// Package console says what is annotated and package program how an address is
// told. A program's NAME is what the kernel calls an app; it matters where
// apps share their addresses. File names are relative to the directory that
// `bazel run` was called in.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newCommand(os.Args[0]).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "symbolize:", err)
		os.Exit(1)
	}
}
