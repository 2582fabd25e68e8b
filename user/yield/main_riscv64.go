// SPDX-License-Identifier: MIT

// Command yield prints lines and gives way to the other apps after each, so
// that several of it alternate.
//
//	yield [LINES]
package main

import (
	"bugo/user/args"
	"bugo/user/os"
	"bugo/user/sys"
)

func main() {
	lines := uint64(5)
	if len(os.Args) > 1 {
		var ok bool
		if lines, ok = args.Number(os.Args[1]); !ok || lines < 1 {
			println("yield:", os.Args[1], "is no number of lines")
			os.Exit(1)
		}
	}
	name := "yield"
	if len(os.Args) > 0 {
		name = os.Args[0]
	}
	for n := uint64(1); n <= lines; n++ {
		print(name, " [", n, "/", lines, "]\n")
		if err := sys.SchedYield(); err != nil {
			println("yield: FAIL:", err.Error())
			os.Exit(1)
		}
	}
}
