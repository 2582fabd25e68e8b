// SPDX-License-Identifier: MIT

package softfloat

import "math/bits"

// term is an exact finite value, magnitude * 2^exponent, with the magnitude's
// top bit at 126: there is room for a carry.
type term struct {
	negative  bool
	exponent  int
	magnitude wide
}

func (n number) term() term {
	return term{n.negative, n.exponent - 63, wide{n.significand >> 1, n.significand << 63}}
}

// Add returns a + b.
func (f *Format) Add(a, b uint64, mode Rounding, flags *Flags) uint64 {
	x, y := f.unpack(a), f.unpack(b)
	switch {
	case x.kind == notANumber || y.kind == notANumber:
		return f.nan(flags, a, b)
	case x.kind == infinite && y.kind == infinite && x.negative != y.negative:
		return f.invalid(flags)
	case x.kind == infinite:
		return a
	case y.kind == infinite:
		return b
	case x.kind == zero && y.kind == zero:
		return f.zeroSum(x.negative, y.negative, mode)
	case x.kind == zero:
		return b
	case y.kind == zero:
		return a
	}
	return f.sum(x.term(), y.term(), mode, flags)
}

// Sub returns a - b.
func (f *Format) Sub(a, b uint64, mode Rounding, flags *Flags) uint64 {
	if !f.IsNaN(b) {
		b ^= f.signBit()
	}
	return f.Add(a, b, mode, flags)
}

// zeroSum is the sum of two zeros, or of two numbers that cancel
// (IEEE 754-2008 §6.3).
func (f *Format) zeroSum(negative, other bool, mode Rounding) uint64 {
	if negative == other {
		return f.sign(negative)
	}
	return f.sign(mode == Down)
}

// sum adds two terms.
//
// The smaller one loses bits only when it is shifted far: at most one bit can
// cancel then, and 126 bits stand above what is lost.
func (f *Format) sum(x, y term, mode Rounding, flags *Flags) uint64 {
	if x.exponent < y.exponent || x.exponent == y.exponent && x.magnitude.less(y.magnitude) {
		x, y = y, x
	}
	smaller, sticky := y.magnitude.right(x.exponent - y.exponent)
	var total wide
	if x.negative == y.negative {
		total = x.magnitude.plus(smaller)
	} else {
		total = x.magnitude.minus(smaller)
		if sticky { // a little less than smaller+1 was to be taken away
			total = total.minus(wide{0, 1})
		}
	}
	if total.isZero() && !sticky {
		return f.zeroSum(x.negative, y.negative, mode)
	}
	return f.roundWide(x.negative, x.exponent, total, sticky, mode, flags)
}

// roundWide is round for 128 bits. Precondition: magnitude is not 0.
func (f *Format) roundWide(negative bool, exponent int, magnitude wide, sticky bool, mode Rounding, flags *Flags) uint64 {
	shift := magnitude.leadingZeros()
	magnitude = magnitude.left(shift)
	return f.round(negative, exponent-shift+64, magnitude.hi, sticky || magnitude.lo != 0, mode, flags)
}

// Mul returns a * b.
func (f *Format) Mul(a, b uint64, mode Rounding, flags *Flags) uint64 {
	x, y := f.unpack(a), f.unpack(b)
	negative := x.negative != y.negative
	switch {
	case x.kind == notANumber || y.kind == notANumber:
		return f.nan(flags, a, b)
	case x.kind == infinite && y.kind == zero || x.kind == zero && y.kind == infinite:
		return f.invalid(flags)
	case x.kind == infinite || y.kind == infinite:
		return f.infinity(negative)
	case x.kind == zero || y.kind == zero:
		return f.sign(negative)
	}
	hi, lo := bits.Mul64(x.significand, y.significand)
	return f.roundWide(negative, x.exponent+y.exponent, wide{hi, lo}, false, mode, flags)
}

// MulAdd returns a * b + c, rounded once. The four instructions that there are
// for it differ in signs of a and c only.
func (f *Format) MulAdd(a, b, c uint64, mode Rounding, flags *Flags) uint64 {
	x, y, z := f.unpack(a), f.unpack(b), f.unpack(c)
	negative := x.negative != y.negative
	switch {
	case x.kind == infinite && y.kind == zero || x.kind == zero && y.kind == infinite:
		// Invalid even when c is a quiet NaN (RISC-V unpriv. §11.6).
		return f.invalid(flags)
	case x.kind == notANumber || y.kind == notANumber || z.kind == notANumber:
		return f.nan(flags, a, b, c)
	case x.kind == infinite || y.kind == infinite:
		if z.kind == infinite && z.negative != negative {
			return f.invalid(flags)
		}
		return f.infinity(negative)
	case z.kind == infinite:
		return c
	case x.kind == zero || y.kind == zero:
		if z.kind == zero {
			return f.zeroSum(negative, z.negative, mode)
		}
		return c
	}
	// The product's low bits are 0, so the shift to make room loses nothing.
	hi, lo := bits.Mul64(x.significand, y.significand)
	shift := bits.LeadingZeros64(hi)
	magnitude, _ := wide{hi, lo}.left(shift).right(1)
	product := term{negative, x.exponent + y.exponent - shift + 1, magnitude}
	if z.kind == zero {
		return f.roundWide(negative, product.exponent, product.magnitude, false, mode, flags)
	}
	return f.sum(product, z.term(), mode, flags)
}

// Div returns a / b.
func (f *Format) Div(a, b uint64, mode Rounding, flags *Flags) uint64 {
	x, y := f.unpack(a), f.unpack(b)
	negative := x.negative != y.negative
	switch {
	case x.kind == notANumber || y.kind == notANumber:
		return f.nan(flags, a, b)
	case x.kind == infinite && y.kind == infinite || x.kind == zero && y.kind == zero:
		return f.invalid(flags)
	case x.kind == infinite:
		return f.infinity(negative)
	case y.kind == infinite || x.kind == zero:
		return f.sign(negative)
	case y.kind == zero:
		*flags |= DivideByZero
		return f.infinity(negative)
	}
	// The dividend's half is less than the divisor, so the quotient fits.
	quotient, rest := bits.Div64(x.significand>>1, x.significand<<63, y.significand)
	shift := bits.LeadingZeros64(quotient)
	return f.round(negative, x.exponent-y.exponent-63-shift, quotient<<shift, rest != 0, mode, flags)
}

// Sqrt returns the square root of a.
func (f *Format) Sqrt(a uint64, mode Rounding, flags *Flags) uint64 {
	x := f.unpack(a)
	switch {
	case x.kind == notANumber:
		return f.nan(flags, a)
	case x.kind == zero:
		return a // -0 too (IEEE 754-2008 §5.4.1)
	case x.negative:
		return f.invalid(flags)
	case x.kind == infinite:
		return a
	}
	shift := 64
	if (x.exponent-shift)%2 != 0 {
		shift = 63
	}
	root, inexact := wide{0, x.significand}.left(shift).squareRoot()
	return f.round(false, (x.exponent-shift)/2, root, inexact, mode, flags)
}
