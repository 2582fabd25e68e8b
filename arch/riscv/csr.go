// SPDX-License-Identifier: MIT

package riscv

// CSR is the number of a control and status register, as the CSR instructions
// encode it in bits 31:20 (RISC-V priv. 1.12 §2.1).
type CSR uint16

// Numbers of the registers that Bugo uses (RISC-V priv. 1.12 tables 2.2 to
// 2.5). k210-facts.md §2.2 lists which of them the K210 lacks.
const (
	CSRSstatus    CSR = 0x100
	CSRSie        CSR = 0x104
	CSRStvec      CSR = 0x105
	CSRScounteren CSR = 0x106
	CSRSscratch   CSR = 0x140
	CSRSepc       CSR = 0x141
	CSRScause     CSR = 0x142
	CSRStval      CSR = 0x143 // sbadaddr in 1.9.1
	CSRSip        CSR = 0x144
	CSRSatp       CSR = 0x180 // sptbr in 1.9.1: a page number without a mode

	CSRMstatus     CSR = 0x300
	CSRMisa        CSR = 0x301
	CSRMedeleg     CSR = 0x302
	CSRMideleg     CSR = 0x303
	CSRMie         CSR = 0x304
	CSRMtvec       CSR = 0x305
	CSRMcounteren  CSR = 0x306
	CSRMucounteren CSR = 0x320 // of 1.9.1 only, as the next
	CSRMscounteren CSR = 0x321
	CSRMscratch    CSR = 0x340
	CSRMepc        CSR = 0x341
	CSRMcause      CSR = 0x342
	CSRMtval       CSR = 0x343 // mbadaddr in 1.9.1
	CSRMip         CSR = 0x344
	CSRPmpcfg0     CSR = 0x3a0 // absent in 1.9.1, as all of the PMP
	CSRPmpaddr0    CSR = 0x3b0
	CSRPmpaddr1    CSR = 0x3b1

	CSRCycle   CSR = 0xc00
	CSRTime    CSR = 0xc01 // absent on the K210
	CSRInstret CSR = 0xc02

	CSRMvendorid CSR = 0xf11
	CSRMarchid   CSR = 0xf12
	CSRMimpid    CSR = 0xf13
	CSRMhartid   CSR = 0xf14
)

// csrNames is in ascending order of number.
var csrNames = [...]struct {
	number CSR
	name   string
}{
	{CSRSstatus, "sstatus"},
	{CSRSie, "sie"},
	{CSRStvec, "stvec"},
	{CSRScounteren, "scounteren"},
	{CSRSscratch, "sscratch"},
	{CSRSepc, "sepc"},
	{CSRScause, "scause"},
	{CSRStval, "stval"},
	{CSRSip, "sip"},
	{CSRSatp, "satp"},
	{CSRMstatus, "mstatus"},
	{CSRMisa, "misa"},
	{CSRMedeleg, "medeleg"},
	{CSRMideleg, "mideleg"},
	{CSRMie, "mie"},
	{CSRMtvec, "mtvec"},
	{CSRMcounteren, "mcounteren"},
	{CSRMucounteren, "mucounteren"},
	{CSRMscounteren, "mscounteren"},
	{CSRMscratch, "mscratch"},
	{CSRMepc, "mepc"},
	{CSRMcause, "mcause"},
	{CSRMtval, "mtval"},
	{CSRMip, "mip"},
	{CSRPmpcfg0, "pmpcfg0"},
	{CSRPmpaddr0, "pmpaddr0"},
	{CSRPmpaddr1, "pmpaddr1"},
	{CSRCycle, "cycle"},
	{CSRTime, "time"},
	{CSRInstret, "instret"},
	{CSRMvendorid, "mvendorid"},
	{CSRMarchid, "marchid"},
	{CSRMimpid, "mimpid"},
	{CSRMhartid, "mhartid"},
}

// String returns the specification's name of the register, or "unknown CSR"
// for a register that Bugo does not use. It does not allocate.
func (c CSR) String() string {
	for i := range csrNames {
		if csrNames[i].number == c {
			return csrNames[i].name
		}
	}
	return "unknown CSR"
}
