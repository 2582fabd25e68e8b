// SPDX-License-Identifier: MIT

package riscv

// Bits of mip and mie, and of sip and sie, which show the S bits of them
// (RISC-V priv. 1.12 §3.1.9 and §4.1.3). A bit's position is the code of its
// interrupt, so mideleg uses the same values.
const (
	// InterruptSSI is the supervisor's software interrupt. S-mode may set
	// and clear it in sip, M-mode in mip.
	InterruptSSI = 1 << CodeSupervisorSoftware
	// InterruptMSI is the machine's software interrupt: msip of the CLINT.
	InterruptMSI = 1 << CodeMachineSoftware
	// InterruptSTI is the supervisor's timer interrupt. Only M-mode may set
	// and clear it, in mip.
	InterruptSTI = 1 << CodeSupervisorTimer
	// InterruptMTI is the machine's timer interrupt: pending while mtime >=
	// mtimecmp.
	InterruptMTI = 1 << CodeMachineTimer
	// InterruptSEI is the supervisor's external interrupt. On the K210 it
	// never becomes pending (k210-facts.md §2.4).
	InterruptSEI = 1 << CodeSupervisorExternal
	// InterruptMEI is the machine's external interrupt, from the PLIC.
	InterruptMEI = 1 << CodeMachineExternal
)

// Bits of mcounteren and scounteren: which counters the next lower privilege
// may read (RISC-V priv. 1.12 §3.1.11 and §4.1.5). On the K210 neither
// register exists (k210-facts.md §2.2); mscounteren and mucounteren take their place,
// with the same bits.
const (
	// CounterCY opens cycle.
	CounterCY = 1 << 0
	// CounterTM opens time.
	CounterTM = 1 << 1
	// CounterIR opens instret.
	CounterIR = 1 << 2
)
