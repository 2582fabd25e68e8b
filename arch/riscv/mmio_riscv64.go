// SPDX-License-Identifier: MIT

package riscv

// Loads and stores of device registers. Go's pointers will not do: the
// compiler may merge, move or drop accesses, and the hart may reorder them
// against those of memory.
//
// A load is followed by a fence, so that nothing later happens before the
// device answered; a store is preceded by one, so that the device sees all
// memory written before (RISC-V unpriv. 20191213 §2.7). Accesses to one device
// stay in order.
//
// The address must be a multiple of the width.

// Load8 returns the 8-bit device register at address.
func Load8(address uintptr) uint8

// Load16 returns the 16-bit device register at address.
func Load16(address uintptr) uint16

// Load32 returns the 32-bit device register at address.
func Load32(address uintptr) uint32

// Load64 returns the 64-bit device register at address.
func Load64(address uintptr) uint64

// Store8 writes the 8-bit device register at address.
func Store8(address uintptr, value uint8)

// Store16 writes the 16-bit device register at address.
func Store16(address uintptr, value uint16)

// Store32 writes the 32-bit device register at address.
func Store32(address uintptr, value uint32)

// Store64 writes the 64-bit device register at address.
func Store64(address uintptr, value uint64)
