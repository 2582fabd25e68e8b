// SPDX-License-Identifier: MIT

// Command faulty does what an app must not, and looks at what the kernel says:
// bad pointers and unknown system calls are errors, and a load from where there
// is no memory ends this app and nothing else.
package main

import (
	"unsafe"

	"bugo/user/abi"
	"bugo/user/sys"
)

// kernelMemory is where the kernel's text lies, firmware's before it.
const (
	kernelMemory   = 0x8002_0000
	firmwareMemory = 0x8000_0000
)

func main() {
	check("write from the kernel's memory", sys.Call(abi.SysWrite, 1, kernelMemory, 16), abi.EFAULT)
	check("write from the firmware's memory", sys.Call(abi.SysWrite, 1, firmwareMemory, 16), abi.EFAULT)
	check("write from address 0", sys.Call(abi.SysWrite, 1, 0, 1), abi.EFAULT)
	check("write of more than there is", sys.Call(abi.SysWrite, 1, uintptr(unsafe.Pointer(&word)), 1<<62), abi.EFAULT)
	check("write to no file", sys.Call(abi.SysWrite, 7, uintptr(unsafe.Pointer(&word)), 1), abi.EBADF)
	check("no such system call", sys.Call(4000, 1, 2, 3), abi.ENOSYS)
	println("about to load from address", unsafe.Pointer(hole))
	word = *(*uint64)(unsafe.Pointer(hole))
	println("FAIL: still alive")
}

// hole lies behind the end of memory (k210-facts.md §1).
var hole uintptr = 0x8080_0008

var word uint64

func check(what string, result uintptr, want abi.Errno) {
	if _, err := abi.Split(result); err != want {
		println("FAIL:", what, "gave", result)
		sys.Exit(1)
	}
	println("ok:", what, "is", want.Error())
}
