// SPDX-License-Identifier: MIT

package isa

// Builders of 32-bit encodings, for expansions.

func encodeR(opcode, funct3, funct7, rd, rs1, rs2 uint32) uint32 {
	return funct7<<25 | rs2<<20 | rs1<<15 | funct3<<12 | rd<<7 | opcode
}

func encodeI(opcode, funct3, rd, rs1, imm uint32) uint32 {
	return imm<<20 | rs1<<15 | funct3<<12 | rd<<7 | opcode
}

func encodeS(opcode, funct3, rs1, rs2, imm uint32) uint32 {
	return imm>>5<<25 | rs2<<20 | rs1<<15 | funct3<<12 | imm&31<<7 | opcode
}

func encodeB(funct3, rs1, imm uint32) uint32 {
	return imm>>12&1<<31 | imm>>5&0x3f<<25 | rs1<<15 | funct3<<12 | imm>>1&15<<8 | imm>>11&1<<7 | opBranch
}

func encodeJ(rd, imm uint32) uint32 {
	return imm>>20&1<<31 | imm>>1&0x3ff<<21 | imm>>11&1<<20 | imm>>12&0xff<<12 | rd<<7 | opJal
}

// at moves count bits of h, from its bit from, to bit to.
func at(h uint16, from, count, to int) uint32 {
	return uint32(h>>from) & (1<<count - 1) << to
}

// extend repeats bit sign of v in all bits above it.
func extend(v uint32, sign int) uint32 {
	return uint32(int32(v<<(31-sign)) >> (31 - sign))
}

// Expand returns the instruction that a compressed one stands for, and whether
// there is one. HINTs expand to what has no effect, as they are
// (RISC-V unpriv. §16.8, tables 16.5 to 16.7).
func Expand(h uint16) (expanded uint32, ok bool) {
	switch h & 3 {
	case 0:
		return expand0(h)
	case 1:
		return expand1(h)
	case 2:
		return expand2(h)
	}
	return 0, false
}

func expand0(h uint16) (uint32, bool) {
	rd, rs1 := 8+at(h, 2, 3, 0), 8+at(h, 7, 3, 0) // rd', or rs2'
	word := at(h, 10, 3, 3) | at(h, 6, 1, 2) | at(h, 5, 1, 6)
	double := at(h, 10, 3, 3) | at(h, 5, 2, 6)
	switch h >> 13 {
	case 0: // c.addi4spn
		imm := at(h, 11, 2, 4) | at(h, 7, 4, 6) | at(h, 6, 1, 2) | at(h, 5, 1, 3)
		return encodeI(opImm, 0, rd, 2, imm), imm != 0
	case 1: // c.fld
		return encodeI(opLoadFP, 3, rd, rs1, double), true
	case 2: // c.lw
		return encodeI(opLoad, 2, rd, rs1, word), true
	case 3: // c.ld
		return encodeI(opLoad, 3, rd, rs1, double), true
	case 5: // c.fsd
		return encodeS(opStoreFP, 3, rs1, rd, double), true
	case 6: // c.sw
		return encodeS(opStore, 2, rs1, rd, word), true
	case 7: // c.sd
		return encodeS(opStore, 3, rs1, rd, double), true
	}
	return 0, false
}

func expand1(h uint16) (uint32, bool) {
	rd := at(h, 7, 5, 0)
	short := 8 + at(h, 7, 3, 0)
	imm := extend(at(h, 12, 1, 5)|at(h, 2, 5, 0), 5)
	branch := extend(at(h, 12, 1, 8)|at(h, 10, 2, 3)|at(h, 5, 2, 6)|at(h, 3, 2, 1)|at(h, 2, 1, 5), 8)
	switch h >> 13 {
	case 0: // c.addi, c.nop
		return encodeI(opImm, 0, rd, rd, imm), true
	case 1: // c.addiw
		return encodeI(opImm32, 0, rd, rd, imm), rd != 0
	case 2: // c.li
		return encodeI(opImm, 0, rd, 0, imm), true
	case 3:
		if rd == 2 { // c.addi16sp
			imm := extend(at(h, 12, 1, 9)|at(h, 6, 1, 4)|at(h, 5, 1, 6)|at(h, 3, 2, 7)|at(h, 2, 1, 5), 9)
			return encodeI(opImm, 0, 2, 2, imm), imm != 0
		}
		return imm<<12 | rd<<7 | opLui, imm != 0 // c.lui
	case 4:
		return expandArithmetic(h, short, imm)
	case 5: // c.j
		jump := extend(at(h, 12, 1, 11)|at(h, 11, 1, 4)|at(h, 9, 2, 8)|at(h, 8, 1, 10)|
			at(h, 7, 1, 6)|at(h, 6, 1, 7)|at(h, 3, 3, 1)|at(h, 2, 1, 5), 11)
		return encodeJ(0, jump), true
	case 6: // c.beqz
		return encodeB(0, short, branch), true
	default: // c.bnez
		return encodeB(1, short, branch), true
	}
}

func expandArithmetic(h uint16, rd, imm uint32) (uint32, bool) {
	rs2 := 8 + at(h, 2, 3, 0)
	switch h >> 10 & 3 {
	case 0: // c.srli
		return encodeI(opImm, 5, rd, rd, imm&63), true
	case 1: // c.srai
		return encodeI(opImm, 5, rd, rd, 0x400|imm&63), true
	case 2: // c.andi
		return encodeI(opImm, 7, rd, rd, imm), true
	}
	switch h>>12&1<<2 | h>>5&3 {
	case 0: // c.sub
		return encodeR(opReg, 0, 0x20, rd, rd, rs2), true
	case 1: // c.xor
		return encodeR(opReg, 4, 0, rd, rd, rs2), true
	case 2: // c.or
		return encodeR(opReg, 6, 0, rd, rd, rs2), true
	case 3: // c.and
		return encodeR(opReg, 7, 0, rd, rd, rs2), true
	case 4: // c.subw
		return encodeR(opReg32, 0, 0x20, rd, rd, rs2), true
	case 5: // c.addw
		return encodeR(opReg32, 0, 0, rd, rd, rs2), true
	}
	return 0, false
}

func expand2(h uint16) (uint32, bool) {
	rd, rs2 := at(h, 7, 5, 0), at(h, 2, 5, 0)
	loadWord := at(h, 12, 1, 5) | at(h, 4, 3, 2) | at(h, 2, 2, 6)
	loadDouble := at(h, 12, 1, 5) | at(h, 5, 2, 3) | at(h, 2, 3, 6)
	storeWord := at(h, 9, 4, 2) | at(h, 7, 2, 6)
	storeDouble := at(h, 10, 3, 3) | at(h, 7, 3, 6)
	switch h >> 13 {
	case 0: // c.slli
		return encodeI(opImm, 1, rd, rd, at(h, 12, 1, 5)|rs2), true
	case 1: // c.fldsp
		return encodeI(opLoadFP, 3, rd, 2, loadDouble), true
	case 2: // c.lwsp
		return encodeI(opLoad, 2, rd, 2, loadWord), rd != 0
	case 3: // c.ldsp
		return encodeI(opLoad, 3, rd, 2, loadDouble), rd != 0
	case 5: // c.fsdsp
		return encodeS(opStoreFP, 3, 2, rs2, storeDouble), true
	case 6: // c.swsp
		return encodeS(opStore, 2, 2, rs2, storeWord), true
	case 7: // c.sdsp
		return encodeS(opStore, 3, 2, rs2, storeDouble), true
	}
	switch second := h >> 12 & 1; {
	case second == 0 && rs2 == 0: // c.jr
		return encodeI(opJalr, 0, 0, rd, 0), rd != 0
	case second == 0: // c.mv
		return encodeR(opReg, 0, 0, rd, 0, rs2), true
	case rd == 0 && rs2 == 0: // c.ebreak
		return 0x00100073, true
	case rs2 == 0: // c.jalr
		return encodeI(opJalr, 0, 1, rd, 0), true
	default: // c.add
		return encodeR(opReg, 0, 0, rd, rd, rs2), true
	}
}
