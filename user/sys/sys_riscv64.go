// SPDX-License-Identifier: MIT

package sys

import (
	"unsafe"

	_ "bugo/heap/global" // new, make and append
	"bugo/user/abi"
)

// entryInstret is the instruction counter at the app's entry. The entry code
// writes it before .bss is cleared, so it is initialised data.
var entryInstret uint64 = 1

// EntryInstret returns the value that instret had at the app's entry.
func EntryInstret() uint64 { return entryInstret }

// Call makes system call number and returns a0: see abi.Split.
//
//go:noescape
func Call(number, a0, a1, a2 uintptr) uintptr

// Write writes p to a file descriptor and returns how many bytes went out.
func Write(fd int, p []byte) (int, error) {
	return result(Call(abi.SysWrite, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p))))
}

// WriteString is Write of a string's bytes, without a copy.
func WriteString(fd int, s string) (int, error) {
	return result(Call(abi.SysWrite, uintptr(fd), uintptr(unsafe.Pointer(unsafe.StringData(s))), uintptr(len(s))))
}

func result(a0 uintptr) (int, error) {
	value, err := abi.Split(a0)
	if err != 0 {
		return 0, err
	}
	return int(value), nil
}

// Exit ends the app.
func Exit(code int) {
	for {
		Call(abi.SysExit, uintptr(code), 0, 0)
	}
}

//go:linkname sysWrite runtime.sysWrite
func sysWrite(p unsafe.Pointer, n int) {
	Call(abi.SysWrite, 2, uintptr(p), uintptr(n))
}

//go:linkname sysExit runtime.sysExit
func sysExit(code int) { Exit(code) }
