// SPDX-License-Identifier: MIT

// Command echo writes the console's lines back until the line quit, or the end
// of input.
package main

import (
	"bugo/user/io"
	"bugo/user/os"
)

func main() {
	var line [128]byte
	lines := 0
	for {
		n, err := os.Stdin.Read(line[:])
		if err == io.EOF {
			break
		}
		if err != nil {
			println("echo: cannot read:", err.Error())
			os.Exit(1)
		}
		if text := string(line[:n]); text == "quit\n" || text == "quit\r\n" || text == "quit" {
			break
		}
		if _, err := os.Stdout.Write(line[:n]); err != nil {
			println("echo: cannot write:", err.Error())
			os.Exit(1)
		}
		lines++
	}
	println("echo:", lines, "pieces of text echoed")
}
