// SPDX-License-Identifier: MIT

package riscv

// Misa is the value of misa: the register width and the extensions of a hart
// (RISC-V priv. 1.12 §3.1.1). Zero means that the hart does not tell.
type Misa uint64

// misaMXLShift is the position of MXL on a 64-bit hart.
const misaMXLShift = 62

// Width returns the width of the integer registers in bits: 32, 64 or 128, or
// 0 when the hart does not tell.
func (m Misa) Width() int {
	switch m >> misaMXLShift {
	case 1:
		return 32
	case 2:
		return 64
	case 3:
		return 128
	}
	return 0
}

// Has reports whether the hart has the extension of a letter, 'A' to 'Z'. S
// and U stand for the privilege modes.
func (m Misa) Has(letter byte) bool {
	return letter >= 'A' && letter <= 'Z' && m&(1<<(letter-'A')) != 0
}
