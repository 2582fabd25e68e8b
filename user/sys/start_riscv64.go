// SPDX-License-Identifier: MIT

package sys

import (
	"runtime"
	"unsafe"

	"bugo/user/abi"
)

// Start returns what the kernel told this app at its start: its number, how
// often it was started, and its arguments, the app's name first. Without a good
// start block all is zero.
func Start() (abi.StartInfo, []string) {
	address, size := runtime.BootArgs()
	if address == 0 {
		return abi.StartInfo{}, nil
	}
	info, arguments, err := abi.ParseStart(unsafe.Slice((*byte)(unsafe.Pointer(address)), size))
	if err != nil {
		println("sys.Start:", err.Error())
	}
	return info, arguments
}

// Window returns the app's window of memory: the image begins it, the start
// block ends it.
func Window() (base, end uintptr) {
	address, size := runtime.BootArgs()
	return runtime.Image().Text, address + size
}
