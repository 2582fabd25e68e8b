// SPDX-License-Identifier: MIT

// Command call makes one system call, that of a number, and says what came of it:
//
//	call NUMBER [spin]
//
// With spin, it then computes until somebody ends it. The kernels of
// //kernel/tests have calls of their own, which go wrong.
package main

import (
	"bugo/user/args"
	"bugo/user/os"
	"bugo/user/sys"
)

func main() {
	if len(os.Args) < 2 {
		println("call: FAIL: say which number, such as 172")
		os.Exit(1)
	}
	number, ok := args.Number(os.Args[1])
	if !ok {
		println("call: FAIL: no number:", os.Args[1])
		os.Exit(1)
	}
	println("call:", number, "gave", int(sys.Call(uintptr(number), 0, 0, 0, 0, 0, 0)))
	for len(os.Args) > 2 {
	}
}
