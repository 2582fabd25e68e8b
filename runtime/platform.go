// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import "unsafe"

// The platform package of a program supplies these by linkname, as in
//
//	//go:linkname sysWrite runtime.sysWrite
//	func sysWrite(p unsafe.Pointer, n int) { … }

// sysWrite sends n bytes at p to the console. It may be called at any time,
// also while a panic is being printed: it must not allocate.
func sysWrite(p unsafe.Pointer, n int)

// sysExit ends the program; 0 means success. It does not return.
func sysExit(code int)
