// SPDX-License-Identifier: MIT

package features

import (
	"math"
	"math/bits"
	"strconv"
)

func numbers(r *recorder) {
	i8, u8 := opaque(int8(127)), opaque(uint8(0))
	i8++
	u8--
	r.equal("integers wrap around", ints([]int{int(i8), int(u8)}), "-128 255")
	r.equal("the least integer negated", itoa(-opaque(math.MinInt)), "-9223372036854775808")
	r.equal("the least integer by -1", ints([]int{opaque(math.MinInt) / opaque(-1), opaque(math.MinInt) % opaque(-1)}), "-9223372036854775808 0")
	a, b := opaque(7), opaque(-2)
	r.equal("division truncates", ints([]int{a / b, a % b, -a / 2, -a % 2}), "-3 1 -3 -1")
	r.equal("unsigned division", strconv.FormatUint(opaque(uint64(math.MaxUint64))/opaque(uint64(10)), 10), "1844674407370955161")
	r.equal("division by constants", ints([]int{opaque(1000) / 7, opaque(-1000) / 8, opaque(-1000) >> 3, opaque(1000) % 9}), "142 -125 -125 1")
	s := opaque(uint(70))
	r.equal("wide shifts", ints([]int{1 << s, -8 >> s, int(uint32(1) << opaque(uint(31)) >> 31)}), "0 -1 1")
	r.equal("bit operations", ints([]int{a & 5, a | 8, a ^ 2, a &^ 3, ^a}), "5 15 5 4 -8")
	r.equal("conversions cut off", ints([]int{int(int8(opaque(300))), int(uint16(opaque(-1))), int(int32(opaque(1 << 31)))}), "44 65535 -2147483648")
	hi, lo := bits.Mul64(opaque(uint64(math.MaxUint64)), 3)
	r.equal("wide products", strconv.FormatUint(hi, 10)+" "+strconv.FormatUint(lo, 10), "2 18446744073709551613")
	r.equal("counting bits", ints([]int{bits.LeadingZeros64(opaque(uint64(1))), bits.TrailingZeros32(opaque(uint32(8))), bits.OnesCount16(opaque(uint16(0xF0F)))}), "63 3 8")

	f := opaque(1.5)
	r.equal("float arithmetic", strconv.FormatFloat(f*f+f/3-1, 'g', -1, 64), "1.75")
	r.equal("float to integer", ints([]int{int(opaque(2.99)), int(opaque(-2.99)), int(opaque(float32(1e6)))}), "2 -2 1000000")
	r.equal("integer to float", strconv.FormatFloat(float64(opaque(uint64(1<<63))), 'g', -1, 64), "9.223372036854776e+18")
	zero := opaque(0.0)
	nan, inf := zero/zero, 1/zero
	r.is("NaN is unequal", nan != nan && !(nan < 1) && !(nan > 1))
	r.is("infinities and signed zeros", inf > math.MaxFloat64 && 1/(-zero) < 0 && -inf < 0)
	r.equal("float32 rounds", strconv.FormatFloat(float64(opaque(float32(16777216))+1), 'g', -1, 64), "1.6777216e+07")
	r.equal("square root", strconv.FormatFloat(math.Sqrt(opaque(2.0)), 'g', -1, 64), "1.4142135623730951")

	c := complex(opaque(3.0), opaque(4.0))
	d := c * complex(0, 1) / 2
	r.equal("complex arithmetic", strconv.FormatComplex(d, 'g', -1, 128), "(-2+1.5i)")
	r.equal("complex division", strconv.FormatComplex(c/complex(opaque(1.0), 2), 'g', -1, 128), "(2.2-0.4i)")
	e := c / complex(zero, zero)
	r.is("complex division by zero", math.IsInf(real(e), 1) && math.IsInf(imag(e), 1))
	r.is("complex equality", c == complex(3, 4) && complex64(c) != 3)

	r.equal("min and max", ints([]int{min(opaque(3), 1, 2), max(opaque(3), 1, 5)}), "1 5")
	r.equal("min and max of strings", min(opaque("b"), "a", "c")+max(opaque("b"), "a", "c"), "ac")
	r.is("min and max of floats", math.IsNaN(min(opaque(1.0), nan)) && math.Signbit(min(zero, -zero)) && max(f, inf) == inf)
}
