// SPDX-License-Identifier: MIT

// Command retry is a kernel that fills its heap and keeps a reserve: the hook
// gives the reserve back when an allocation fails, and the allocation that
// failed then succeeds. When there is no reserve left, the alloc error handler
// has the last word.
package main

import (
	"runtime"
	"unsafe"

	"bugo/heap/global"
	_ "bugo/kernel/platform"
)

const reserveSize = 256 << 10

type block struct {
	next *block
	data [5000]byte
}

var (
	blocks  *block
	reserve []byte
)

func main() {
	reserve = make([]byte, reserveSize)
	runtime.OnOutOfMemory(giveReserveBack)
	n := 0
	for {
		blocks = &block{next: blocks}
		n++
		if reserve == nil && n >= 0 {
			println("the allocation that failed has succeeded")
			n = -1 << 40 // said once
		}
	}
}

// giveReserveBack is the hook: it frees the reserve, if it is still there.
func giveReserveBack(size, align uintptr) bool {
	println("no", size, "bytes at a multiple of", align)
	if reserve == nil {
		println("and no reserve")
		return false
	}
	global.Free(unsafe.Pointer(&reserve[0]))
	reserve = nil
	println("the reserve is given back")
	return true
}
