// SPDX-License-Identifier: MIT

package isa

// Op is what an instruction does. F and D share theirs: see Inst.Double.
type Op uint8

// Undecoded is the zero value: no instruction has been decoded here.
const Undecoded Op = 0

// The operations, named as in the listings of RISC-V unpriv. §24.
const (
	Illegal Op = iota + 1

	Lui
	Auipc
	Jal
	Jalr
	Beq
	Bne
	Blt
	Bge
	Bltu
	Bgeu
	Lb
	Lh
	Lw
	Ld
	Lbu
	Lhu
	Lwu
	Sb
	Sh
	Sw
	Sd
	Addi
	Slti
	Sltiu
	Xori
	Ori
	Andi
	Slli
	Srli
	Srai
	Add
	Sub
	Sll
	Slt
	Sltu
	Xor
	Srl
	Sra
	Or
	And
	Addiw
	Slliw
	Srliw
	Sraiw
	Addw
	Subw
	Sllw
	Srlw
	Sraw
	Mul
	Mulh
	Mulhsu
	Mulhu
	Div
	Divu
	Rem
	Remu
	Mulw
	Divw
	Divuw
	Remw
	Remuw

	Fence
	FenceI
	Ecall
	Ebreak
	Sret
	Mret
	Wfi
	SfenceVMA // 1.10 and later
	SfenceVM  // 1.9.1
	Csrrw
	Csrrs
	Csrrc
	Csrrwi
	Csrrsi
	Csrrci

	LrW
	ScW
	AmoswapW
	AmoaddW
	AmoxorW
	AmoandW
	AmoorW
	AmominW
	AmomaxW
	AmominuW
	AmomaxuW
	LrD
	ScD
	AmoswapD
	AmoaddD
	AmoxorD
	AmoandD
	AmoorD
	AmominD
	AmomaxD
	AmominuD
	AmomaxuD

	Fload
	Fstore
	// From here on, all are arithmetic: see Op.Float.
	Fmadd
	Fmsub
	Fnmsub
	Fnmadd
	Fadd
	Fsub
	Fmul
	Fdiv
	Fsqrt
	Fsgnj
	Fsgnjn
	Fsgnjx
	Fmin
	Fmax
	Feq
	Flt
	Fle
	Fclass
	FcvtFloat // S from D, or D from S
	FcvtW     // to integers
	FcvtWu
	FcvtL
	FcvtLu
	FcvtFromW
	FcvtFromWu
	FcvtFromL
	FcvtFromLu
	FmvToX
	FmvFromX
)

// Discard is the destination of what is written to x0: a register beyond the
// 32, so that x0 is never written and nobody has to ask.
const Discard = 32

// Inst is a decoded instruction.
type Inst struct {
	// Imm is the immediate, sign-extended; for CSR instructions the CSR's
	// number, and for Illegal the instruction's bits.
	Imm int32
	Op  Op
	// Rd is Discard for x0. F registers are numbered as they are. Rs1 is the
	// immediate of CSR instructions that have one.
	Rd, Rs1, Rs2, Rs3 uint8
	// Size is the length in bytes, 2 or 4.
	Size uint8
	// Round is the rounding mode, Dynamic or one of 0 to 4.
	Round uint8
	// Double tells D from F.
	Double bool
}

// Dynamic as a rounding mode means the one in frm (RISC-V unpriv. §11.2).
const Dynamic = 7

// Bits returns the bits of an Illegal instruction.
func (i *Inst) Bits() uint32 { return uint32(i.Imm) }
