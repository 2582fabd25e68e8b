// SPDX-License-Identifier: MIT

package emulate

import "bugo/arch/riscv"

// illegal executes an instruction that the hart lacks, or gives it to S-mode.
func (e *Emulator) illegal(t *Trap) {
	i, ok := e.fetch(t)
	if !ok {
		return
	}
	if !e.execute(t, i) {
		e.inject(t, riscv.CodeIllegalInstruction, uint64(i))
		return
	}
	t.PC += i.size()
}

const opSystem = 0x73 // RISC-V unpriv. 20191213 table 24.1

// SFENCE.VMA with any operands (RISC-V priv. 1.12 §6).
const (
	sfenceVMA     = 0x1200_0073
	sfenceVMAMask = 0xfe00_7fff
)

// execute executes an instruction of 1.12 that 1.9.1 lacks, if it is one and the
// mode may. Then only PC is left to be moved on.
func (e *Emulator) execute(t *Trap, i instruction) bool {
	if i.opcode() != opSystem {
		return false
	}
	if i&sfenceVMAMask == sfenceVMA {
		return e.fence(t)
	}
	if i.funct3()&3 == 0 { // no CSR instruction
		return false
	}
	switch i.csr() {
	case riscv.CSRTime:
		return e.time(t, i)
	case riscv.CSRScounteren:
		return e.userCounters(t, i)
	}
	return false
}

// sv39 is the value of VM (k210-facts.md §2.3).
const sv39 = 9 << riscv.StatusVMShift

// fence is SFENCE.VMA: doc.go says what of satp it makes count.
func (e *Emulator) fence(t *Trap) bool {
	if t.mode() != riscv.PrivilegeS {
		return false
	}
	root, _ := e.Hart.Root()
	t.Status &^= riscv.StatusVM
	if root != 0 {
		t.Status |= sv39
	}
	e.Hart.Fence(root)
	return true
}

// time is an instruction about time, which can only be read
// (RISC-V unpriv. 20191213 §10.1).
func (e *Emulator) time(t *Trap, i instruction) bool {
	if i.writesCSR() || t.mode() == riscv.PrivilegeU && e.Hart.UserCounters()&riscv.CounterTM == 0 {
		return false
	}
	t.setRegister(i.rd(), e.Hart.Time())
	return true
}

// userCounters is an instruction about scounteren (RISC-V priv. 1.12 §4.1.5).
func (e *Emulator) userCounters(t *Trap, i instruction) bool {
	if t.mode() != riscv.PrivilegeS {
		return false
	}
	old := e.Hart.UserCounters()
	if i.writesCSR() {
		const all = riscv.CounterCY | riscv.CounterTM | riscv.CounterIR
		e.Hart.SetUserCounters(i.csrValue(t, old) & all)
	}
	t.setRegister(i.rd(), old)
	return true
}

// How the CSR instructions change a register: the low bits of funct3, of which
// bit 2 tells an immediate operand from a register (RISC-V unpriv. 20191213 §9.1).
const (
	csrWrite = 1
	csrSet   = 2
)

// writesCSR tells whether a CSR instruction writes: CSRRS and CSRRC do not where
// the operand is x0 or the immediate 0 (RISC-V unpriv. 20191213 §9.1).
func (i instruction) writesCSR() bool { return i.funct3()&3 == csrWrite || i.rs1() != 0 }

// csrValue returns what a CSR instruction writes to a register that holds old.
func (i instruction) csrValue(t *Trap, old uint64) uint64 {
	operand := uint64(i.rs1())
	if i.funct3()&4 == 0 {
		operand = t.register(i.rs1())
	}
	switch i.funct3() & 3 {
	case csrWrite:
		return operand
	case csrSet:
		return old | operand
	default:
		return old &^ operand
	}
}
