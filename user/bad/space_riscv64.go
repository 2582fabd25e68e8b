// SPDX-License-Identifier: MIT

package main

import (
	"unsafe"

	"bugo/user/os"
	"bugo/user/sys"
	"bugo/user/time"
)

// code is an instruction among the variables: ret.
var code uint32 = 0x0000_8067

// trampolineCall is a system call that only the kernel of //kernel/tests/isolation
// has: it tells where the trap vector is.
const trampolineCall = 250

// trampoline returns the address of the code by which every trap enters the kernel.
func trampoline() uintptr { return sys.Call(trampolineCall, 0, 0, 0, 0, 0, 0) }

// keptAt is how far up its heap keep has its secret: beyond the limit of other_app's.
const keptAt = 0x30000

// keep puts something of its own into its memory, and makes sure a moment later that it
// is still there.
func keep() {
	secret := uint64(0x5ec2e7<<8 | os.Getpid())
	kept := (*uint64)(unsafe.Pointer(sys.Layout().Heap + keptAt))
	*kept = secret
	println("bad: keeping a secret at", kept)
	time.Sleep(200 * time.Millisecond)
	if *kept != secret {
		println("bad: FAIL: somebody has written", *kept)
		os.Exit(1)
	}
	println("bad: the secret is still there")
}

// hog touches one page of its heap after the other, and has more of it than there is
// memory.
func hog() {
	l := sys.Layout()
	println("bad: about to use", l.HeapEnd-l.Heap, "bytes")
	for address := l.Heap; address < l.HeapEnd; address += 4096 {
		*(*uint64)(unsafe.Pointer(address)) = 1
	}
}
