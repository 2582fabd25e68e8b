// SPDX-License-Identifier: MIT

package number

// Float writes the number with these IEEE 754 bits at the start of text, which
// must have room for FloatSize bytes, and returns the length of what it wrote.
// The bits are a float64's, or a float32's if single is set.
func Float(text []byte, bits uint64, single bool) int {
	// The widths of the formats' fields: IEEE 754 §3.6.
	mantissaBits, exponentBits := uint(52), uint(11)
	if single {
		mantissaBits, exponentBits = 23, 8
	}
	negative := bits>>(mantissaBits+exponentBits) != 0
	biased := int(bits >> mantissaBits & (1<<exponentBits - 1))
	mantissa := bits & (1<<mantissaBits - 1)
	special := 1<<exponentBits - 1

	if biased == special && mantissa != 0 {
		return copy(text, "NaN")
	}
	n := 0
	if negative {
		text[0] = '-'
		n = 1
	}
	switch {
	case biased == special:
		text[0] = '+'
		if negative {
			text[0] = '-'
		}
		return 1 + copy(text[1:], "Inf")
	case biased == 0 && mantissa == 0:
		text[n] = '0'
		return n + 1
	case biased == 0: // a subnormal number: no implicit leading bit
		biased = 1
	default:
		mantissa |= 1 << mantissaBits
	}

	// The value is mantissa × 2^exponent. Below a power of two the next number
	// is only half as far away as above, except where the subnormals begin.
	bias := special / 2
	exponent := biased - bias - int(mantissaBits)
	narrow := mantissa == 1<<mantissaBits && biased > 1

	var digits [maxDigits]byte
	count, point := shortest(&digits, mantissa, exponent, narrow)
	return n + layOut(text[n:], digits[:count], point)
}

// layOut writes the number 0.DIGITS × 10^point: plainly while the first digit
// stands for 10^-4 up to 10^5, else as D.DDDe±XX.
func layOut(text, digits []byte, point int) int {
	exponent := point - 1
	plain := -4 <= exponent && exponent < 6
	if !plain {
		point = 1
	}
	n := 0
	for i := min(point-1, 0); i < max(point, len(digits)); i++ {
		if i == point {
			text[n] = '.'
			n++
		}
		digit := byte('0')
		if 0 <= i && i < len(digits) {
			digit = digits[i]
		}
		text[n] = digit
		n++
	}
	if plain {
		return n
	}
	text[n], text[n+1] = 'e', '+'
	if exponent < 0 {
		text[n+1] = '-'
		exponent = -exponent
	}
	n += 2
	if exponent >= 100 {
		text[n] = byte('0' + exponent/100)
		n++
	}
	text[n], text[n+1] = byte('0'+exponent/10%10), byte('0'+exponent%10)
	return n + 2
}
