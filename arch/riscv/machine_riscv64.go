// SPDX-License-Identifier: MIT

package riscv

// Registers of M-mode (RISC-V priv. 1.12 §3.1): the firmware's.

// ReadMhartid returns the number of this hart.
func ReadMhartid() uintptr

// ReadMvendorid returns the JEDEC number of the hart's maker, 0 if not given.
func ReadMvendorid() uintptr

// ReadMarchid returns the number of the hart's design, 0 if not given.
func ReadMarchid() uintptr

// ReadMimpid returns the version of the hart's design, 0 if not given.
func ReadMimpid() uintptr

// ReadMisa returns the hart's width and extensions: see Misa.
func ReadMisa() uintptr

// ReadMstatus returns mstatus: see the Status bits.
func ReadMstatus() uintptr

// WriteMstatus replaces mstatus.
func WriteMstatus(value uintptr)

// SetMstatus sets bits of mstatus.
func SetMstatus(bits uintptr)

// ClearMstatus clears bits of mstatus.
func ClearMstatus(bits uintptr)

// ReadMedeleg returns which exceptions below M-mode go straight to S-mode: bit n
// is the exception of code n.
func ReadMedeleg() uintptr

// WriteMedeleg asks for exceptions to be delegated. A hart keeps only the bits
// it can: the K210 has 0x1AB (k210-facts.md §2.4).
func WriteMedeleg(value uintptr)

// ReadMideleg returns which interrupts go straight to S-mode.
func ReadMideleg() uintptr

// WriteMideleg asks for interrupts to be delegated. A hart keeps only the bits
// it can: the K210 has 0x222 (k210-facts.md §2.4).
func WriteMideleg(value uintptr)

// ReadMie returns which interrupts are enabled: see the Interrupt bits.
func ReadMie() uintptr

// WriteMie replaces mie.
func WriteMie(value uintptr)

// SetMie enables interrupts.
func SetMie(bits uintptr)

// ClearMie disables interrupts.
func ClearMie(bits uintptr)

// ReadMip returns which interrupts are pending.
func ReadMip() uintptr

// SetMip makes interrupts of S-mode pending. The machine's own bits are wires.
func SetMip(bits uintptr)

// ClearMip takes pending interrupts of S-mode back.
func ClearMip(bits uintptr)

// WriteMtvec sets the address of M-mode's trap handler, a multiple of 4.
func WriteMtvec(value uintptr)

// WriteMcounteren says which counters S-mode may read: see the Counter bits.
// The K210 lacks the register.
func WriteMcounteren(value uintptr)

// ReadMucounteren returns which counters U-mode may read: see the Counter bits.
// Only the K210 has the register (k210-facts.md §2.2); elsewhere the same number
// stops counters, and must not be written.
func ReadMucounteren() uintptr

// WriteMucounteren says which counters U-mode may read, and WriteMscounteren which
// ones S-mode may. Only the K210 has the registers.
func WriteMucounteren(value uintptr)

// WriteMscounteren: see WriteMucounteren.
func WriteMscounteren(value uintptr)

// ReadMscratch returns the word that M-mode's trap handler keeps for itself.
func ReadMscratch() uintptr

// WriteMscratch sets that word.
func WriteMscratch(value uintptr)

// ReadMepc returns the address at which the last trap into M-mode was taken.
func ReadMepc() uintptr

// WriteMepc sets the address to which MRET goes.
func WriteMepc(value uintptr)

// ReadMcause returns why the last trap into M-mode was taken: see Cause.
func ReadMcause() uintptr

// WriteMcause replaces it.
func WriteMcause(value uintptr)

// ReadMtval returns the faulting address or instruction of the last trap into
// M-mode.
func ReadMtval() uintptr

// WritePmpcfg0 sets the permissions of the first eight regions of physical
// memory: see the PMP bits. The K210 lacks the register.
func WritePmpcfg0(value uintptr)

// WritePmpaddr0 sets the first region: see PMPRegion. The K210 lacks the register.
func WritePmpaddr0(value uintptr)

// WritePmpaddr1 sets the second region. The K210 lacks the register.
func WritePmpaddr1(value uintptr)
