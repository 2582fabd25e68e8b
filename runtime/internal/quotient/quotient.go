// SPDX-License-Identifier: MIT

// Package quotient divides complex numbers.
//
// The textbook formula squares the divisor's parts and so overflows for large
// ones. Smith's way (Algorithm 116, CACM 5(8), 1962) divides the smaller part
// by the larger first. Where both parts of the result then are NaN, the rules
// of C99 Annex G.5.1 for zeros and infinities decide, as in stock Go.
package quotient

// Complex returns n / m.
func Complex(n, m complex128) complex128 {
	a, b, c, d := real(n), imag(n), real(m), imag(m)
	var re, im float64
	if absolute(c) >= absolute(d) {
		ratio := d / c
		scale := c + ratio*d
		re, im = (a+b*ratio)/scale, (b-a*ratio)/scale
	} else {
		ratio := c / d
		scale := d + ratio*c
		re, im = (a*ratio+b)/scale, (b*ratio-a)/scale
	}
	if re == re || im == im {
		return complex(re, im)
	}
	switch {
	case c == 0 && d == 0 && (a == a || b == b):
		infinity := 1 / c // with the sign of that zero
		return complex(infinity*a, infinity*b)
	case (infinite(a) || infinite(b)) && finite(c) && finite(d):
		a, b = unit(a), unit(b)
		infinity := 1 / zero
		return complex(infinity*(a*c+b*d), infinity*(b*c-a*d))
	case (infinite(c) || infinite(d)) && finite(a) && finite(b):
		c, d = unit(c), unit(d)
		return complex(0*(a*c+b*d), 0*(b*c-a*d))
	}
	return complex(re, im)
}

// zero is a variable because the compiler rejects a constant division by zero.
var zero float64

func absolute(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

func infinite(x float64) bool { return x-x != x-x && x == x }

func finite(x float64) bool { return x-x == x-x }

// unit keeps the sign of x: 1 for infinity, 0 for anything else.
func unit(x float64) float64 {
	switch {
	case !infinite(x):
		if x < 0 || x == 0 && 1/x < 0 {
			return -zero
		}
		return 0
	case x < 0:
		return -1
	}
	return 1
}
