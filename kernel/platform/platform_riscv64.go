// SPDX-License-Identifier: MIT

package platform

import (
	"unsafe"

	"bugo/arch/sbi"
	"bugo/platforms/k210"
	"bugo/platforms/virt"
)

// entryInstret is the instruction counter at the kernel's entry. The entry
// code writes it before .bss is cleared, so it is initialised data.
var entryInstret uint64 = 1

// EntryInstret returns the value that instret had at the kernel's entry.
func EntryInstret() uint64 { return entryInstret }

// TimebaseHz returns how often the timer counts in a second. One kernel serves
// both machines: the chip's maker tells them apart.
func TimebaseHz() uint64 {
	if sbi.Mvendorid() == k210.MvendorID {
		return k210.TimebaseHz
	}
	return virt.TimebaseHz
}

// sysWrite is package runtime's console.
//
//go:linkname sysWrite runtime.sysWrite
func sysWrite(p unsafe.Pointer, n int) { sbi.ConsoleWrite(p, n) }

// sysExit is package runtime's end: QEMU exits with 0 when code is 0, and
// with 1 otherwise.
//
//go:linkname sysExit runtime.sysExit
func sysExit(code int) { Shutdown(code == 0) }

// Shutdown ends the machine and does not return.
func Shutdown(ok bool) {
	reason := sbi.ResetReasonNone
	if !ok {
		reason = sbi.ResetReasonSystemFailure
	}
	sbi.Shutdown(reason)
	for {
	}
}
