// SPDX-License-Identifier: MIT

// Command doublefree is a kernel that gives a block back twice: the heap must say
// so, and where, instead of handing it out to two owners later.
package main

import (
	"unsafe"

	"bugo/heap/global"
	_ "bugo/kernel/platform"
)

// block is global, so that it comes from the heap.
var block *[64]byte

func main() {
	block = new([64]byte)
	println("first")
	global.Free(unsafe.Pointer(block))
	println("second")
	global.Free(unsafe.Pointer(block))
	println("not seen")
}
