// SPDX-License-Identifier: MIT

package softfloat

// away tells whether a magnitude must be rounded up, given what lies below its
// last bit: more or less than half a unit, or exactly half, or nothing.
func (r Rounding) away(negative, odd bool, below part) bool {
	switch r {
	case NearestEven:
		return below == moreThanHalf || below == half && odd
	case NearestAway:
		return below >= half
	case Down:
		return negative && below != nothing
	case Up:
		return !negative && below != nothing
	default:
		return false
	}
}

// part is what rounding cuts off, compared to half a unit in the last place.
type part uint8

const (
	nothing part = iota
	lessThanHalf
	half
	moreThanHalf
)

// cut splits a significand shift bits above its end; sticky is whether more
// follows after the end. Precondition: shift >= 1.
func cut(significand uint64, shift int, sticky bool) (kept uint64, below part) {
	var rest uint64 // what is cut off, moved to the top
	switch {
	case shift < 64:
		kept = significand >> shift
		rest = significand << (64 - shift)
	case shift == 64:
		rest = significand
	default:
		sticky = sticky || significand != 0
	}
	const halfBit = 1 << 63
	switch {
	case rest > halfBit || rest == halfBit && sticky:
		return kept, moreThanHalf
	case rest == halfBit:
		return kept, half
	case rest != 0 || sticky:
		return kept, lessThanHalf
	default:
		return kept, nothing
	}
}

// round packs (significand + sticky) * 2^exponent, where sticky stands for
// something between 0 and 1. Precondition: bit 63 of significand is set.
func (f *Format) round(negative bool, exponent int, significand uint64, sticky bool, mode Rounding, flags *Flags) uint64 {
	top := exponent + 63 // of the first bit
	lowest := 1 - f.bias()
	shift := 63 - f.fraction
	tiny := top < lowest
	if tiny {
		// Underflow is about what the result would be with any exponent
		// (RISC-V unpriv. §11.2: tininess after rounding).
		kept, below := cut(significand, shift, sticky)
		if mode.away(negative, kept&1 != 0, below) && kept+1 == 1<<(f.fraction+1) && top+1 == lowest {
			tiny = false
		}
		shift += lowest - top
		top = lowest
	}
	kept, below := cut(significand, shift, sticky)
	if mode.away(negative, kept&1 != 0, below) {
		kept++
	}
	if below != nothing {
		*flags |= Inexact
		if tiny {
			*flags |= Underflow
		}
	}
	// A first bit adds one to the biased exponent field, so does a carry out of
	// all bits; a subnormal that has become normal gets its exponent likewise.
	biased := uint64(top - lowest)
	if top-lowest >= int(f.maxBiased()) {
		return f.overflow(negative, mode, flags)
	}
	packed := biased<<f.fraction + kept
	if packed >= f.infinity(false) {
		return f.overflow(negative, mode, flags)
	}
	return f.sign(negative) | packed
}

func (f *Format) overflow(negative bool, mode Rounding, flags *Flags) uint64 {
	*flags |= Overflow | Inexact
	if mode == TowardZero || mode == Down && !negative || mode == Up && negative {
		return f.largest(negative)
	}
	return f.infinity(negative)
}
