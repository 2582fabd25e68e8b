// SPDX-License-Identifier: MIT

package sys

import (
	"runtime"
	"unsafe"

	_ "bugo/heap/global" // new, make and append
	"bugo/user/abi"
)

// sysWrite is package runtime's console: standard error. One call of the kernel
// may show less than all; where it shows nothing, nobody is left to be told.
//
//go:linkname sysWrite runtime.sysWrite
func sysWrite(p unsafe.Pointer, n int) {
	for n > 0 {
		shown := int(call3(abi.SysWrite, 2, uintptr(p), uintptr(n)))
		if shown <= 0 {
			return
		}
		p = unsafe.Add(p, shown)
		n -= shown
	}
}

// nilFault is the address of the runtime's function that turns a nil dereference
// into a panic. Nothing here calls it: the kernel hands a fault at an address
// below 4096 up by making the app call it, and finds it by its symbol. To keep
// it in the program is all that this variable is for.
var nilFault = runtime.SigpanicPC()

// sysExit is package runtime's end.
//
//go:linkname sysExit runtime.sysExit
func sysExit(code int) { Exit(int32(code)) }
