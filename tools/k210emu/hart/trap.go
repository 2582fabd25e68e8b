// SPDX-License-Identifier: MIT

package hart

import (
	"math/bits"

	"bugo/tools/k210emu/isa"
)

// Exceptions (RISC-V priv. 1.12 §3.1.15, table 3.6).
const (
	causeFetchFault      = 1
	causeIllegal         = 2
	causeBreakpoint      = 3
	causeLoadMisaligned  = 4
	causeLoadFault       = 5
	causeStoreMisaligned = 6
	causeStoreFault      = 7
	causeUserCall        = 8 // and 9, 11: from S-mode and M-mode

	causeFetchPage = 12
	causeLoadPage  = 13
	causeStorePage = 15

	causeInterrupt = 1 << 63
)

// except traps the instruction at h.pc: it does not retire.
func (h *Hart) except(cause, value uint64) {
	h.steps++
	h.trapped++
	h.trap(cause, value)
}

// illegal traps an instruction that may not run.
func (h *Hart) illegal(bits uint32) {
	value := uint64(bits)
	if !h.Spec.IllegalBits {
		value = h.pc
	}
	h.except(causeIllegal, value)
}

// trap enters a trap handler (RISC-V priv. 1.12 §3.1.6.1, §3.1.8, §3.1.14).
func (h *Hart) trap(cause, value uint64) {
	delegated := h.csr.medeleg
	if cause&causeInterrupt != 0 {
		delegated = h.csr.mideleg
	}
	status := h.csr.mstatus
	base := h.csr.mtvec
	if h.privilege <= Supervisor && delegated>>(cause&63)&1 != 0 {
		h.csr.sepc, h.csr.scause = h.pc, cause
		if h.Spec.writesValue(cause) {
			h.csr.stval = value
		}
		base = h.csr.stvec
		status = moveBit(status, h.savedEnable(statusSIE), statusSPIE) &^ (statusSIE | statusSPP)
		if h.privilege == Supervisor {
			status |= statusSPP
		}
		h.privilege = Supervisor
	} else {
		h.csr.mepc, h.csr.mcause = h.pc, cause
		if h.Spec.writesValue(cause) {
			h.csr.mtval = value
		}
		status = moveBit(status, h.savedEnable(statusMIE), statusMPIE) &^ (statusMIE | statusMPP)
		status |= uint64(h.privilege) << mppShift
		h.privilege = Machine
	}
	h.csr.mstatus = status
	h.dropWindows()
	h.pc = base &^ 3
	if base&1 != 0 && cause&causeInterrupt != 0 { // vectored
		h.pc += 4 * (cause &^ causeInterrupt)
	}
}

// interruptOrder is the order in which interrupts are taken: MEI, MSI, MTI, SEI,
// SSI, STI (RISC-V priv. 1.12 §3.1.9).
var interruptOrder = [...]uint64{MEIP, MSIP, MTIP, SEIP, SSIP, STIP}

// interrupt takes the interrupts that are pending and enabled. There can be a
// second one, for M-mode, before the handler of the first has run an instruction.
func (h *Hart) interrupt() {
	for taken := true; taken; {
		_, taken = h.takeInterrupt()
	}
}

// takeInterrupt takes the most important interrupt that is pending and enabled, if
// there is one.
func (h *Hart) takeInterrupt() (cause uint64, taken bool) {
	pending := h.mip() & h.csr.mie
	if pending == 0 {
		return 0, false
	}
	enabled := uint64(0) // of those that go to M-mode, then of those to S-mode
	if h.privilege < Machine || h.csr.mstatus&statusMIE != 0 {
		enabled = pending &^ h.csr.mideleg
	}
	if (enabled == 0 || h.Spec.LowestInterruptFirst) &&
		(h.privilege < Supervisor || h.privilege == Supervisor && h.csr.mstatus&statusSIE != 0) {
		enabled |= pending & h.csr.mideleg
	}
	if h.Spec.LowestInterruptFirst {
		enabled &= -enabled
	}
	for _, bit := range interruptOrder {
		if enabled&bit != 0 {
			cause = causeInterrupt | uint64(bits.TrailingZeros64(bit))
			h.trap(cause, 0)
			return cause, true
		}
	}
	return 0, false
}

// system runs the instructions that are about modes and waiting. The loop ends
// after them.
//
// Preconditions: h.pc and h.steps are up to date, and not of the next
// instruction.
func (h *Hart) system(in *isa.Inst) {
	status := h.csr.mstatus
	allowed := true
	switch in.Op {
	case isa.Ecall:
		h.except(causeUserCall+uint64(h.privilege), 0)
		return
	case isa.Ebreak:
		value := uint64(0)
		if !h.Spec.IllegalBits {
			value = h.pc
		}
		h.except(causeBreakpoint, value)
		return
	case isa.Mret:
		allowed = h.privilege == Machine
	case isa.Sret: // §3.1.6.5: TSR
		allowed = h.privilege == Machine || h.privilege == Supervisor && status&statusTSR == 0
	case isa.Wfi: // §3.1.6.5: TW, with a time limit of 0
		allowed = h.privilege == Machine || h.privilege == Supervisor && status&statusTW == 0
	case isa.SfenceVMA: // §3.1.6.5: TVM
		allowed = h.Spec.SfenceVMA &&
			(h.privilege == Machine || h.privilege == Supervisor && status&statusTVM == 0)
	case isa.SfenceVM: // k210-facts.md §2.7
		allowed = h.Spec.SfenceVM && h.privilege != User
	case isa.FenceI:
	default:
		allowed = false
	}
	if !allowed {
		h.illegal(in.Bits())
		return
	}
	h.steps++
	h.pc += uint64(in.Size)
	switch in.Op {
	case isa.Mret:
		h.machineReturn()
	case isa.Sret:
		h.supervisorReturn()
	case isa.Wfi:
		h.waiting = true
	case isa.SfenceVMA, isa.SfenceVM: // of whatever they name, all is forgotten
		h.forgetPages()
	case isa.FenceI:
		h.dropCode()
	}
}

// accessCSR runs a CSR instruction (RISC-V unpriv. §9.1). When it is not ok, the
// hart has trapped.
func (h *Hart) accessCSR(in *isa.Inst) (ok bool) {
	operand := h.x[in.Rs1&63]
	if in.Op >= isa.Csrrwi {
		operand = uint64(in.Rs1)
	}
	swaps := in.Op == isa.Csrrw || in.Op == isa.Csrrwi
	number := uint32(in.Imm)
	writes := swaps || in.Rs1 != 0
	register, ok := h.accessible(number, writes)
	if !ok {
		h.illegal(csrBits(in))
		return false
	}
	old := register.Read(h)
	if writes && register.Write != nil {
		value := operand
		switch in.Op {
		case isa.Csrrs, isa.Csrrsi:
			value = h.writeBase(number, old) | operand
		case isa.Csrrc, isa.Csrrci:
			value = h.writeBase(number, old) &^ operand
		}
		register.Write(h, value)
	}
	h.x[in.Rd&63] = old
	return true
}

// writeBase is what CSRRS and CSRRC change: of mip, not the bit of SEIP that
// comes from outside (RISC-V priv. 1.12 §3.1.9).
func (h *Hart) writeBase(number uint32, old uint64) uint64 {
	if number == 0x344 {
		return h.csr.mip
	}
	return old
}

// csrBits puts a CSR instruction together again, for mtval.
func csrBits(in *isa.Inst) uint32 {
	funct3 := uint32(in.Op-isa.Csrrw) + 1
	if in.Op >= isa.Csrrwi {
		funct3 = uint32(in.Op-isa.Csrrwi) + 5
	}
	rd := uint32(in.Rd) % isa.Discard
	return uint32(in.Imm)<<20 | uint32(in.Rs1)<<15 | funct3<<12 | rd<<7 | 0x73
}
