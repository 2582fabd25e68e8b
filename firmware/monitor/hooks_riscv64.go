// SPDX-License-Identifier: MIT

package monitor

import "unsafe"

// What package runtime needs of its platform. Nobody supplies an allocator:
// the firmware does not allocate, and an allocation is a fatal error.

// sysWrite is package runtime's console, for panics.
//
//go:linkname sysWrite runtime.sysWrite
func sysWrite(p unsafe.Pointer, n int) {
	if services.Board == nil {
		return
	}
	for i := range n {
		services.Board.Console.Tx(*(*byte)(unsafe.Add(p, i)))
	}
}

// sysExit is package runtime's end: a panic in the firmware ends the machine.
//
//go:linkname sysExit runtime.sysExit
func sysExit(code int) { end(code != 0) }
