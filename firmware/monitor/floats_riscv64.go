// SPDX-License-Identifier: MIT

package monitor

// The F registers are the kernel's and its apps'. The firmware touches one only to
// do a load or store of it (package emulate).
//
// Preconditions of both: mstatus.FS is not Off, and register is 0 to 31.

// float returns the bits of an F register: 64, or 32 that are sign-extended.
func float(register int, double bool) uint64

// setFloat sets them. A number of 32 bits becomes a valid one of the wider register.
func setFloat(register int, double bool, bits uint64)
