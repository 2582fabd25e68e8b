// SPDX-License-Identifier: MIT

package hart

import (
	"bugo/tools/k210emu/isa"
	"bugo/tools/k210emu/softfloat"
)

// strictFloatMemory loads or stores an F register. When it is not ok, the hart
// has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) strictFloatMemory(in *strictInst) (ok bool) {
	s := h.strict
	pc := h.pc
	if !h.floatsOn() {
		h.illegal(in.raw)
		return false
	}
	size := 4
	if in.Double {
		size = 8
	}
	s.useAddress(h, pc, in.Rs1&31)
	address := h.x[in.Rs1&63] + uint64(int64(in.Imm))
	if in.Op == isa.Fstore {
		return h.strictStore(address, size, h.f[in.Rs2&31], s.floats[in.Rs2&31], s.floatOrigins[in.Rs2&31])
	}
	p := h.strictPlace(address, size, read)
	if s.byAlias(p) {
		s.report(Report{Kind: FloatLoadUncached, Hart: h.ID, Mode: h.privilege, PC: pc, Address: p.physical})
	}
	if !h.floatMemory(&in.Inst) {
		return false
	}
	mask, from := uint64(0), origin{}
	switch { // else it is 0, or a device's
	case h.cached(p):
		mask, from = s.loadedMask(pc, p.offset, loadBytes(s.shadow[p.offset:], size))
	case h.crosses(address, size):
		at := uint64(0)
		mask, at = s.maskAcross(h, address, size)
		mask, from = s.loadedMask(pc, at, mask)
	}
	s.floats[in.Rd&31], s.floatOrigins[in.Rd&31] = mask, from
	return true
}

// strictFloat runs an instruction of F and D that computes. It is not ok when it
// is illegal. (What undefined operands do to fflags is left out.)
func (h *Hart) strictFloat(in *strictInst) (ok bool) {
	s := h.strict
	rs1, rs2, rs3 := in.Rs1&31, in.Rs2&31, in.Rs3&31
	ua, ub, uc := s.floats[rs1], s.floats[rs2], s.floats[rs3]
	ux, from := s.undefined[rs1], s.origins[rs1]
	if !h.float(&in.Inst) {
		return false
	}
	if ua|ub|uc|ux|s.floats[in.Rd&31] == 0 && !in.Op.WritesInteger() {
		return true
	}
	if !readsInteger(in.Op) {
		from = s.floatOrigins[rs1]
		if ua == 0 {
			from = s.floatOrigins[rs2]
		}
		if ua|ub == 0 {
			from = s.floatOrigins[rs3]
		}
	}
	mask := floatMask(&in.Inst, ua, ub, uc, ux)
	if in.Op.WritesInteger() {
		s.set(in.Rd, mask, from)
	} else {
		s.floats[in.Rd&31], s.floatOrigins[in.Rd&31] = mask, from
	}
	return true
}

// floatMask is the mask of what an instruction of F and D computes, of those of
// its F registers and of the x register rs1.
func floatMask(in *isa.Inst, ua, ub, uc, ux uint64) (mask uint64) {
	sign := softfloat.Double.SignBit()
	if !in.Double {
		sign = softfloat.Single.SignBit()
	}
	switch in.Op {
	case isa.Fmadd, isa.Fmsub, isa.Fnmsub, isa.Fnmadd:
		mask = whole(ua | ub | uc)
	case isa.Fsgnj, isa.Fsgnjn:
		mask = ua&^sign | ub&sign
	case isa.Fsgnjx:
		mask = ua | ub&sign
	case isa.Fsqrt, isa.FcvtFloat, isa.Fclass, isa.FcvtW, isa.FcvtWu, isa.FcvtL, isa.FcvtLu:
		mask = whole(ua)
	case isa.FmvFromX:
		mask = ux
	case isa.FcvtFromW, isa.FcvtFromWu:
		mask = whole(uint64(uint32(ux)))
	case isa.FcvtFromL, isa.FcvtFromLu:
		mask = whole(ux)
	case isa.Feq, isa.Flt, isa.Fle:
		return comparison(ua|ub == 0)
	case isa.FmvToX:
		mask = ua
	default:
		mask = whole(ua | ub)
	}
	switch {
	case in.Double, in.Op.WritesInteger() && in.Op != isa.FmvToX:
		return mask
	case in.Op == isa.FmvToX:
		return extendWord(mask)
	case (ua|ub)>>32 != 0 && !readsInteger(in.Op): // perhaps no binary32 at all
		return all >> 32
	default:
		return uint64(uint32(mask))
	}
}

// readsInteger tells the operations on F registers whose operand is in x.
func readsInteger(op isa.Op) bool {
	return op >= isa.FcvtFromW && op <= isa.FcvtFromLu || op == isa.FmvFromX
}
