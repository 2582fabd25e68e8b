// SPDX-License-Identifier: MIT

// Package mmio is how the firmware's drivers reach device registers: through
// an interface, so that on the host a fake register file stands in for the
// device (package mmiotest), and on the machine real loads and stores do.
//
//bugo:trapcontext
package mmio

// Bus loads and stores device registers at physical addresses. Each call is
// one access, of exactly the width it names, in the order of the calls. The
// address is a multiple of the width.
type Bus interface {
	Load8(address uintptr) uint8
	Store8(address uintptr, value uint8)
	Load32(address uintptr) uint32
	Store32(address uintptr, value uint32)
	Load64(address uintptr) uint64
	Store64(address uintptr, value uint64)
}
