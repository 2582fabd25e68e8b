// SPDX-License-Identifier: MIT

package isa

// Major opcodes, bits 6:0 (RISC-V unpriv. §24, table 24.1).
const (
	opLoad    = 0x03
	opLoadFP  = 0x07
	opMiscMem = 0x0f
	opImm     = 0x13
	opAuipc   = 0x17
	opImm32   = 0x1b
	opStore   = 0x23
	opStoreFP = 0x27
	opAmo     = 0x2f
	opReg     = 0x33
	opLui     = 0x37
	opReg32   = 0x3b
	opMadd    = 0x43
	opMsub    = 0x47
	opNmsub   = 0x4b
	opNmadd   = 0x4f
	opFloat   = 0x53
	opBranch  = 0x63
	opJalr    = 0x67
	opJal     = 0x6f
	opSystem  = 0x73
)

// IsCompressed tells, of an instruction's first halfword, whether it is all
// (RISC-V unpriv. §1.5).
func IsCompressed(low uint16) bool { return low&3 != 3 }

// Decode decodes an instruction. Of a compressed one, only the low 16 bits
// count.
func Decode(bits uint32) Inst {
	if !IsCompressed(uint16(bits)) {
		i := decode(bits)
		i.Size = 4
		return i
	}
	low := uint16(bits)
	expanded, ok := Expand(low)
	if !ok {
		return Inst{Op: Illegal, Imm: int32(low), Size: 2}
	}
	i := decode(expanded)
	i.Size = 2
	return i
}

func decode(bits uint32) Inst {
	i := Inst{
		Rd:    uint8(bits >> 7 & 31),
		Rs1:   uint8(bits >> 15 & 31),
		Rs2:   uint8(bits >> 20 & 31),
		Rs3:   uint8(bits >> 27),
		Round: uint8(bits >> 12 & 7),
	}
	funct3 := bits >> 12 & 7
	switch opcode := bits & 0x7f; opcode {
	case opLui:
		i.Op, i.Imm = Lui, immU(bits)
	case opAuipc:
		i.Op, i.Imm = Auipc, immU(bits)
	case opJal:
		i.Op, i.Imm = Jal, immJ(bits)
	case opJalr:
		i.Imm = immI(bits)
		i.Op = pick(funct3, Jalr)
	case opBranch:
		i.Imm = immB(bits)
		i.Op = pick(funct3, Beq, Bne, Illegal, Illegal, Blt, Bge, Bltu, Bgeu)
	case opLoad:
		i.Imm = immI(bits)
		i.Op = pick(funct3, Lb, Lh, Lw, Ld, Lbu, Lhu, Lwu)
	case opStore:
		i.Imm = immS(bits)
		i.Op = pick(funct3, Sb, Sh, Sw, Sd)
	case opImm:
		i.Op, i.Imm = decodeImm(bits)
	case opImm32:
		i.Op, i.Imm = decodeImm32(bits)
	case opReg:
		i.Op = decodeReg(bits)
	case opReg32:
		i.Op = decodeReg32(bits)
	case opMiscMem:
		i.Op = pick(funct3, Fence, FenceI)
	case opSystem:
		return decodeSystem(bits, i)
	case opAmo:
		i.Op = decodeAmo(bits)
	case opLoadFP, opStoreFP, opMadd, opMsub, opNmsub, opNmadd, opFloat:
		return decodeFloat(bits, i)
	default:
		i.Op = Illegal
	}
	return i.finish(bits)
}

// finish sends writes to x0 away, and keeps the bits of what is illegal.
func (i Inst) finish(bits uint32) Inst {
	if i.Op == Illegal {
		return Inst{Op: Illegal, Imm: int32(bits)}
	}
	if i.Rd == 0 {
		i.Rd = Discard
	}
	return i
}

// pick returns the op with the number n, and Illegal where there is none.
func pick(n uint32, ops ...Op) Op {
	if int(n) >= len(ops) {
		return Illegal
	}
	return ops[n]
}

func decodeImm(bits uint32) (Op, int32) {
	funct3, funct6 := bits>>12&7, bits>>26
	shift := int32(bits >> 20 & 63)
	switch {
	case funct3 == 1 && funct6 == 0:
		return Slli, shift
	case funct3 == 5 && funct6 == 0:
		return Srli, shift
	case funct3 == 5 && funct6 == 0x10:
		return Srai, shift
	}
	return pick(funct3, Addi, Illegal, Slti, Sltiu, Xori, Illegal, Ori, Andi), immI(bits)
}

func decodeImm32(bits uint32) (Op, int32) {
	funct3, funct7 := bits>>12&7, bits>>25
	shift := int32(bits >> 20 & 31)
	switch {
	case funct3 == 0:
		return Addiw, immI(bits)
	case funct3 == 1 && funct7 == 0:
		return Slliw, shift
	case funct3 == 5 && funct7 == 0:
		return Srliw, shift
	case funct3 == 5 && funct7 == 0x20:
		return Sraiw, shift
	}
	return Illegal, 0
}

func decodeReg(bits uint32) Op {
	funct3 := bits >> 12 & 7
	switch bits >> 25 {
	case 0:
		return pick(funct3, Add, Sll, Slt, Sltu, Xor, Srl, Or, And)
	case 0x20:
		return pick(funct3, Sub, Illegal, Illegal, Illegal, Illegal, Sra)
	case 1:
		return pick(funct3, Mul, Mulh, Mulhsu, Mulhu, Div, Divu, Rem, Remu)
	}
	return Illegal
}

func decodeReg32(bits uint32) Op {
	funct3 := bits >> 12 & 7
	switch bits >> 25 {
	case 0:
		return pick(funct3, Addw, Sllw, Illegal, Illegal, Illegal, Srlw)
	case 0x20:
		return pick(funct3, Subw, Illegal, Illegal, Illegal, Illegal, Sraw)
	case 1:
		return pick(funct3, Mulw, Illegal, Illegal, Illegal, Divw, Divuw, Remw, Remuw)
	}
	return Illegal
}

// decodeSystem decodes what is privileged, and CSR accesses.
func decodeSystem(bits uint32, i Inst) Inst {
	funct3 := bits >> 12 & 7
	if funct3 != 0 {
		i.Imm = int32(bits >> 20)
		i.Op = pick(funct3, Illegal, Csrrw, Csrrs, Csrrc, Illegal, Csrrwi, Csrrsi, Csrrci)
		return i.finish(bits)
	}
	switch {
	case bits == 0x00000073:
		i.Op = Ecall
	case bits == 0x00100073:
		i.Op = Ebreak
	case bits == 0x10200073:
		i.Op = Sret
	case bits == 0x30200073:
		i.Op = Mret
	case bits == 0x10500073:
		i.Op = Wfi
	case bits&0xfe007fff == 0x12000073:
		i.Op = SfenceVMA
	case bits&0xfff07fff == 0x10400073: // k210-facts.md §2.5
		i.Op = SfenceVM
	default:
		i.Op = Illegal
	}
	// (Whether the fences are legal depends on the hart, which then wants the
	// bits.)
	if i.Op == SfenceVMA || i.Op == SfenceVM || i.Op == Sret || i.Op == Mret || i.Op == Wfi {
		i.Imm = int32(bits)
	}
	return i.finish(bits)
}

func decodeAmo(bits uint32) Op {
	words := atomics{LrW, ScW, AmoswapW, AmoaddW, AmoxorW, AmoandW, AmoorW, AmominW, AmomaxW, AmominuW, AmomaxuW}
	doubles := atomics{LrD, ScD, AmoswapD, AmoaddD, AmoxorD, AmoandD, AmoorD, AmominD, AmomaxD, AmominuD, AmomaxuD}
	ops := &words
	switch bits >> 12 & 7 {
	case 2:
	case 3:
		ops = &doubles
	default:
		return Illegal
	}
	// funct5 (RISC-V unpriv. §24, RV32A).
	switch bits >> 27 {
	case 0x02:
		if bits>>20&31 != 0 {
			return Illegal
		}
		return ops[0]
	case 0x03:
		return ops[1]
	case 0x01:
		return ops[2]
	case 0x00:
		return ops[3]
	case 0x04:
		return ops[4]
	case 0x0c:
		return ops[5]
	case 0x08:
		return ops[6]
	case 0x10:
		return ops[7]
	case 0x14:
		return ops[8]
	case 0x18:
		return ops[9]
	case 0x1c:
		return ops[10]
	}
	return Illegal
}

// atomics are the atomic operations of one width.
type atomics [11]Op
