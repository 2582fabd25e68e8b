// SPDX-License-Identifier: MIT

package isa

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// unused marks a field that an instruction does not have.
const unused = 255

// encodings are every instruction of 32 bits at least once, as GNU as encodes it.
var encodings = []struct {
	text string
	bits uint32
	want Inst
}{
	{"add x5,x6,x7", 0x007302b3, Inst{Op: Add, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"sub x5,x6,x7", 0x407302b3, Inst{Op: Sub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"sll x5,x6,x7", 0x007312b3, Inst{Op: Sll, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"slt x5,x6,x7", 0x007322b3, Inst{Op: Slt, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"sltu x5,x6,x7", 0x007332b3, Inst{Op: Sltu, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"xor x5,x6,x7", 0x007342b3, Inst{Op: Xor, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"srl x5,x6,x7", 0x007352b3, Inst{Op: Srl, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"sra x5,x6,x7", 0x407352b3, Inst{Op: Sra, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"or x5,x6,x7", 0x007362b3, Inst{Op: Or, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"and x5,x6,x7", 0x007372b3, Inst{Op: And, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"addw x5,x6,x7", 0x007302bb, Inst{Op: Addw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"subw x5,x6,x7", 0x407302bb, Inst{Op: Subw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"sllw x5,x6,x7", 0x007312bb, Inst{Op: Sllw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"srlw x5,x6,x7", 0x007352bb, Inst{Op: Srlw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"sraw x5,x6,x7", 0x407352bb, Inst{Op: Sraw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"mul x5,x6,x7", 0x027302b3, Inst{Op: Mul, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"mulh x5,x6,x7", 0x027312b3, Inst{Op: Mulh, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"mulhsu x5,x6,x7", 0x027322b3, Inst{Op: Mulhsu, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"mulhu x5,x6,x7", 0x027332b3, Inst{Op: Mulhu, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"div x5,x6,x7", 0x027342b3, Inst{Op: Div, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"divu x5,x6,x7", 0x027352b3, Inst{Op: Divu, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"rem x5,x6,x7", 0x027362b3, Inst{Op: Rem, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"remu x5,x6,x7", 0x027372b3, Inst{Op: Remu, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"mulw x5,x6,x7", 0x027302bb, Inst{Op: Mulw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"divw x5,x6,x7", 0x027342bb, Inst{Op: Divw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"divuw x5,x6,x7", 0x027352bb, Inst{Op: Divuw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"remw x5,x6,x7", 0x027362bb, Inst{Op: Remw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"remuw x5,x6,x7", 0x027372bb, Inst{Op: Remuw, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"addi x5,x6,-2048", 0x80030293, Inst{Op: Addi, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"slti x5,x6,-2048", 0x80032293, Inst{Op: Slti, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"sltiu x5,x6,-2048", 0x80033293, Inst{Op: Sltiu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"xori x5,x6,-2048", 0x80034293, Inst{Op: Xori, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"ori x5,x6,-2048", 0x80036293, Inst{Op: Ori, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"andi x5,x6,-2048", 0x80037293, Inst{Op: Andi, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"addiw x5,x6,-2048", 0x8003029b, Inst{Op: Addiw, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -2048}},
	{"slli x5,x6,63", 0x03f31293, Inst{Op: Slli, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 63}},
	{"srli x5,x6,33", 0x02135293, Inst{Op: Srli, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 33}},
	{"srai x5,x6,1", 0x40135293, Inst{Op: Srai, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 1}},
	{"slliw x5,x6,31", 0x01f3129b, Inst{Op: Slliw, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 31}},
	{"srliw x5,x6,17", 0x0113529b, Inst{Op: Srliw, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 17}},
	{"sraiw x5,x6,1", 0x4013529b, Inst{Op: Sraiw, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 1}},
	{"lb x5,-3(x6)", 0xffd30283, Inst{Op: Lb, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"lh x5,-3(x6)", 0xffd31283, Inst{Op: Lh, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"lw x5,-3(x6)", 0xffd32283, Inst{Op: Lw, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"ld x5,-3(x6)", 0xffd33283, Inst{Op: Ld, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"lbu x5,-3(x6)", 0xffd34283, Inst{Op: Lbu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"lhu x5,-3(x6)", 0xffd35283, Inst{Op: Lhu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"lwu x5,-3(x6)", 0xffd36283, Inst{Op: Lwu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -3}},
	{"sb x7,-1365(x6)", 0xaa7305a3, Inst{Op: Sb, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -1365}},
	{"sh x7,-1365(x6)", 0xaa7315a3, Inst{Op: Sh, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -1365}},
	{"sw x7,-1365(x6)", 0xaa7325a3, Inst{Op: Sw, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -1365}},
	{"sd x7,-1365(x6)", 0xaa7335a3, Inst{Op: Sd, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -1365}},
	{"beq x6,x7,.-4096", 0x80730063, Inst{Op: Beq, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -4096}},
	{"bne x6,x7,.-4096", 0x80731063, Inst{Op: Bne, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -4096}},
	{"blt x6,x7,.-4096", 0x80734063, Inst{Op: Blt, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -4096}},
	{"bge x6,x7,.-4096", 0x80735063, Inst{Op: Bge, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -4096}},
	{"bltu x6,x7,.-4096", 0x80736063, Inst{Op: Bltu, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -4096}},
	{"bgeu x6,x7,.-4096", 0x80737063, Inst{Op: Bgeu, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: -4096}},
	{"beq x6,x7,.+2730", 0x2a7305e3, Inst{Op: Beq, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: 2730}},
	{"lui x5,0xabcde", 0xabcde2b7, Inst{Op: Lui, Rd: 5, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused, Imm: -1412571136}},
	{"auipc x5,0x12345", 0x12345297, Inst{Op: Auipc, Rd: 5, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused, Imm: 305418240}},
	{"jal x5,.-1048576", 0x800002ef, Inst{Op: Jal, Rd: 5, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused, Imm: -1048576}},
	{"jal x5,.+699050", 0x2abaa2ef, Inst{Op: Jal, Rd: 5, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused, Imm: 699050}},
	{"jal x0,.+2048", 0x0010006f, Inst{Op: Jal, Rd: 32, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused, Imm: 2048}},
	{"jalr x5,2047(x6)", 0x7ff302e7, Inst{Op: Jalr, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 2047}},
	{"fence rw,rw", 0x0330000f, Inst{Op: Fence, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"fence.i", 0x0000100f, Inst{Op: FenceI, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"ecall", 0x00000073, Inst{Op: Ecall, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"ebreak", 0x00100073, Inst{Op: Ebreak, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"sret", 0x10200073, Inst{Op: Sret, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"mret", 0x30200073, Inst{Op: Mret, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"wfi", 0x10500073, Inst{Op: Wfi, Rd: unused, Rs1: unused, Rs2: unused, Rs3: unused, Round: unused}},
	{"sfence.vma x6,x7", 0x12730073, Inst{Op: SfenceVMA, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{".word 0x10430073", 0x10430073, Inst{Op: SfenceVM, Rd: unused, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused}},
	{"csrrw x5,0xc00,x6", 0xc00312f3, Inst{Op: Csrrw, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 3072}},
	{"csrrs x5,0xc00,x6", 0xc00322f3, Inst{Op: Csrrs, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 3072}},
	{"csrrc x5,0xc00,x6", 0xc00332f3, Inst{Op: Csrrc, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 3072}},
	{"csrrwi x5,0xc00,6", 0xc00352f3, Inst{Op: Csrrwi, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 3072}},
	{"csrrsi x5,0xc00,6", 0xc00362f3, Inst{Op: Csrrsi, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 3072}},
	{"csrrci x5,0xc00,6", 0xc00372f3, Inst{Op: Csrrci, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: 3072}},
	{"lr.w.aq x5,(x6)", 0x140322af, Inst{Op: LrW, Rd: 5, Rs1: 6, Rs2: 0, Rs3: unused, Round: unused}},
	{"sc.w.rl x5,x7,(x6)", 0x1a7322af, Inst{Op: ScW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoswap.w.rl x5,x7,(x6)", 0x0a7322af, Inst{Op: AmoswapW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoadd.w.rl x5,x7,(x6)", 0x027322af, Inst{Op: AmoaddW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoxor.w.rl x5,x7,(x6)", 0x227322af, Inst{Op: AmoxorW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoand.w.rl x5,x7,(x6)", 0x627322af, Inst{Op: AmoandW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoor.w.rl x5,x7,(x6)", 0x427322af, Inst{Op: AmoorW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amomin.w.rl x5,x7,(x6)", 0x827322af, Inst{Op: AmominW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amomax.w.rl x5,x7,(x6)", 0xa27322af, Inst{Op: AmomaxW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amominu.w.rl x5,x7,(x6)", 0xc27322af, Inst{Op: AmominuW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amomaxu.w.rl x5,x7,(x6)", 0xe27322af, Inst{Op: AmomaxuW, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"lr.d.aq x5,(x6)", 0x140332af, Inst{Op: LrD, Rd: 5, Rs1: 6, Rs2: 0, Rs3: unused, Round: unused}},
	{"sc.d.rl x5,x7,(x6)", 0x1a7332af, Inst{Op: ScD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoswap.d.rl x5,x7,(x6)", 0x0a7332af, Inst{Op: AmoswapD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoadd.d.rl x5,x7,(x6)", 0x027332af, Inst{Op: AmoaddD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoxor.d.rl x5,x7,(x6)", 0x227332af, Inst{Op: AmoxorD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoand.d.rl x5,x7,(x6)", 0x627332af, Inst{Op: AmoandD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amoor.d.rl x5,x7,(x6)", 0x427332af, Inst{Op: AmoorD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amomin.d.rl x5,x7,(x6)", 0x827332af, Inst{Op: AmominD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amomax.d.rl x5,x7,(x6)", 0xa27332af, Inst{Op: AmomaxD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amominu.d.rl x5,x7,(x6)", 0xc27332af, Inst{Op: AmominuD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"amomaxu.d.rl x5,x7,(x6)", 0xe27332af, Inst{Op: AmomaxuD, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"flw f0,-8(x6)", 0xff832007, Inst{Op: Fload, Rd: 0, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -8}},
	{"fsw f7,16(x6)", 0x00732827, Inst{Op: Fstore, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: 16}},
	{"fmadd.s f5,f6,f7,f8,rup", 0x407332c3, Inst{Op: Fmadd, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3}},
	{"fmsub.s f5,f6,f7,f8,rup", 0x407332c7, Inst{Op: Fmsub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3}},
	{"fnmsub.s f5,f6,f7,f8,rup", 0x407332cb, Inst{Op: Fnmsub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3}},
	{"fnmadd.s f5,f6,f7,f8,rup", 0x407332cf, Inst{Op: Fnmadd, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3}},
	{"fadd.s f5,f6,f7,rtz", 0x007312d3, Inst{Op: Fadd, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1}},
	{"fsub.s f5,f6,f7,rtz", 0x087312d3, Inst{Op: Fsub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1}},
	{"fmul.s f5,f6,f7,rtz", 0x107312d3, Inst{Op: Fmul, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1}},
	{"fdiv.s f5,f6,f7,rtz", 0x187312d3, Inst{Op: Fdiv, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1}},
	{"fsqrt.s f5,f6", 0x580372d3, Inst{Op: Fsqrt, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 7}},
	{"fsgnj.s f5,f6,f7", 0x207302d3, Inst{Op: Fsgnj, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"fsgnjn.s f5,f6,f7", 0x207312d3, Inst{Op: Fsgnjn, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"fsgnjx.s f5,f6,f7", 0x207322d3, Inst{Op: Fsgnjx, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"fmin.s f5,f6,f7", 0x287302d3, Inst{Op: Fmin, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"fmax.s f5,f6,f7", 0x287312d3, Inst{Op: Fmax, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"feq.s x5,f6,f7", 0xa07322d3, Inst{Op: Feq, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"flt.s x5,f6,f7", 0xa07312d3, Inst{Op: Flt, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"fle.s x5,f6,f7", 0xa07302d3, Inst{Op: Fle, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"feq.s x0,f6,f7", 0xa0732053, Inst{Op: Feq, Rd: 32, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused}},
	{"fclass.s x5,f6", 0xe00312d3, Inst{Op: Fclass, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused}},
	{"fcvt.w.s x5,f6,rmm", 0xc00342d3, Inst{Op: FcvtW, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4}},
	{"fcvt.s.w f5,x6,rdn", 0xd00322d3, Inst{Op: FcvtFromW, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 2}},
	{"fcvt.wu.s x5,f6,rmm", 0xc01342d3, Inst{Op: FcvtWu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4}},
	{"fcvt.s.wu f5,x6,rdn", 0xd01322d3, Inst{Op: FcvtFromWu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 2}},
	{"fcvt.l.s x5,f6,rmm", 0xc02342d3, Inst{Op: FcvtL, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4}},
	{"fcvt.s.l f5,x6,rdn", 0xd02322d3, Inst{Op: FcvtFromL, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 2}},
	{"fcvt.lu.s x5,f6,rmm", 0xc03342d3, Inst{Op: FcvtLu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4}},
	{"fcvt.s.lu f5,x6,rdn", 0xd03322d3, Inst{Op: FcvtFromLu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 2}},
	{"fmv.x.w x5,f6", 0xe00302d3, Inst{Op: FmvToX, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused}},
	{"fmv.w.x f5,x6", 0xf00302d3, Inst{Op: FmvFromX, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused}},
	{"fld f0,-8(x6)", 0xff833007, Inst{Op: Fload, Rd: 0, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Imm: -8, Double: true}},
	{"fsd f7,16(x6)", 0x00733827, Inst{Op: Fstore, Rd: unused, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Imm: 16, Double: true}},
	{"fmadd.d f5,f6,f7,f8,rup", 0x427332c3, Inst{Op: Fmadd, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3, Double: true}},
	{"fmsub.d f5,f6,f7,f8,rup", 0x427332c7, Inst{Op: Fmsub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3, Double: true}},
	{"fnmsub.d f5,f6,f7,f8,rup", 0x427332cb, Inst{Op: Fnmsub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3, Double: true}},
	{"fnmadd.d f5,f6,f7,f8,rup", 0x427332cf, Inst{Op: Fnmadd, Rd: 5, Rs1: 6, Rs2: 7, Rs3: 8, Round: 3, Double: true}},
	{"fadd.d f5,f6,f7,rtz", 0x027312d3, Inst{Op: Fadd, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1, Double: true}},
	{"fsub.d f5,f6,f7,rtz", 0x0a7312d3, Inst{Op: Fsub, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1, Double: true}},
	{"fmul.d f5,f6,f7,rtz", 0x127312d3, Inst{Op: Fmul, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1, Double: true}},
	{"fdiv.d f5,f6,f7,rtz", 0x1a7312d3, Inst{Op: Fdiv, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: 1, Double: true}},
	{"fsqrt.d f5,f6", 0x5a0372d3, Inst{Op: Fsqrt, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 7, Double: true}},
	{"fsgnj.d f5,f6,f7", 0x227302d3, Inst{Op: Fsgnj, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"fsgnjn.d f5,f6,f7", 0x227312d3, Inst{Op: Fsgnjn, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"fsgnjx.d f5,f6,f7", 0x227322d3, Inst{Op: Fsgnjx, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"fmin.d f5,f6,f7", 0x2a7302d3, Inst{Op: Fmin, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"fmax.d f5,f6,f7", 0x2a7312d3, Inst{Op: Fmax, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"feq.d x5,f6,f7", 0xa27322d3, Inst{Op: Feq, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"flt.d x5,f6,f7", 0xa27312d3, Inst{Op: Flt, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"fle.d x5,f6,f7", 0xa27302d3, Inst{Op: Fle, Rd: 5, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"feq.d x0,f6,f7", 0xa2732053, Inst{Op: Feq, Rd: 32, Rs1: 6, Rs2: 7, Rs3: unused, Round: unused, Double: true}},
	{"fclass.d x5,f6", 0xe20312d3, Inst{Op: Fclass, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Double: true}},
	{"fcvt.w.d x5,f6,rmm", 0xc20342d3, Inst{Op: FcvtW, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4, Double: true}},
	{"fcvt.d.w f5,x6", 0xd20302d3, Inst{Op: FcvtFromW, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Double: true}},
	{"fcvt.wu.d x5,f6,rmm", 0xc21342d3, Inst{Op: FcvtWu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4, Double: true}},
	{"fcvt.d.wu f5,x6", 0xd21302d3, Inst{Op: FcvtFromWu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Double: true}},
	{"fcvt.l.d x5,f6,rmm", 0xc22342d3, Inst{Op: FcvtL, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4, Double: true}},
	{"fcvt.d.l f5,x6,rdn", 0xd22322d3, Inst{Op: FcvtFromL, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 2, Double: true}},
	{"fcvt.lu.d x5,f6,rmm", 0xc23342d3, Inst{Op: FcvtLu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 4, Double: true}},
	{"fcvt.d.lu f5,x6,rdn", 0xd23322d3, Inst{Op: FcvtFromLu, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 2, Double: true}},
	{"fmv.x.d x5,f6", 0xe20302d3, Inst{Op: FmvToX, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Double: true}},
	{"fmv.d.x f5,x6", 0xf20302d3, Inst{Op: FmvFromX, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Double: true}},
	{"fcvt.s.d f5,f6,rne", 0x401302d3, Inst{Op: FcvtFloat, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: 0}},
	{"fcvt.d.s f5,f6", 0x420302d3, Inst{Op: FcvtFloat, Rd: 5, Rs1: 6, Rs2: unused, Rs3: unused, Round: unused, Double: true}},
}

func TestEveryInstructionIsDecoded(t *testing.T) {
	for _, c := range encodings {
		got := Decode(c.bits)
		assert.Equal(t, uint8(4), got.Size, c.text)
		got.Size = 0
		for _, field := range []struct{ got, want *uint8 }{
			{&got.Rd, &c.want.Rd}, {&got.Rs1, &c.want.Rs1}, {&got.Rs2, &c.want.Rs2},
			{&got.Rs3, &c.want.Rs3}, {&got.Round, &c.want.Round},
		} {
			if *field.want == unused {
				*field.got = unused
			}
		}
		if c.want.Op >= Sret && c.want.Op <= SfenceVM || c.want.Op == Mret {
			assert.Equal(t, c.bits, got.Bits(), c.text)
			got.Imm = 0
		}
		assert.Equal(t, c.want, got, c.text)
	}
}

func TestEveryOperationHasAnEncoding(t *testing.T) {
	seen := map[Op]bool{}
	for _, c := range encodings {
		seen[c.want.Op] = true
	}
	for op := Illegal + 1; op <= FmvFromX; op++ {
		assert.True(t, seen[op], "operation %d", op)
	}
}

func TestReservedEncodingsAreIllegal(t *testing.T) {
	for name, bits := range map[string]uint32{
		"all zeros":                       0,
		"all ones":                        0xffffffff,
		"a branch with funct3 2":          0x00002063,
		"a load with funct3 7":            0x00007003,
		"slli with a bit of funct6":       0x04001013,
		"slliw by 32":                     0x0200101b,
		"an operation with funct7 2":      0x04000033,
		"lr with rs2":                     0x1010a02f,
		"an atomic of bytes":              0x0000002f,
		"fadd with rounding mode 5":       0x00005053,
		"fadd in half precision":          0x04000053,
		"fcvt.s.s":                        0x40000053,
		"uret":                            0x00200073,
		"a CSR instruction with funct3 4": 0x00004073,
		"hfence.vvma":                     0x22000073,
	} {
		got := Decode(bits)
		assert.Equal(t, Illegal, got.Op, name)
		if !IsCompressed(uint16(bits)) {
			assert.Equal(t, bits, got.Bits(), name)
		}
	}
}

func TestDecodingAllHalfwordsAndManyWordsNeverLeavesOneUndecoded(t *testing.T) {
	for h := range 1 << 16 {
		assert.NotEqual(t, Undecoded, Decode(uint32(h)).Op)
	}
	bits := uint32(1)
	for range 1_000_000 {
		bits = bits*1664525 + 1013904223
		if i := Decode(bits); i.Op == Undecoded || i.Rd > Discard || i.Size != 2 && i.Size != 4 {
			t.Fatalf("%#08x is decoded to %+v", bits, i)
		}
	}
}
