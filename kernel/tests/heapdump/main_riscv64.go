// SPDX-License-Identifier: MIT

// Command heapdump is a kernel that shows its heap on the console, four times:
// as it comes up, full of blocks of three sizes, with every second of them
// freed, and with one large block more. heapview makes a film of it.
package main

import (
	"unsafe"

	"bugo/heap/global"
	"bugo/kernel/heapdump"
	"bugo/kernel/platform"
)

// The sizes are found in the dump again: 30 is 48 bytes, 3e8 is 1000, 1770 is
// 6000 and 30d40 is 200,000 in hexadecimal.
var sizes = [...]int{48, 1000, 6000}

const (
	rounds = 60
	large  = 200_000
)

// The blocks are held here and not in a slice, which would be a block too.
var (
	blocks [rounds * len(sizes)][]byte
	last   []byte
)

func main() {
	show("the heap as it comes up")
	for i := range blocks {
		blocks[i] = make([]byte, sizes[i%len(sizes)])
	}
	show("60 blocks of each size")
	for i := 0; i < len(blocks); i += 2 {
		global.Free(unsafe.Pointer(&blocks[i][0]))
		blocks[i] = nil
	}
	show("every second one freed")
	last = make([]byte, large)
	show("one large block")
	platform.Shutdown(true)
}

func show(what string) {
	println("[heapdump]", what)
	if err := heapdump.Print(); err != nil {
		panic(err)
	}
}
