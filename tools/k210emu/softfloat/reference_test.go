// SPDX-License-Identifier: MIT

package softfloat

import (
	"math/big"
	"math/rand/v2"
)

// The reference computes with math/big: exactly, or to so many bits that what is
// cut off is one sticky bit. It shares no code with the package.

const referenceBits = 6000

// reference is an exact result; inexact means that a little is missing above
// its magnitude.
type reference struct {
	value   *big.Float
	inexact bool
}

func toBig(f *Format, a uint64) *big.Float {
	fraction := int64(a & (1<<f.fraction - 1))
	exponent := int(a >> f.fraction & (1<<f.exponent - 1))
	if exponent == 0 {
		exponent = 1
	} else {
		fraction |= 1 << f.fraction
	}
	if a>>(f.fraction+f.exponent)&1 != 0 {
		fraction = -fraction
	}
	v := new(big.Float).SetPrec(referenceBits).SetMode(big.ToZero).SetInt64(fraction)
	return v.SetMantExp(v, exponent-(1<<(f.exponent-1)-1)-f.fraction)
}

// bigRound rounds |v| to a multiple of 2^quantum.
func bigRound(r reference, negative bool, quantum int, mode Rounding) (count *big.Int, inexact bool) {
	scaled := new(big.Float).SetPrec(referenceBits).Abs(r.value)
	scaled.SetMantExp(scaled, -quantum)
	count, _ = scaled.Int(nil)
	rest := new(big.Float).SetPrec(referenceBits).Sub(scaled, new(big.Float).SetPrec(referenceBits).SetInt(count))
	inexact = rest.Sign() != 0 || r.inexact
	againstHalf := rest.Cmp(big.NewFloat(0.5))
	if againstHalf == 0 && r.inexact {
		againstHalf = 1
	}
	up := false
	switch mode {
	case NearestEven:
		up = againstHalf > 0 || againstHalf == 0 && count.Bit(0) == 1
	case NearestAway:
		up = againstHalf >= 0
	case Up:
		up = inexact && !negative
	case Down:
		up = inexact && negative
	}
	if up {
		count.Add(count, big.NewInt(1))
	}
	return count, inexact
}

// pack rounds a reference that is not 0 to a format.
func (r reference) pack(f *Format, mode Rounding) (bits uint64, flags Flags) {
	negative := r.value.Signbit()
	sign := uint64(0)
	if negative {
		sign = 1 << (f.fraction + f.exponent)
	}
	lowest := 2 - 1<<(f.exponent-1) // exponent of the smallest normal number
	exponent := r.value.MantExp(nil) - 1
	quantum := max(exponent, lowest) - f.fraction
	count, inexact := bigRound(r, negative, quantum, mode)
	if inexact {
		flags |= Inexact
	}
	if inexact && exponent < lowest {
		free, _ := bigRound(r, negative, exponent-f.fraction, mode)
		free.Lsh(free, 64)
		if shift := lowest - (exponent - f.fraction); free.Cmp(new(big.Int).Lsh(big.NewInt(1), uint(64+shift))) < 0 {
			flags |= Underflow
		}
	}
	// The fields of consecutive numbers are consecutive integers.
	field := count.Uint64()
	if count.BitLen() > f.fraction {
		field += uint64(quantum+f.fraction-lowest) << f.fraction
	}
	infinity := uint64(1<<f.exponent-1) << f.fraction
	if field >= infinity {
		flags |= Overflow | Inexact
		field = infinity
		if mode == TowardZero || mode == Up && negative || mode == Down && !negative {
			field--
		}
	}
	return sign | field, flags
}

// operand returns a value with interesting bits: few, many, at the ends.
func operand(random *rand.Rand, f *Format) uint64 {
	width := f.fraction + f.exponent + 1
	mask := ^uint64(0) >> (64 - width)
	bias := uint64(1<<(f.exponent-1) - 1)
	fraction := random.Uint64() & (1<<f.fraction - 1)
	switch random.IntN(4) {
	case 0:
		fraction = 0
	case 1:
		fraction = 1 << random.IntN(f.fraction) >> random.IntN(2)
	case 2:
		fraction = (1<<f.fraction - 1) ^ (1 << random.IntN(f.fraction) >> 1)
	}
	exponent := random.Uint64() & (1<<f.exponent - 1)
	switch random.IntN(6) {
	case 0:
		exponent = bias + uint64(random.IntN(8)) - 4
	case 1:
		exponent = bias + uint64(random.IntN(2*f.fraction)) - uint64(f.fraction)
	case 2:
		exponent = uint64(random.IntN(3))
	case 3:
		exponent = 1<<f.exponent - 1 - uint64(random.IntN(3))
	}
	return (random.Uint64()<<(width-1) | exponent<<f.fraction | fraction) & mask
}
