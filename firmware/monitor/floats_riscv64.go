// SPDX-License-Identifier: MIT

package monitor

// The F registers are the kernel's and its apps'. The firmware touches one only to
// do a load or store of it (package emulate).
//
// Preconditions of all four: mstatus.FS is not Off, and register is 0 to 31.

// single and double return the bits of an F register, of 32 bits and of 64.
func single(register int) uint64
func double(register int) uint64

// setSingle and setDouble set them. A number of 32 bits becomes a valid one of the
// wider register.
func setSingle(register int, bits uint64)
func setDouble(register int, bits uint64)
