// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
	"bugo/platforms/k210"
)

// preserved makes a call of an extension with a pattern in every register, and
// returns the bits that changed, other than in a0 and a1. a6, the function, is
// part of the pattern.
func preserved(extension uintptr) uintptr

// The following execute one instruction and return the cause of its trap, or
// noTrap.
func tryLoad(address uintptr) uintptr
func tryIllegal() uintptr
func tryBreakpoint() uintptr

const noTrap = ^uintptr(0)

const (
	firmwareAt = 0x8000_0000
	kernelAt   = 0x8002_0000

	// nothing is an address where no machine has memory or a device.
	nothing = 0x9000_0000
)

// isK210 tells the machine without PMP from those with it (k210-facts.md §2.1,
// §2.2): nothing is closed to S-mode there.
func isK210() bool { return sbi.Mvendorid() == k210.MvendorID }

// checkTraps wants exceptions to come to S-mode, and the firmware to be closed to
// it where the machine can do that. Any access will do: what is read is not looked
// at.
func checkTraps() {
	check("delegated.illegal_instruction", tryIllegal() == riscv.CodeIllegalInstruction)
	check("delegated.breakpoint", tryBreakpoint() == riscv.CodeBreakpoint)
	check("delegated.load_access_fault", tryLoad(nothing) == riscv.CodeLoadFault)
	check("memory.kernel_open", tryLoad(kernelAt) == noTrap)
	closed := uintptr(riscv.CodeLoadFault)
	if isK210() {
		closed = noTrap
	}
	check("memory.firmware_closed", tryLoad(firmwareAt) == closed && tryLoad(kernelAt-8) == closed)
}

// checkCounters wants the counters to be readable, and to count.
func checkCounters() {
	check("counter.time", advances(riscv.ReadTime))
	check("counter.cycle", advances(riscv.ReadCycle))
	check("counter.instret", advances(riscv.ReadInstret))
}

func advances(read func() uint64) bool {
	before := read()
	return within(func() bool { return read() > before })
}
