// SPDX-License-Identifier: MIT

package hart

import "math/bits"

// Multiplication and division (RISC-V unpriv. §7).

func mulh(a, b int64) uint64 {
	hi, _ := bits.Mul64(uint64(a), uint64(b))
	return hi - uint64(a>>63)&uint64(b) - uint64(b>>63)&uint64(a)
}

func mulhsu(a int64, b uint64) uint64 {
	hi, _ := bits.Mul64(uint64(a), b)
	return hi - uint64(a>>63)&b
}

func mulhu(a, b uint64) uint64 {
	hi, _ := bits.Mul64(a, b)
	return hi
}

// integer is what division is defined for.
type integer interface {
	int64 | int32 | uint64 | uint32
}

// divide gives all ones for a division by 0. On overflow it gives the dividend,
// as Go's division does (RISC-V unpriv. §7.2, table 7.1).
func divide[T integer](a, b T) T {
	if b == 0 {
		return ^T(0)
	}
	return a / b
}

// remainder gives the dividend for a division by 0, and 0 on overflow.
func remainder[T integer](a, b T) T {
	if b == 0 {
		return a
	}
	return a % b
}
