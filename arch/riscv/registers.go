// SPDX-License-Identifier: MIT

package riscv

// Numbers of the integer registers that code refers to by role (RISC-V
// unpriv. 20191213 table 25.1).
const (
	RegisterRA = 1
	RegisterSP = 2
	RegisterA0 = 10
	RegisterA1 = 11
	RegisterA2 = 12
	RegisterA3 = 13
	RegisterA4 = 14
	RegisterA5 = 15
	RegisterA6 = 16
	RegisterA7 = 17
)

// RegisterCount is the number of integer registers, x0 included.
const RegisterCount = 32

// registerNames are the ABI names, which dumps use. Go's own uses differ: g
// lives in s11 (x27), and the closure context in s10 (x26).
var registerNames = [RegisterCount]string{
	"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2",
	"s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
	"a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7",
	"s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
}

// RegisterName returns the ABI name of integer register number n, or "?" when
// n is not in 0..31. It does not allocate.
func RegisterName(n int) string {
	if n < 0 || n >= len(registerNames) {
		return "?"
	}
	return registerNames[n]
}
