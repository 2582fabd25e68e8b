// SPDX-License-Identifier: MIT

package emulate

import "bugo/arch/riscv"

// instruction is the bits of one, of which the upper half is 0 in a compressed one.
type instruction uint32

// isShort tells whether it is a compressed one, of 2 bytes
// (RISC-V unpriv. 20191213 §1.5).
func (i instruction) isShort() bool { return i&3 != 3 }

func (i instruction) size() uint64 {
	if i.isShort() {
		return 2
	}
	return 4
}

// Fields of the long ones (RISC-V unpriv. 20191213 §2.2).

func (i instruction) opcode() uint32 { return uint32(i) & 0x7f }
func (i instruction) rd() uint32     { return uint32(i) >> 7 & 31 }
func (i instruction) funct3() uint32 { return uint32(i) >> 12 & 7 }
func (i instruction) rs1() uint32    { return uint32(i) >> 15 & 31 }
func (i instruction) rs2() uint32    { return uint32(i) >> 20 & 31 }

// csr is the register that a CSR instruction is about (§9.1).
func (i instruction) csr() riscv.CSR { return riscv.CSR(i >> 20) }

// fetch loads the instruction that trapped. Where it cannot, the hart could not have
// executed it a moment later: fetch makes that fault of the trap, and reports false.
func (e *Emulator) fetch(t *Trap) (i instruction, ok bool) {
	const half, whole = 2, 4
	size := whole
	if t.PC%pageSize > pageSize-whole { // in two pages, if it is a long one
		size = half
	}
	bits, ok := e.fetchBytes(t.PC, size)
	if !ok {
		e.fetchFault(t, t.PC)
		return 0, false
	}
	if i = instruction(bits); i.isShort() {
		return i & 0xffff, true
	}
	if size == whole {
		return i, true
	}
	if bits, ok = e.fetchBytes(t.PC+half, half); !ok {
		e.fetchFault(t, t.PC+half)
		return 0, false
	}
	return i | instruction(bits<<16), true
}

// fetchBytes loads 2 or 4 bytes of instructions in a page. Between the write of satp
// and the SFENCE.VMA that follows it, the hart executes from pages that it remembers,
// while a load may walk the new table, or, where the new one is none, whatever is at
// address 0. So where the load fails, it is made again by the table that the kernel
// fenced last.
func (e *Emulator) fetchBytes(address uint64, size int) (bits uint64, ok bool) {
	bits, loaded := e.Hart.Load(address, size, true)
	if loaded == size {
		return bits, true
	}
	written, fenced := e.Hart.Root()
	if written == fenced {
		return 0, false
	}
	e.Hart.SetRoot(fenced)
	bits, loaded = e.Hart.Load(address, size, true)
	e.Hart.SetRoot(written)
	return bits, loaded == size
}
