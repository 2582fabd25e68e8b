// SPDX-License-Identifier: MIT

// Package softfloat is IEEE 754 binary32 and binary64 arithmetic in integers,
// with the choices that RISC-V makes: five rounding modes, five sticky flags,
// tininess detected after rounding, one canonical NaN.
//
// Values are bit patterns in a uint64, binary32 in the low half (how registers
// box them is the hart's matter). Every operation unpacks its operands to an
// exact integer significand times a power of two, computes the result either
// exactly or with a sticky bit below it, and rounds once, in round. So a result
// is right in all modes when the exact one is: no operation relies on the
// host's floating point, and two hosts give the same bits and flags.
//
// References: RISC-V unpriv. 20191213 §11 and §12, cited "RISC-V unpriv.";
// IEEE 754-2008.
package softfloat

// Rounding is a rounding mode, as encoded in instructions and in frm
// (RISC-V unpriv. §11.2, table 11.1).
type Rounding uint8

// The rounding modes.
const (
	NearestEven Rounding = 0 // RNE
	TowardZero  Rounding = 1 // RTZ
	Down        Rounding = 2 // RDN
	Up          Rounding = 3 // RUP
	NearestAway Rounding = 4 // RMM: ties to the larger magnitude
)

// Flags are the accrued exceptions, as in fflags (RISC-V unpriv. §11.2,
// table 11.2). Operations only ever set them.
type Flags uint8

// The flags.
const (
	Inexact      Flags = 1 << 0 // NX
	Underflow    Flags = 1 << 1 // UF
	Overflow     Flags = 1 << 2 // OF
	DivideByZero Flags = 1 << 3 // DZ
	Invalid      Flags = 1 << 4 // NV
)
