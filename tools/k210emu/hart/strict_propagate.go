// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// propagate moves definedness through an instruction that has undefined bits in
// what it reads or had them in what it writes, before it runs. Of loads and
// stores it looks at the address only.
func (s *strictHart) propagate(h *Hart, pc uint64, in *strictInst) {
	rs1, rs2 := in.Rs1&31, in.Rs2&31
	o := operands{a: h.x[rs1], ua: s.undefined[rs1]}
	op := in.Op
	switch {
	case op <= isa.Jal: // LUI, AUIPC, JAL read nothing
		s.define(in.Rd)
		return
	case op == isa.Jalr, op >= isa.Lb && op <= isa.Sd:
		s.useAddress(h, pc, rs1)
		if op == isa.Jalr {
			s.define(in.Rd)
		}
		return
	case op >= isa.Addi && op <= isa.Srai, op >= isa.Addiw && op <= isa.Sraiw:
		o.b = uint64(int64(in.Imm))
		rs2 = rs1
	default:
		o.b, o.ub = h.x[rs2], s.undefined[rs2]
	}
	satp := s.isSatp(rs1) || s.isSatp(rs2)
	if op >= isa.Beq && op <= isa.Bgeu {
		if !branchCertain(op, o) {
			s.reportOperands(h, pc, UseBranch, rs1, rs2)
		}
		return
	}
	mask := uint64(0)
	if same := rs1 == in.Rs2&31 && op >= isa.Add && (op == isa.Xor || op == isa.Sub || op == isa.Subw); !same {
		mask = resultMask(op, o)
	}
	if satp && mask != 0 && (op == isa.Slt || op == isa.Sltu || op == isa.Slti || op == isa.Sltiu) {
		s.reportOperands(h, pc, UseBranch, rs1, rs2)
		mask = 0
	}
	from := s.origins[rs1]
	if s.undefined[rs1] == 0 || s.isSatp(rs1) && o.ub != 0 {
		from = s.origins[rs2]
	}
	s.set(in.Rd, mask, from)
}

// useAddress reports an undefined register that an address comes from. (satp's
// bits in an address are the page tables' root, and no report.)
func (s *strictHart) useAddress(h *Hart, pc uint64, rs1 uint8) {
	if s.undefined[rs1] != 0 && !s.isSatp(rs1) {
		s.reportUninitialised(h, pc, UseAddress, s.origins[rs1])
		s.define(rs1)
	}
}

// reportOperands reports that something depends on one of two registers, or both.
func (s *strictHart) reportOperands(h *Hart, pc uint64, use Use, rs1, rs2 uint8) {
	for _, n := range []uint8{rs1, rs2} {
		if s.undefined[n] == 0 {
			continue
		}
		if s.isSatp(n) {
			s.report(Report{Kind: SatpReadBack, Hart: h.ID, Mode: h.privilege, PC: pc, Use: use, Cause: s.origins[n].pc})
		} else {
			s.reportUninitialised(h, pc, use, s.origins[n])
		}
		s.define(n)
	}
}

// reportUninitialised reports that what undefined bits have come to is used.
func (s *strictHart) reportUninitialised(h *Hart, pc uint64, use Use, from origin) {
	r := Report{
		Kind: Uninitialised, Hart: h.ID, Mode: h.privilege, PC: pc, Use: use,
		Address: from.address, Cause: from.pc,
	}
	if from.kind == fromReset {
		r.Detail = FromReset
	} else if from.writer != 0 {
		r.Detail, r.Cause = Copied, from.writer
	}
	s.report(r)
}

// memoryOrigin is where the undefined bits at an offset in RAM come from.
func (s *strictHart) memoryOrigin(offset, pc uint64) origin {
	return origin{kind: fromMemory, address: s.ram.Base + offset, pc: pc, writer: s.stores[offset/8].pc()}
}

// loaded sets the definedness of what an instruction at pc has loaded from an
// offset in RAM, where mask bits of memory are undefined, to rd.
func (s *strictHart) loaded(pc, offset, mask uint64, rd uint8) {
	mask, from := s.loadedMask(pc, offset, mask)
	s.set(rd, mask, from)
}

// loadedMask is what of a load is undefined, and why.
func (s *strictHart) loadedMask(pc, offset, mask uint64) (uint64, origin) {
	switch {
	case mask == 0:
		return 0, origin{}
	case s.flags[offset/8]&flagSatp != 0:
		return mask, origin{kind: fromSatp, pc: s.stores[offset/8].pc()}
	case s.scans(pc):
		return 0, origin{}
	}
	return mask, s.memoryOrigin(offset, pc)
}
