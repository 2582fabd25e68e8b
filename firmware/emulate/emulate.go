// SPDX-License-Identifier: MIT

package emulate

import (
	"sync/atomic"

	"bugo/arch/riscv"
)

// Emulator handles the exceptions of all harts.
type Emulator struct {
	// Hart is whichever hart runs.
	Hart Hart
	// PageFaults tells whether to tell page faults from access faults.
	PageFaults atomic.Bool
}

// Handle does what a trap is for, and changes it to where the hart goes on: behind
// the instruction, or in S-mode's handler. It reports whether the trap was one that
// it knows.
//
// Preconditions: M-mode, interrupts off.
func (e *Emulator) Handle(t *Trap) (known bool) {
	switch t.Cause {
	case riscv.CodeIllegalInstruction:
		e.illegal(t)
	case riscv.CodeLoadMisaligned, riscv.CodeStoreMisaligned:
		e.misaligned(t)
	case riscv.CodeInstructionFault:
		e.fetchFault(t, t.Value)
	case riscv.CodeLoadFault:
		e.fault(t, load, t.Value)
	case riscv.CodeStoreFault:
		e.fault(t, store, t.Value)
	default:
		return false
	}
	return true
}

// mode returns the privilege that trapped.
func (t *Trap) mode() uint64 { return t.Status & riscv.StatusMPP >> riscv.StatusMPPShift }

// inject makes a trap one of S-mode's: the hart goes on in its handler, with
// sstatus as an exception that goes there directly leaves it in 1.12
// (RISC-V priv. 1.12 §4.1.1). In 1.9.1 SPIE would be 0 after a trap from U-mode
// (k210-facts.md §2.7), where it makes no difference: SRET to U-mode does not look
// at it.
func (e *Emulator) inject(t *Trap, cause, value uint64) {
	status := t.Status &^ (riscv.StatusSPP | riscv.StatusSPIE | riscv.StatusSIE | riscv.StatusMPP | riscv.StatusMPIE)
	if t.mode() == riscv.PrivilegeS {
		status |= riscv.StatusSPP
	}
	if t.Status&riscv.StatusSIE != 0 {
		status |= riscv.StatusSPIE
	}
	// MPIE is 0 because MRET to S-mode copies it to SIE in 1.9.1
	// (k210-facts.md §2.7), and that must stay 0.
	t.Status = status | riscv.PrivilegeS<<riscv.StatusMPPShift
	const vectored = 3 // stvec's mode, which exceptions ignore
	t.PC = e.Hart.EnterSupervisor(t.PC, cause, value) &^ vectored
}
