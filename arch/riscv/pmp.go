// SPDX-License-Identifier: MIT

package riscv

// Bits of one entry's byte in pmpcfg0, physical memory protection
// (RISC-V priv. 1.12 §3.7.1). The K210 has no PMP (k210-facts.md §2.2).
const (
	// PMPRead, PMPWrite and PMPExecute permit the accesses of S and U.
	PMPRead    = 1 << 0
	PMPWrite   = 1 << 1
	PMPExecute = 1 << 2
	// PMPNAPOT makes the entry match a naturally aligned power of two.
	PMPNAPOT = 3 << 3
)

// PMPAll is a pmpaddr that, with PMPNAPOT, matches every address.
const PMPAll = ^uintptr(0)

// PMPRegion returns the pmpaddr that, with PMPNAPOT, matches [base, base+size):
// the address in units of 4 bytes, its low bits set to tell the size
// (RISC-V priv. 1.12 §3.7.1).
//
// Preconditions: size is a power of two, at least 8, and base a multiple of it.
func PMPRegion(base, size uintptr) uintptr {
	return base>>2 | (size>>3 - 1)
}
