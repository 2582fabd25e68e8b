// SPDX-License-Identifier: MIT

package softfloat

import "math/bits"

// Convert changes a value's format: FCVT.S.D and FCVT.D.S.
func (f *Format) Convert(from *Format, a uint64, mode Rounding, flags *Flags) uint64 {
	x := from.unpack(a)
	switch x.kind {
	case notANumber:
		from.nan(flags, a)
		return f.NaN()
	case infinite:
		return f.infinity(x.negative)
	case zero:
		return f.sign(x.negative)
	}
	return f.round(x.negative, x.exponent, x.significand, false, mode, flags)
}

// FromInt converts a signed integer.
func (f *Format) FromInt(v int64, mode Rounding, flags *Flags) uint64 {
	magnitude := uint64(v)
	if v < 0 {
		magnitude = -magnitude
	}
	return f.fromMagnitude(v < 0, magnitude, mode, flags)
}

// FromUint converts an unsigned integer.
func (f *Format) FromUint(v uint64, mode Rounding, flags *Flags) uint64 {
	return f.fromMagnitude(false, v, mode, flags)
}

func (f *Format) fromMagnitude(negative bool, magnitude uint64, mode Rounding, flags *Flags) uint64 {
	if magnitude == 0 {
		return 0
	}
	shift := bits.LeadingZeros64(magnitude)
	return f.round(negative, -shift, magnitude<<shift, false, mode, flags)
}

// ToInt converts to a signed integer of 32 or 64 bits. What does not fit gives
// the nearest integer that there is, NaN the largest, and Invalid alone
// (RISC-V unpriv. §11.7, table 11.4).
func (f *Format) ToInt(a uint64, size int, mode Rounding, flags *Flags) int64 {
	largest := uint64(1)<<(size-1) - 1
	negative, magnitude, inexact, ok := f.toMagnitude(a, mode)
	switch {
	case !ok && negative, ok && negative && magnitude > largest+1:
		*flags |= Invalid
		return -int64(largest) - 1
	case !ok, !negative && magnitude > largest:
		*flags |= Invalid
		return int64(largest)
	}
	if inexact {
		*flags |= Inexact
	}
	if negative {
		return -int64(magnitude)
	}
	return int64(magnitude)
}

// ToUint converts to an unsigned integer of 32 or 64 bits, likewise; a negative
// value fits only when it is rounded to 0.
func (f *Format) ToUint(a uint64, size int, mode Rounding, flags *Flags) uint64 {
	largest := ^uint64(0) >> (64 - size)
	negative, magnitude, inexact, ok := f.toMagnitude(a, mode)
	switch {
	case negative && (!ok || magnitude != 0):
		*flags |= Invalid
		return 0
	case !ok || magnitude > largest:
		*flags |= Invalid
		return largest
	}
	if inexact {
		*flags |= Inexact
	}
	return magnitude
}

// toMagnitude rounds to an integer. It is not ok when that has more than 64
// bits; of a NaN, negative is then false.
func (f *Format) toMagnitude(a uint64, mode Rounding) (negative bool, magnitude uint64, inexact, ok bool) {
	x := f.unpack(a)
	switch {
	case x.kind == notANumber:
		return false, 0, false, false
	case x.kind == zero:
		return false, 0, false, true
	case x.kind == infinite || x.exponent > 0:
		return x.negative, 0, false, false
	case x.exponent == 0:
		return x.negative, x.significand, false, true
	}
	kept, below := cut(x.significand, -x.exponent, false)
	if mode.away(x.negative, kept&1 != 0, below) {
		kept++ // no overflow: kept has at most 63 bits
	}
	return x.negative, kept, below != nothing, true
}
