// SPDX-License-Identifier: MIT

package platform

import (
	"unsafe"

	"bugo/arch/sbi"
	"bugo/kernel/platform/chip"
	"bugo/trap"
)

// entryInstret is the instruction counter at the kernel's entry. The entry
// code writes it before .bss is cleared, so it is initialised data.
var entryInstret uint64 = 1

// EntryInstret returns the value that instret had at the kernel's entry.
func EntryInstret() uint64 { return entryInstret }

// machine is what the kernel runs on: the chip's maker tells.
func machine() chip.Chip { return chip.Of(sbi.Mvendorid()) }

// TimebaseHz returns how often the timer counts in a second.
func TimebaseHz() uint64 { return machine().TimebaseHz }

// Spec returns the specification by which the machine's traps have causes.
func Spec() trap.Spec { return machine().Spec }

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
