// SPDX-License-Identifier: MIT

// Command outofmemory is a kernel that keeps all it allocates until the heap
// has no more: the alloc error handler must say what was asked for and where.
package main

import (
	_ "bugo/heap/global"
	_ "bugo/kernel/platform"
)

type block struct {
	next *block
	data [5000]byte
}

var blocks *block

func main() {
	n := 0
	for {
		n++
		if n == 100 {
			println("100 blocks of 5008 bytes are there")
		}
		hold()
	}
}

//go:noinline
func hold() { blocks = &block{next: blocks} }
