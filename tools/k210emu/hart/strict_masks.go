// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// Definedness, bit by bit: a mask has a 1 for each bit of a value that is
// undefined. What an operation makes of masks holds whatever the undefined bits
// are: a bit of the result that could depend on them is undefined. It is exact
// for logic and shifts by known amounts, and rounds up where carries run.

// operands are what an operation of integers works on.
type operands struct {
	a, b   uint64 // values
	ua, ub uint64 // their undefined bits
}

// upward makes all bits above the lowest undefined one undefined: carries go up.
func upward(u uint64) uint64 { return u | -u }

// whole is a result that depends on all bits of all operands.
func whole(u uint64) uint64 {
	if u != 0 {
		return all
	}
	return 0
}

// extendWord repeats bit 31 of a mask, as operations on words do of a value.
func extendWord(u uint64) uint64 { return uint64(int64(int32(u))) }

// equal tells whether it is certain whether two values are the same.
func (o operands) equalCertain() bool {
	u := o.ua | o.ub
	return u == 0 || (o.a^o.b)&^u != 0
}

// lessCertain tells whether it is certain which of two values is smaller: the
// intervals that they can be in do not overlap.
func (o operands) lessCertain() bool {
	if o.ua|o.ub == 0 {
		return true
	}
	return o.a|o.ua < o.b&^o.ub || o.a&^o.ua >= o.b|o.ub
}

// signed flips the sign bits, so that signed values are ordered as unsigned ones.
func (o operands) signed() operands {
	o.a ^= 1 << 63
	o.b ^= 1 << 63
	return o
}

// branchCertain tells whether it is certain where a branch goes.
func branchCertain(op isa.Op, o operands) bool {
	switch op {
	case isa.Beq, isa.Bne:
		return o.equalCertain()
	case isa.Blt, isa.Bge:
		return o.signed().lessCertain()
	default:
		return o.lessCertain()
	}
}

// comparison is the mask of a result that is 0 or 1.
func comparison(certain bool) uint64 {
	if certain {
		return 0
	}
	return 1
}

// resultMask is the mask of what an operation on integers computes. Immediates
// are operands b.
func resultMask(op isa.Op, o operands) uint64 {
	u := o.ua | o.ub
	switch op {
	case isa.Addi, isa.Add, isa.Sub:
		return upward(u)
	case isa.Addiw, isa.Addw, isa.Subw:
		return extendWord(upward(u))
	case isa.Slti, isa.Slt:
		return comparison(o.signed().lessCertain())
	case isa.Sltiu, isa.Sltu:
		return comparison(o.lessCertain())
	case isa.Xori, isa.Xor:
		return u
	case isa.Ori, isa.Or: // a 1 that is certain decides
		return u &^ (o.a&^o.ua | o.b&^o.ub)
	case isa.Andi, isa.And: // a 0 that is certain decides
		return u & (o.a | o.ua) & (o.b | o.ub)
	case isa.Mul, isa.Mulw:
		if o.a|o.ua == 0 || o.b|o.ub == 0 {
			return 0
		}
		if op == isa.Mulw {
			return extendWord(upward(u))
		}
		return upward(u)
	case isa.Slli, isa.Srli, isa.Srai, isa.Sll, isa.Srl, isa.Sra:
		if o.ub&63 != 0 {
			return all
		}
		return shiftMask(op, o.ua, o.b&63)
	case isa.Slliw, isa.Srliw, isa.Sraiw, isa.Sllw, isa.Srlw, isa.Sraw:
		if o.ub&31 != 0 {
			return all
		}
		return shiftMask(op, o.ua, o.b&31)
	case isa.Mulh, isa.Mulhsu, isa.Mulhu, isa.Div, isa.Divu, isa.Rem, isa.Remu:
		return whole(u)
	case isa.Divw, isa.Divuw, isa.Remw, isa.Remuw:
		return whole(uint64(uint32(u)))
	default:
		return 0
	}
}

// shiftMask shifts a mask as its value is shifted.
func shiftMask(op isa.Op, u, by uint64) uint64 {
	switch op {
	case isa.Slli, isa.Sll:
		return u << by
	case isa.Srli, isa.Srl:
		return u >> by
	case isa.Srai, isa.Sra:
		return uint64(int64(u) >> by)
	case isa.Slliw, isa.Sllw:
		return extendWord(u << by)
	case isa.Srliw, isa.Srlw:
		return extendWord(uint64(uint32(u) >> by))
	default:
		return uint64(int64(int32(u) >> by))
	}
}

// extendLoad extends the mask of what was loaded as the value is extended.
func extendLoad(op isa.Op, u uint64) uint64 {
	switch op {
	case isa.Lb:
		return uint64(int64(int8(u)))
	case isa.Lh:
		return uint64(int64(int16(u)))
	case isa.Lw:
		return uint64(int64(int32(u)))
	default:
		return u
	}
}

// atomicMask is the mask of what an AMO stores, of the width of size. op is of
// words. old is what memory held.
func atomicMask(op isa.Op, size int, o operands) (u uint64) {
	switch op {
	case isa.ScW, isa.AmoswapW:
		u = o.ub
	case isa.AmoaddW:
		u = upward(o.ua | o.ub)
	case isa.AmoandW:
		u = resultMask(isa.And, o)
	case isa.AmoorW:
		u = resultMask(isa.Or, o)
	case isa.AmoxorW:
		u = o.ua | o.ub
	default: // the smaller or the larger one
		u = whole(o.ua | o.ub)
	}
	if size == 4 {
		u = uint64(uint32(u))
	}
	return u
}
