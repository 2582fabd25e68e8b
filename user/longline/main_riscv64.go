// SPDX-License-Identifier: MIT

// Command longline prints more in one piece than one system call takes: by print,
// which knows of no errors, and by os.
package main

import "bugo/user/os"

// length is three times what the kernel shows at once.
const length = 3000

var line [length]byte

func main() {
	for i := range line {
		line[i] = 'x'
	}
	println(string(line[:]))
	for i := range line {
		line[i] = 'y'
	}
	if n, err := os.Stdout.Write(line[:]); n != length || err != nil {
		println("longline: FAIL:", n, "bytes went out")
		os.Exit(1)
	}
	println()
}
