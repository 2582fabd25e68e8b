// SPDX-License-Identifier: MIT

package features

import "math"

// Print shows what print and println make of values of each kind. What they
// write cannot be read back here: console.bzl has it, for the test on the host
// and for the one that watches the console.
func Print() {
	zero := opaque(0.0)
	print("print: ", opaque("a"), opaque(1), opaque(true), "\n")
	println("println:", opaque("a"), opaque(1), opaque(true))
	println()
	println("integers:", opaque(int8(-128)), opaque(uint8(255)), opaque(int64(math.MinInt64)), opaque(uint64(math.MaxUint64)), opaque('a'), opaque(uintptr(0)))
	println("floats:", opaque(1.5), opaque(100000.0), opaque(1e6), opaque(123456789.0), opaque(0.1), opaque(1e-4), opaque(1e-5), opaque(5e-324), opaque(math.MaxFloat64), opaque(2.0/3))
	println("special floats:", zero, -zero, 1/zero, -1/zero, zero/zero)
	println("float32:", opaque(float32(0.1)), opaque(float32(16777216)), opaque(float32(math.MaxFloat32)), opaque(float32(1)/3))
	println("complex:", opaque(complex(1, -2)), opaque(complex(0.5, 1e20)), opaque(complex64(complex(0.1, 0))), complex(zero, 1/zero), complex(-1/zero, zero/zero))
	println("bools:", opaque(true), opaque(false))
	println("nil:", opaque[*int](nil), opaque[any](nil), opaque[error](nil), opaque[[]int](nil), opaque[map[int]int](nil), opaque[func()](nil))
	println("named types:", opaque(celsius(36.6)), opaque(tuesday), opaque(meters(-3)))
	println("a long line: 0123456789012345678901234567890123456789012345678901234567890123456789", opaque("0123456789012345678901234567890123456789012345678901234567890123456789"), opaque("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"))
	println("UTF-8:", opaque("héllo, 世界"), opaque("tab\tend"))
}
