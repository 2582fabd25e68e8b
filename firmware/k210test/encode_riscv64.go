// SPDX-License-Identifier: MIT

package main

import "bugo/arch/riscv"

// Encodings of instructions (RISC-V unpriv. 20191213 §24; RISC-V priv. 1.12 §6).

// csr returns a CSR instruction: funct3 1 to 3 are CSRRW, CSRRS and CSRRC, and 5 to 7
// those with an immediate in the place of rs1.
func csr(funct3 int, number riscv.CSR, rd, rs1 int) uint32 {
	return uint32(number)<<20 | uint32(rs1)<<15 | uint32(funct3)<<12 | uint32(rd)<<7 | 0x73
}

// readCSR returns CSRRS rd, number, x0.
func readCSR(number riscv.CSR, rd int) uint32 { return csr(2, number, rd, 0) }

// sfence returns SFENCE.VMA rs1, rs2.
func sfence(rs1, rs2 int) uint32 { return 0x1200_0073 | uint32(rs1)<<15 | uint32(rs2)<<20 }

// Opcodes of loads and stores.
const (
	loads        = 0x03
	floatLoads   = 0x07
	stores       = 0x23
	floatStores  = 0x27
	doubleFunct3 = 3
)

// load returns a load of 0(rs1), whose funct3 is its width.
func load(opcode, funct3, rd, rs1 int) uint32 {
	return uint32(rs1)<<15 | uint32(funct3)<<12 | uint32(rd)<<7 | uint32(opcode)
}

// store returns a store to 0(rs1).
func store(opcode, funct3, rs2, rs1 int) uint32 {
	return uint32(rs2)<<20 | uint32(rs1)<<15 | uint32(funct3)<<12 | uint32(opcode)
}
