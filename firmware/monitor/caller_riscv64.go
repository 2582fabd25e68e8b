// SPDX-License-Identifier: MIT

package monitor

import "bugo/arch/riscv"

// Memory as the mode that trapped sees it (RISC-V priv. 1.12 §3.1.6.3). Each byte is
// an access of its own, so that the address needs no alignment. They survive a
// fault, and change mepc, mcause and mtval then, which the trap handler has saved.
//
// Preconditions of both: M-mode, in the trap handler; size is 1 to 8.

// loadAs loads bytes, little endian. rights are bits of mstatus that hold meanwhile.
// It returns how many it could load.
func loadAs(address uintptr, size int, rights uintptr) (value uint64, loaded int)

// storeAs stores bytes, and returns how many it could.
func storeAs(address uintptr, size int, value uint64) (stored int)

// Rights of loadAs: those of the mode's loads, and of its fetches.
const (
	asLoads   = riscv.StatusMPRV
	asFetches = riscv.StatusMPRV | riscv.StatusMXR
)
