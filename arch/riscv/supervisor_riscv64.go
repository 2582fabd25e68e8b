// SPDX-License-Identifier: MIT

package riscv

// Registers that S-mode may use (RISC-V priv. 1.12 §4.1). M-mode may, too.

// ReadSstatus returns sstatus: see the Status bits.
func ReadSstatus() uintptr

// WriteSstatus replaces sstatus.
func WriteSstatus(value uintptr)

// SetSstatus sets bits of sstatus.
func SetSstatus(bits uintptr)

// ClearSstatus clears bits of sstatus.
func ClearSstatus(bits uintptr)

// ReadSie returns which interrupts of S-mode are enabled: see the Interrupt bits.
func ReadSie() uintptr

// WriteSie replaces sie.
func WriteSie(value uintptr)

// SetSie enables interrupts.
func SetSie(bits uintptr)

// ClearSie disables interrupts.
func ClearSie(bits uintptr)

// ReadSip returns which interrupts of S-mode are pending.
func ReadSip() uintptr

// SetSip makes interrupts pending. From S-mode only InterruptSSI can be written.
func SetSip(bits uintptr)

// ClearSip takes pending interrupts back. From S-mode only InterruptSSI can be
// written.
func ClearSip(bits uintptr)

// ReadStvec returns the address of S-mode's trap handler.
func ReadStvec() uintptr

// WriteStvec sets the address of S-mode's trap handler, a multiple of 4: the low
// two bits choose the mode, and 0, direct, is the only one that the K210 has
// (k210-facts.md §2.4).
func WriteStvec(value uintptr)

// WriteScounteren says which counters U-mode may read: see the Counter bits.
// The K210 lacks the register, and its firmware emulates it for S-mode.
func WriteScounteren(value uintptr)

// ReadSscratch returns the word that S-mode's trap handler keeps for itself.
func ReadSscratch() uintptr

// WriteSscratch sets that word.
func WriteSscratch(value uintptr)

// ReadSepc returns the address at which the last trap into S-mode was taken.
func ReadSepc() uintptr

// WriteSepc sets the address to which SRET goes.
func WriteSepc(value uintptr)

// ReadScause returns why the last trap into S-mode was taken: see Cause.
func ReadScause() uintptr

// WriteScause replaces it, as M-mode does before it makes a trap S-mode's.
func WriteScause(value uintptr)

// ReadStval returns the faulting address or instruction of the last trap into
// S-mode. For an illegal instruction the K210 gives its address
// (k210-facts.md §2.4).
func ReadStval() uintptr

// WriteStval replaces it, likewise.
func WriteStval(value uintptr)

// ReadSatp returns the root of translation. On the K210 the mode and the address
// space number written are lost (k210-facts.md §2.5).
func ReadSatp() uintptr

// WriteSatp sets the root of translation. Follow it by SfenceVMA, and where
// translation is on already, use SwitchSatp.
func WriteSatp(value uintptr)

// SwitchSatp does both, with nothing in between that could need the new table
// before it counts. On the K210, whose satp loses the mode, 0 turns translation
// off and any other page number turns it on: that is the firmware's doing
// (bugo/firmware/emulate).
func SwitchSatp(value uintptr)
