// SPDX-License-Identifier: MIT

package softfloat

import "math/bits"

// wide is a 128-bit integer.
type wide struct{ hi, lo uint64 }

func (w wide) isZero() bool { return w.hi|w.lo == 0 }

func (w wide) less(v wide) bool { return w.hi < v.hi || w.hi == v.hi && w.lo < v.lo }

func (w wide) plus(v wide) wide {
	lo, carry := bits.Add64(w.lo, v.lo, 0)
	hi, _ := bits.Add64(w.hi, v.hi, carry)
	return wide{hi, lo}
}

func (w wide) minus(v wide) wide {
	lo, borrow := bits.Sub64(w.lo, v.lo, 0)
	hi, _ := bits.Sub64(w.hi, v.hi, borrow)
	return wide{hi, lo}
}

func (w wide) left(n int) wide {
	if n >= 64 {
		return wide{w.lo << (n - 64), 0}
	}
	return wide{w.hi<<n | w.lo>>(64-n), w.lo << n}
}

// right shifts, and tells whether a bit that was set is lost.
func (w wide) right(n int) (shifted wide, lost bool) {
	switch {
	case n >= 128:
		return wide{}, !w.isZero()
	case n >= 64:
		return wide{0, w.hi >> (n - 64)}, w.lo != 0 || w.hi<<(128-n) != 0
	default:
		return wide{w.hi >> n, w.hi<<(64-n) | w.lo>>n}, w.lo<<(64-n) != 0
	}
}

func (w wide) leadingZeros() int {
	if w.hi != 0 {
		return bits.LeadingZeros64(w.hi)
	}
	return 64 + bits.LeadingZeros64(w.lo)
}

// squareRoot returns the integer root of w, and whether the square is less.
func (w wide) squareRoot() (root uint64, inexact bool) {
	for bit := uint64(1) << 63; bit != 0; bit >>= 1 {
		try := root | bit
		hi, lo := bits.Mul64(try, try)
		if !w.less(wide{hi, lo}) {
			root = try
		}
	}
	hi, lo := bits.Mul64(root, root)
	return root, wide{hi, lo} != w
}
