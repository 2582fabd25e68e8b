// SPDX-License-Identifier: MIT

package fmt

import (
	"math"
	"math/bits"
)

// This file finds the decimal digits of a float, exactly, by long division of
// large naturals: Steele and White's algorithm with the simplifications of
// Burger and Dybvig ("Printing floating-point numbers quickly and accurately",
// 1996). It needs no tables of powers, which would be larger than the code.

// number is 0.DIGITS times 10 to the power of point.
type number struct {
	digits []byte // '0' to '9'
	point  int
}

// at returns digit i, counted from the first; there are zeros on both sides.
func (d *number) at(i int) byte {
	if i < 0 || i >= len(d.digits) {
		return '0'
	}
	return d.digits[i]
}

// trim takes zeros off the end.
func (d *number) trim() {
	for len(d.digits) > 0 && d.digits[len(d.digits)-1] == '0' {
		d.digits = d.digits[:len(d.digits)-1]
	}
}

// roundUp adds one to the last digit.
func (d *number) roundUp() {
	for i := len(d.digits) - 1; i >= 0; i-- {
		if d.digits[i] != '9' {
			d.digits[i]++
			return
		}
		d.digits[i] = '0'
	}
	if len(d.digits) > 0 {
		d.digits[0] = '1'
	}
	d.point++
}

// limbs holds the largest natural: 2 to the power of 1078, of the smallest
// float64, and a little to work with.
const limbs = 36

// natural is a number of up to limbs 32-bit digits, the lowest first.
type natural struct {
	limb [limbs]uint32
	n    int // those in use; the highest of them is not 0
}

// set makes x the number v << shift.
func (x *natural) set(v uint64, shift int) {
	*x = natural{}
	at, low := shift/32, uint(shift%32)
	middle := v << low
	x.limb[at], x.limb[at+1] = uint32(middle), uint32(middle>>32)
	if low > 0 {
		x.limb[at+2] = uint32(v >> (64 - low))
	}
	for x.n = at + 3; x.n > 0 && x.limb[x.n-1] == 0; x.n-- {
	}
}

func (x *natural) multiply(by uint32) {
	carry := uint64(0)
	for i := range x.n {
		carry += uint64(x.limb[i]) * uint64(by)
		x.limb[i] = uint32(carry)
		carry >>= 32
	}
	if carry > 0 {
		x.limb[x.n] = uint32(carry)
		x.n++
	}
}

// compare is negative, 0 or positive as x is less than y, equal or more.
func (x *natural) compare(y *natural) int {
	if x.n != y.n {
		return x.n - y.n
	}
	for i := x.n - 1; i >= 0; i-- {
		if x.limb[i] != y.limb[i] {
			if x.limb[i] < y.limb[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// add makes x the sum of x and y.
func (x *natural) add(y *natural) {
	carry := uint64(0)
	for i := 0; i < max(x.n, y.n) || carry > 0; i++ {
		carry += uint64(x.limb[i]) + uint64(y.limb[i])
		x.limb[i] = uint32(carry)
		carry >>= 32
		x.n = max(x.n, i+1)
	}
}

// subtract takes y, which is not more than x, from x.
func (x *natural) subtract(y *natural) {
	borrow := uint32(0)
	for i := range x.n {
		var b uint32
		x.limb[i], b = bits.Sub32(x.limb[i], y.limb[i], borrow)
		borrow = b
	}
	for x.n > 0 && x.limb[x.n-1] == 0 {
		x.n--
	}
}

// engine is a value r/s, and the distances up/s and down/s to half way to its
// neighbours.
type engine struct {
	r, s, up, down natural
	point          int  // the value was divided by 10 to the power of this
	even           bool // half way between two floats goes to the even one
}

// init takes v, which is positive and finite.
func (e *engine) init(v float64, single bool) {
	var mantissa uint64
	var exponent int
	var boundary bool // the next float below is only half as far away
	if single {
		b := math.Float32bits(float32(v))
		mantissa, exponent = uint64(b&(1<<23-1)), int(b>>23)
		boundary = mantissa == 0 && exponent > 1
		if exponent > 0 {
			mantissa |= 1 << 23
		} else {
			exponent = 1
		}
		exponent -= 127 + 23
	} else {
		b := math.Float64bits(v)
		mantissa, exponent = b&(1<<52-1), int(b>>52)
		boundary = mantissa == 0 && exponent > 1
		if exponent > 0 {
			mantissa |= 1 << 52
		} else {
			exponent = 1
		}
		exponent -= 1023 + 52
	}
	e.even = mantissa%2 == 0
	extra := 1
	if boundary {
		extra = 2
	}
	raise := max(exponent, 0)
	e.r.set(mantissa, raise+extra)
	e.s.set(1, max(-exponent, 0)+extra)
	e.up.set(1, raise+extra-1)
	e.down.set(1, raise)

	// Divide by a power of ten that leaves the value below 1, or just above.
	e.point = int(math.Floor(float64(bits.Len64(mantissa)+exponent-1) * 0.30102999566398))
	for range e.point {
		e.s.multiply(10)
	}
	for range -e.point {
		e.times(10)
	}
}

func (e *engine) times(by uint32) {
	e.r.multiply(by)
	e.up.multiply(by)
	e.down.multiply(by)
}

// digit takes the next digit off the value, which is below 10.
func (e *engine) digit() byte {
	d := byte('0')
	for e.r.compare(&e.s) >= 0 {
		e.r.subtract(&e.s)
		d++
	}
	return d
}

// fixed finds count digits, or if behindPoint those up to count digits behind
// the decimal point, the last one rounded; half way, to the even digit.
func (e *engine) fixed(d *number, count int, behindPoint bool) {
	for e.r.compare(&e.s) >= 0 {
		e.s.multiply(10)
		e.point++
	}
	d.point = e.point
	if behindPoint {
		count += d.point
	}
	if count < 0 {
		return
	}
	for range count {
		if e.r.n == 0 {
			return // the rest is zeros
		}
		e.r.multiply(10)
		d.digits = append(d.digits, e.digit())
	}
	e.r.multiply(2)
	c := e.r.compare(&e.s)
	if c > 0 || c == 0 && len(d.digits) > 0 && d.digits[len(d.digits)-1]%2 == 1 {
		if len(d.digits) == 0 {
			d.digits = append(d.digits, '1')
			d.point++
		} else {
			before := d.point
			d.roundUp()
			if d.point > before && behindPoint {
				d.digits = append(d.digits, '0')
			}
		}
	}
}

// shortest finds the fewest digits that lie nearer to the value than to its
// neighbours; of those the nearest.
func (e *engine) shortest(d *number) {
	for e.reaches(&e.s) {
		e.s.multiply(10)
		e.point++
	}
	d.point = e.point
	for {
		e.times(10)
		digit := e.digit()
		c := e.r.compare(&e.down)
		low := c < 0 || c == 0 && e.even
		high := e.reaches(&e.s)
		if !low && !high {
			d.digits = append(d.digits, digit)
			continue
		}
		if low && high {
			e.r.multiply(2)
			c := e.r.compare(&e.s)
			high = c > 0 || c == 0 && digit%2 == 1
		}
		d.digits = append(d.digits, digit)
		if high {
			d.roundUp()
		}
		return
	}
}

// reaches reports whether the value and the way up come to s, or beyond.
func (e *engine) reaches(s *natural) bool {
	sum := e.r
	sum.add(&e.up)
	c := sum.compare(s)
	return c > 0 || c == 0 && e.even
}
