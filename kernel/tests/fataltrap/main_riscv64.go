// SPDX-License-Identifier: MIT

// Command fataltrap is a kernel that loads from where there is no memory, in a
// leaf function: no Go panic can come of that, so the kernel must show what it
// knows and end the machine.
package main

import (
	"unsafe"

	"bugo/kernel/handlers"
)

// hole lies behind the end of memory (k210-facts.md §1).
var hole uintptr = 0x8080_0008

func main() {
	handlers.Init()
	println("about to load:", load(hole))
}

//go:noinline
func load(address uintptr) uint64 { return *(*uint64)(unsafe.Pointer(address)) }
