// SPDX-License-Identifier: MIT

package riscv

// Instructions that Go has no words for. Those of return from a trap, MRET and
// SRET, are not here: they make sense only inside the assembly that restores
// a context.

// Wfi lets the hart sleep until an interrupt that is enabled in mie is
// pending, whether interrupts are enabled in the status register or not. It may
// also return for no reason (RISC-V priv. 1.12 §3.3.3).
func Wfi()

// Fence orders all memory and device accesses before it, as seen by other
// harts and devices, before all those after it (RISC-V unpriv. 20191213 §2.7).
func Fence()

// FenceI makes this hart's instruction fetches see all stores before it
// (RISC-V unpriv. 20191213 §3). Needed after code was written to memory.
func FenceI()

// SfenceVMA makes this hart's translations see all stores to page tables
// before it, for all addresses and address spaces (RISC-V priv. 1.12 §4.2.1).
// On the K210 the instruction is illegal, and the firmware gives it a meaning
// (k210-facts.md §13).
func SfenceVMA()

// SfenceVM does the same where SfenceVMA is illegal: on the K210
// (k210-facts.md §2.5, §2.7). On harts of 1.12 it is illegal itself.
func SfenceVM()

// Ebreak raises a breakpoint exception, or stops in the debugger.
func Ebreak()
