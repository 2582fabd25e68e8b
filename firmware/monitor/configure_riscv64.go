// SPDX-License-Identifier: MIT

package monitor

import (
	"bugo/arch/riscv"
	"bugo/firmware/board"
)

// What S-mode handles itself: all its interrupts, and all exceptions except the
// calls that are for M-mode. A hart keeps what it can of these wishes; the K210
// keeps 0x222 and 0x1AB (k210-facts.md §2.4). Package emulate is for the rest.
const (
	delegatedInterrupts = riscv.InterruptSSI | riscv.InterruptSTI | riscv.InterruptSEI

	// memoryFaults are what page faults are among, where a hart has none.
	memoryFaults = 1<<riscv.CodeInstructionFault | 1<<riscv.CodeLoadFault | 1<<riscv.CodeStoreFault

	delegatedExceptions = 1<<riscv.CodeInstructionMisaligned |
		1<<riscv.CodeInstructionFault |
		1<<riscv.CodeIllegalInstruction |
		1<<riscv.CodeBreakpoint |
		1<<riscv.CodeLoadMisaligned |
		1<<riscv.CodeLoadFault |
		1<<riscv.CodeStoreMisaligned |
		1<<riscv.CodeStoreFault |
		1<<riscv.CodeUserCall |
		1<<riscv.CodeInstructionPageFault |
		1<<riscv.CodeLoadPageFault |
		1<<riscv.CodeStorePageFault
)

// cleared are the bits of mstatus that a kernel finds 0: no F registers, no
// translation, no interrupts, and none of the switches that 1.12 has.
const cleared = riscv.StatusSIE | riscv.StatusMIE | riscv.StatusSPIE | riscv.StatusMPIE |
	riscv.StatusSPP | riscv.StatusMPP | riscv.StatusFS | riscv.StatusMPRV | riscv.StatusSUM |
	riscv.StatusMXR | riscv.StatusTVM | riscv.StatusTW | riscv.StatusTSR | riscv.StatusVM

// configure makes this hart ready for a kernel: what goes straight to S-mode,
// what S- and U-mode may touch, and no interrupt left over.
func configure() {
	hart := int(riscv.ReadMhartid())
	services.Board.IPI.Clear(hart)
	services.Board.Timer.SetDeadline(hart, board.Never)
	riscv.WriteMideleg(delegatedInterrupts)
	delegateExceptions()
	riscv.WriteMcause(0)               // a leftover of the boot ROM (k210-facts.md §2.1)
	riscv.WriteMie(riscv.InterruptMSI) // other harts' requests; never the PLIC's
	riscv.ClearMip(riscv.InterruptSSI | riscv.InterruptSTI | riscv.InterruptSEI)
	riscv.WriteSatp(0)
	optional(openMemory)
	optional(openCounters)
	// Last, for a trap on the way writes MPP.
	riscv.ClearMstatus(cleared)
	riscv.SetMstatus(riscv.PrivilegeS << riscv.StatusMPPShift)
}

// delegateExceptions gives S-mode its exceptions. Faults of memory come to M-mode
// while they shall be told from page faults.
func delegateExceptions() {
	exceptions := uintptr(delegatedExceptions)
	if services.PageFaults() {
		exceptions &^= memoryFaults
	}
	riscv.WriteMedeleg(exceptions)
}

// optional does something with registers that a hart may lack: the accesses
// that trap do nothing.
func optional(do func()) {
	trap, skip := vectors()
	riscv.WriteMtvec(skip)
	do()
	riscv.WriteMtvec(trap)
}

// openMemory lets S- and U-mode reach all addresses but the firmware's. Without
// PMP, as on the K210, they reach everything.
func openMemory() {
	const (
		closed = riscv.PMPNAPOT
		open   = riscv.PMPNAPOT | riscv.PMPRead | riscv.PMPWrite | riscv.PMPExecute
	)
	firmware := &services.Board.Firmware
	riscv.WritePmpaddr0(riscv.PMPRegion(firmware.Base, firmware.Size))
	riscv.WritePmpaddr1(riscv.PMPAll)
	riscv.WritePmpcfg0(open<<8 | closed) // the first match counts
}

// openCounters lets S- and U-mode read cycle, time and instret. In 1.9.1 each mode has
// a register for itself, of which one has the number of mcountinhibit in later versions
// (k210-facts.md §2.2); what the bit of time means there, package emulate knows.
func openCounters() {
	const all = riscv.CounterCY | riscv.CounterTM | riscv.CounterIR
	if has1_9_1 {
		riscv.WriteMscounteren(all)
		riscv.WriteMucounteren(all)
		return
	}
	riscv.WriteMcounteren(all)
	riscv.WriteScounteren(all)
}
