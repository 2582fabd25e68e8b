// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"testing"
)

const ramBase = 0x8000_0000

// board is what a hart under test is connected to: a register at 0x1000 that
// keeps what is stored, and a clock that stands still.
type board struct{ register uint64 }

const registerAddress = 0x1000

func (b *board) Load(address uint64, _ int) (uint64, bool) {
	return b.register, address == registerAddress
}

func (b *board) Store(address uint64, _ int, value uint64) bool {
	b.register = value
	return address == registerAddress
}

func (b *board) Ticks() uint64 { return 1234 }

// with returns a hart with a program at the start of 64 KiB of RAM, its pc
// there, in M-mode with mtvec at handler.
func with(t testing.TB, program ...uint32) *Hart {
	t.Helper()
	b := &board{}
	h := New(Config{
		ID: 3, Spec: Privileged1_12, Bus: b, Clock: b,
		RAM: RAM{Base: ramBase, Bytes: make([]byte, 1<<16)},
	}, ramBase)
	for n, bits := range program {
		binary.LittleEndian.PutUint32(h.RAM.Bytes[4*n:], bits)
	}
	h.csr.mtvec = handler
	return h
}

// handler is where traps of tests go, and supervisorHandler those to S-mode.
const (
	handler           = ramBase + 0x8000
	supervisorHandler = ramBase + 0x9000
)

// steps lets a hart run so many instructions.
func (h *Hart) run(steps uint64) {
	for end := h.Steps() + steps; h.Steps() < end; {
		h.Run(end)
		if h.Waiting() {
			return
		}
	}
}

// Encoders (RISC-V unpriv. §2.2).

func typeR(opcode, funct3, funct7, rd, rs1, rs2 uint32) uint32 {
	return funct7<<25 | rs2<<20 | rs1<<15 | funct3<<12 | rd<<7 | opcode
}

func typeI(opcode, funct3, rd, rs1 uint32, imm int32) uint32 {
	return uint32(imm)<<20 | rs1<<15 | funct3<<12 | rd<<7 | opcode
}

func typeS(opcode, funct3, rs1, rs2 uint32, imm int32) uint32 {
	return uint32(imm)>>5<<25 | rs2<<20 | rs1<<15 | funct3<<12 | uint32(imm)&31<<7 | opcode
}

func typeB(funct3, rs1, rs2 uint32, imm int32) uint32 {
	u := uint32(imm)
	return u>>12<<31 | u>>5&63<<25 | rs2<<20 | rs1<<15 | funct3<<12 | u>>1&15<<8 | u>>11&1<<7 | 0x63
}

func addi(rd, rs1 uint32, imm int32) uint32 { return typeI(0x13, 0, rd, rs1, imm) }
func csrrw(rd, csr, rs1 uint32) uint32      { return csr<<20 | rs1<<15 | 1<<12 | rd<<7 | 0x73 }
func csrrs(rd, csr, rs1 uint32) uint32      { return csr<<20 | rs1<<15 | 2<<12 | rd<<7 | 0x73 }
func csrrc(rd, csr, rs1 uint32) uint32      { return csr<<20 | rs1<<15 | 3<<12 | rd<<7 | 0x73 }

const (
	nop       = 0x00000013
	ecall     = 0x00000073
	ebreak    = 0x00100073
	mret      = 0x30200073
	sret      = 0x10200073
	wfi       = 0x10500073
	fence     = 0x0000000f
	fenceI    = 0x0000100f
	sfenceVMA = 0x12000073
	sfenceVM  = 0x10400073
)
