// SPDX-License-Identifier: MIT

package number

// naturalWords is enough for the largest intermediate value: a subnormal
// float64 makes a unit of 2^1076, and ten times that appears.
const naturalWords = 36

// A natural is an integer from 0 to 2^1152-1, least significant word first.
//
// Its methods are not inlined: the compiler would copy their loops into shortest
// a dozen times, which is a kilobyte that every image pays.
type natural [naturalWords]uint32

// set makes x equal to v.
func (x *natural) set(v uint64) {
	*x = natural{uint32(v), uint32(v >> 32)}
}

// shiftLeft multiplies x by 2^n.
//
//go:noinline
func (x *natural) shiftLeft(n uint) {
	words, bits := int(n/32), n%32
	for i := naturalWords - 1; i >= 0; i-- {
		var w uint32
		if i >= words {
			w = x[i-words] << bits
		}
		if i > words {
			w |= x[i-words-1] >> (32 - bits) // a shift by 32 gives 0
		}
		x[i] = w
	}
}

// multiply multiplies x by a small number.
//
//go:noinline
func (x *natural) multiply(by uint32) {
	carry := uint64(0)
	for i := range x {
		carry += uint64(x[i]) * uint64(by)
		x[i] = uint32(carry)
		carry >>= 32
	}
}

// subtract takes y from x, which must not be less.
//
//go:noinline
func (x *natural) subtract(y *natural) {
	borrow := uint64(0)
	for i := range x {
		d := uint64(x[i]) - uint64(y[i]) - borrow
		x[i] = uint32(d)
		borrow = d >> 63
	}
}

// compareSum returns -1, 0 or 1 as x+y is less than, equal to or greater than z.
// The sum must be below 2^1152.
//
//go:noinline
func (x *natural) compareSum(y, z *natural) int {
	order, carry := 0, uint64(0)
	for i := range x {
		carry += uint64(x[i]) + uint64(y[i])
		switch w := uint32(carry); {
		case w > z[i]: // the highest word that differs decides
			order = 1
		case w < z[i]:
			order = -1
		}
		carry >>= 32
	}
	return order
}
