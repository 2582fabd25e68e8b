// SPDX-License-Identifier: MIT

package softfloat

import "math/bits"

// Format is a binary interchange format of IEEE 754-2008 §3.4.
type Format struct {
	fraction int // bits of the trailing significand
	exponent int // bits of the biased exponent
}

// The formats of F and D.
var (
	Single = &Format{fraction: 23, exponent: 8}
	Double = &Format{fraction: 52, exponent: 11}
)

func (f *Format) bias() int         { return 1<<(f.exponent-1) - 1 }
func (f *Format) signBit() uint64   { return 1 << (f.fraction + f.exponent) }
func (f *Format) maxBiased() uint64 { return 1<<f.exponent - 1 }
func (f *Format) quietBit() uint64  { return 1 << (f.fraction - 1) }

// NaN is the canonical NaN, which every operation gives that has a NaN to give
// (RISC-V unpriv. §11.3).
func (f *Format) NaN() uint64 { return f.infinity(false) | f.quietBit() }

func (f *Format) infinity(negative bool) uint64 {
	return f.sign(negative) | f.maxBiased()<<f.fraction
}

func (f *Format) largest(negative bool) uint64 { return f.infinity(negative) - 1 }

func (f *Format) sign(negative bool) uint64 {
	if negative {
		return f.signBit()
	}
	return 0
}

// IsNaN tells NaNs, quiet and signaling.
func (f *Format) IsNaN(a uint64) bool { return a&^f.signBit() > f.infinity(false) }

// IsSignaling tells signaling NaNs, which raise Invalid wherever they go.
func (f *Format) IsSignaling(a uint64) bool { return f.IsNaN(a) && a&f.quietBit() == 0 }

// SignBit is the mask of the sign.
func (f *Format) SignBit() uint64 { return f.signBit() }

type kind uint8

const (
	zero kind = iota
	finite
	infinite
	notANumber
)

// number is an unpacked value. A finite one is significand * 2^exponent, where
// the significand's bit 63 is set; its low bits are 0, at least 11 of them.
type number struct {
	kind        kind
	negative    bool
	exponent    int
	significand uint64
}

func (f *Format) unpack(a uint64) number {
	n := number{negative: a&f.signBit() != 0}
	biased := a >> f.fraction & f.maxBiased()
	fraction := a & (1<<f.fraction - 1)
	switch {
	case biased == f.maxBiased() && fraction != 0:
		n.kind = notANumber
	case biased == f.maxBiased():
		n.kind = infinite
	case biased == 0 && fraction == 0:
		n.kind = zero
	case biased == 0: // subnormal
		shift := bits.LeadingZeros64(fraction)
		n.kind = finite
		n.significand = fraction << shift
		n.exponent = 1 - f.bias() - f.fraction - shift
	default:
		shift := 63 - f.fraction
		n.kind = finite
		n.significand = (1<<f.fraction | fraction) << shift
		n.exponent = int(biased) - f.bias() - f.fraction - shift
	}
	return n
}

// nan gives the result of an operation with a NaN among its operands.
func (f *Format) nan(flags *Flags, operands ...uint64) uint64 {
	for _, a := range operands {
		if f.IsSignaling(a) {
			*flags |= Invalid
		}
	}
	return f.NaN()
}

// invalid gives the result of an operation that has none.
func (f *Format) invalid(flags *Flags) uint64 {
	*flags |= Invalid
	return f.NaN()
}
