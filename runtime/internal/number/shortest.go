// SPDX-License-Identifier: MIT

package number

// maxDigits is the most decimal digits a float64 needs to be read back.
const maxDigits = 17

// shortest finds the fewest digits that tell mantissa × 2^exponent from its
// neighbours, and of those the ones closest to it. The number is
// 0.DIGITS × 10^point.
//
// This is the free-format algorithm of Steele and White in the form of Burger
// and Dybvig ("Printing Floating-Point Numbers Quickly and Accurately", 1996),
// with exact big integers: slow, but short and without tables. All quantities
// are scaled by a common denominator:
//
//	value = value/unit
//	above = half the distance to the next number, also over unit
//	below = half the distance to the previous one
//
// Every number strictly between value-below and value+above reads back as
// value; the ends do too when the mantissa is even, because ties round to even.
func shortest(digits *[maxDigits]byte, mantissa uint64, exponent int, narrow bool) (count, point int) {
	var value, unit, above, below, zero natural
	inclusive := mantissa%2 == 0
	value.set(mantissa)
	unit.set(1)
	above.set(1)
	below.set(1)

	// Scale by 2, so that half distances are integers; by 4 if below is the
	// half of above.
	scale := uint(1)
	if narrow {
		scale = 2
		above.shiftLeft(1)
	}
	value.shiftLeft(scale)
	unit.shiftLeft(scale)
	if exponent >= 0 {
		value.shiftLeft(uint(exponent))
		above.shiftLeft(uint(exponent))
		below.shiftLeft(uint(exponent))
	} else {
		unit.shiftLeft(uint(-exponent))
	}

	// What compareSum must reach at the ends of that interval.
	limit := 0
	if !inclusive {
		limit = 1
	}

	// Find the power of ten just above: value+above < unit × 10^point, or
	// equal to it where the end is not included.
	for value.compareSum(&above, &unit) >= limit {
		unit.multiply(10)
		point++
	}
	for {
		value.multiply(10)
		above.multiply(10)
		below.multiply(10)
		if value.compareSum(&above, &unit) >= limit {
			break
		}
		point--
	}

	// value is now ten times what is left of it, over unit: its integer part
	// is the next digit.
	for {
		digit := byte('0')
		for value.compareSum(&zero, &unit) >= 0 {
			value.subtract(&unit)
			digit++
		}
		low := -value.compareSum(&zero, &below) >= limit
		high := value.compareSum(&above, &unit) >= limit
		if high && low {
			// Both digits would do: take the nearer, or the even one.
			half := value.compareSum(&value, &unit)
			high = half > 0 || half == 0 && digit%2 == 1
		}
		if high {
			digit++
		}
		digits[count] = digit
		count++
		if low || high {
			return count, point
		}
		value.multiply(10)
		above.multiply(10)
		below.multiply(10)
	}
}
