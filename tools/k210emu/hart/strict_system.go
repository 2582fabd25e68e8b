// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// Numbers of CSRs (RISC-V priv. 1.12 §2.2).
const (
	csrSscratch = 0x140
	csrSatp     = 0x180
	csrMscratch = 0x340
	csrTime     = 0xc01
)

// satpLost are MODE and ASID of satp, which the K210 has not. Nor has it page
// numbers beyond 4 GiB, which no RAM has anywhere (k210-facts.md §2.5).
const satpLost = ^uint64(satpPPN)

// Registers of calls (RISC-V psABI; SBI v2.0 §3).
const (
	registerA0 = 10
	registerA1 = 11
	registerA7 = 17
)

// rdtimeRegisters are those that RustSBI reads the time to: a0 to a7, t0 to t6
// (k210-facts.md §13).
const rdtimeRegisters = 0xf003fce0

// firstExtension is the SBI's first extension that is not a legacy one; from it
// on, calls return two values (SBI v2.0 §4, §5).
const firstExtension = 0x10

// strictCSR runs a CSR instruction. When it is not ok, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) strictCSR(in *strictInst) (ok bool) {
	s := h.strict
	pc, mode := h.pc, h.privilege
	number := uint32(in.Imm)
	immediate := in.Op >= isa.Csrrwi
	swaps := in.Op == isa.Csrrw || in.Op == isa.Csrrwi
	writes := swaps || in.Rs1 != 0
	operand, mask, from := h.x[in.Rs1&31], s.undefined[in.Rs1&31], s.origins[in.Rs1&31]
	if immediate {
		operand, mask = uint64(in.Rs1), 0
	}
	if number == csrTime && mode != Machine && rdtimeRegisters>>(in.Rd%isa.Discard)&1 == 0 {
		s.report(Report{Kind: RdtimeRegister, Hart: h.ID, Mode: mode, PC: pc})
	}
	status := h.csr.mstatus
	if !h.accessCSR(&in.Inst) {
		return false
	}
	if h.csr.mstatus&^status&statusSUM != 0 {
		s.report(Report{Kind: Bit18, Hart: h.ID, Mode: mode, PC: pc})
	}
	result, resultFrom := uint64(0), origin{kind: fromReset}
	switch number {
	case csrMscratch, csrSscratch: // words of software's, which hold copies
		kept := &s.scratch[0]
		if number == csrSscratch {
			kept = &s.scratch[1]
		}
		result = *kept
		if swaps {
			*kept = mask
		} else {
			*kept |= mask
		}
	case csrSatp:
		result, resultFrom = s.lost, origin{kind: fromSatp, pc: pc}
		if writes {
			s.wroteSatp(h, pc, mode, in.Op, operand)
		}
		if writes && mask != 0 && from.kind != fromSatp {
			s.reportUninitialised(h, pc, UseRegister, from)
		}
	default:
		if writes && mask != 0 && from.kind != fromSatp {
			s.reportUninitialised(h, pc, UseRegister, from)
		}
	}
	s.set(in.Rd, result, resultFrom)
	return true
}

// wroteSatp looks at a write of satp, or sptbr. What of it the K210 drops differs
// from chip to chip when it is read back, where it is not 0 anyway.
func (s *strictHart) wroteSatp(h *Hart, pc uint64, mode Privilege, op isa.Op, operand uint64) {
	switch op {
	case isa.Csrrs, isa.Csrrsi:
		s.lost |= operand & satpLost
	case isa.Csrrc, isa.Csrrci:
		s.lost &^= operand
	default:
		s.lost = operand & satpLost
	}
	if s.lost != 0 {
		s.report(Report{Kind: SatpBitsLost, Hart: h.ID, Mode: mode, PC: pc})
	}
	s.rootWriter = pc
}

// strictSystem runs what is about modes, waiting and fences. The loop ends after
// it.
//
// Preconditions: as for system.
func (h *Hart) strictSystem(in *strictInst) {
	s := h.strict
	pc, mode, trapped := h.pc, h.privilege, h.trapped
	if in.Op == isa.Ecall && mode != Machine && s.undefined[registerA7] != 0 {
		s.reportUninitialised(h, pc, UseCall, s.origins[registerA7])
		s.define(registerA7)
	}
	h.system(&in.Inst)
	if h.trapped != trapped {
		return
	}
	switch in.Op {
	case isa.FenceI:
		s.fetchFenced()
	case isa.SfenceVMA, isa.SfenceVM: // of whatever they name, all
		s.tablesFenced(h)
	case isa.Mret, isa.Sret:
		s.returned(h, mode)
	}
}

// returned looks at the results of a system call, if a trap handler returns to
// behind one: a0, and what the SBI returns in a1. An undefined argument is a
// report only where it is used.
func (s *strictHart) returned(h *Hart, from Privilege) {
	if h.privilege >= from || s.undefined[registerA0] == 0 && s.undefined[registerA1] == 0 {
		return
	}
	call := h.pc - 4
	bits := uint64(0)
	for done := uint64(0); done < 4; done += 2 {
		physical, ok := h.physicalAt(call+done, h.privilege)
		offset, inside := h.inRAM(physical, 2)
		if !ok || !inside {
			return
		}
		bits |= loadBytes(s.ram.Bytes[offset:], 2) << (8 * done)
	}
	if isa.Decode(uint32(bits)).Op != isa.Ecall {
		return
	}
	for _, n := range []uint8{registerA0, registerA1} {
		if n == registerA1 && (h.privilege != Supervisor || h.x[registerA7] < firstExtension) {
			continue
		}
		if s.undefined[n] != 0 && !s.isSatp(n) {
			s.reportUninitialised(h, call, UseResult, s.origins[n])
			s.define(n)
		}
	}
}
