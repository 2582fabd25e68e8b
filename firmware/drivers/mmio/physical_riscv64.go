// SPDX-License-Identifier: MIT

package mmio

import "bugo/arch/riscv"

// Physical is the hart's own bus: in M-mode no address is translated.
type Physical struct{}

var _ Bus = (*Physical)(nil)

// Load8 loads a byte.
func (*Physical) Load8(address uintptr) uint8 { return riscv.Load8(address) }

// Store8 stores a byte.
func (*Physical) Store8(address uintptr, value uint8) { riscv.Store8(address, value) }

// Load32 loads a word of 32 bits.
func (*Physical) Load32(address uintptr) uint32 { return riscv.Load32(address) }

// Store32 stores a word of 32 bits.
func (*Physical) Store32(address uintptr, value uint32) { riscv.Store32(address, value) }

// Load64 loads a word of 64 bits.
func (*Physical) Load64(address uintptr) uint64 { return riscv.Load64(address) }

// Store64 stores a word of 64 bits.
func (*Physical) Store64(address uintptr, value uint64) { riscv.Store64(address, value) }
