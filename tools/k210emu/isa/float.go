// SPDX-License-Identifier: MIT

package isa

// decodeFloat decodes F and D (RISC-V unpriv. §24, RV32F to RV64D).
func decodeFloat(bits uint32, i Inst) Inst {
	funct3 := bits >> 12 & 7
	switch opcode := bits & 0x7f; opcode {
	case opLoadFP, opStoreFP:
		i.Op, i.Imm = Fload, immI(bits)
		if opcode == opStoreFP {
			i.Op, i.Imm = Fstore, immS(bits)
		}
		i.Double = funct3 == 3
		if funct3 != 2 && funct3 != 3 {
			i.Op = Illegal
		}
	case opFloat:
		i.Double = bits>>25&3 == 1
		i.Op = decodeArithmetic(bits, funct3)
	default: // fused multiply-add
		i.Double = bits>>25&3 == 1
		switch opcode {
		case opMadd:
			i.Op = Fmadd
		case opMsub:
			i.Op = Fmsub
		case opNmsub:
			i.Op = Fnmsub
		case opNmadd:
			i.Op = Fnmadd
		}
		if bits>>26&1 != 0 || !validRounding(funct3) { // formats Q and H
			i.Op = Illegal
		}
	}
	if i.Op == Illegal {
		return i.finish(bits)
	}
	if i.Op.WritesInteger() {
		return i.finish(bits)
	}
	return i // F register 0 is one like the others
}

// Float tells the operations that compute: what execution hands on as a whole.
func (o Op) Float() bool { return o >= Fmadd }

// WritesInteger tells the operations on F registers whose result goes to an x
// register.
func (o Op) WritesInteger() bool {
	return o >= Feq && o <= Fclass || o >= FcvtW && o <= FcvtLu || o == FmvToX
}

// Rounds tells, of an instruction that computes, whether Round is a rounding
// mode and not part of the encoding.
func (i *Inst) Rounds() bool {
	switch i.Op {
	case Fsgnj, Fsgnjn, Fsgnjx, Fmin, Fmax, Feq, Flt, Fle, Fclass, FmvToX, FmvFromX:
		return false
	}
	return true
}

func validRounding(mode uint32) bool { return mode <= 4 || mode == Dynamic }

func decodeArithmetic(bits, funct3 uint32) Op {
	if bits>>26&1 != 0 { // formats Q and H
		return Illegal
	}
	rs2 := bits >> 20 & 31
	op := Illegal
	rounds := false
	switch funct5 := bits >> 27; funct5 {
	case 0x00:
		op, rounds = Fadd, true
	case 0x01:
		op, rounds = Fsub, true
	case 0x02:
		op, rounds = Fmul, true
	case 0x03:
		op, rounds = Fdiv, true
	case 0x0b:
		if rs2 == 0 {
			op, rounds = Fsqrt, true
		}
	case 0x04:
		op = pick(funct3, Fsgnj, Fsgnjn, Fsgnjx)
	case 0x05:
		op = pick(funct3, Fmin, Fmax)
	case 0x14:
		op = pick(funct3, Fle, Flt, Feq)
	case 0x08:
		// The source's format is in rs2, and is the other one.
		if double := bits >> 25 & 1; rs2 == 1-double {
			op, rounds = FcvtFloat, true
		}
	case 0x18:
		op, rounds = pick(rs2, FcvtW, FcvtWu, FcvtL, FcvtLu), true
	case 0x1a:
		op, rounds = pick(rs2, FcvtFromW, FcvtFromWu, FcvtFromL, FcvtFromLu), true
	case 0x1c:
		if rs2 == 0 {
			op = pick(funct3, FmvToX, Fclass)
		}
	case 0x1e:
		if rs2 == 0 {
			op = pick(funct3, FmvFromX)
		}
	}
	if rounds && !validRounding(funct3) {
		return Illegal
	}
	return op
}
