// SPDX-License-Identifier: MIT

// Package mix computes with floats, deterministically to the last bit, for as
// long as one likes. A register that a switch of apps does not keep shows in
// the result.
//
// Every product is converted before it is added to: the conversion forbids the
// compiler to fuse the two into one rounding (Go specification, "Floating-point
// operators"), so that results are the same on every machine.
package mix

import "math"

// State is what a computation carries along.
type State struct {
	A, B, C, D float64
	E, F       float32
}

// New begins a computation; seeds 1 to 1000 make different ones.
func New(seed int) *State {
	x := float64(seed%1000+1) / 1003
	return &State{A: x, B: 1 - x, C: x / 3, D: x / 7, E: float32(x) / 2, F: 1 - float32(x)/5}
}

// Run makes n steps of the logistic map x = r·x·(1-x) in each variable, each
// disturbed by its neighbour. All variables stay between 0 and 1, and all live
// in registers throughout: the loop calls nothing.
func (s *State) Run(n int) {
	a, b, c, d, e, f := s.A, s.B, s.C, s.D, s.E, s.F
	const r, r32 = 3.9, float32(3.8)
	for range n {
		a1 := float64(r*a) * (1 - a)
		b1 := float64(r*b) * (1 - b)
		c1 := float64(r*c) * (1 - c)
		d1 := float64(r*d) * (1 - d)
		e1 := float32(r32*e) * (1 - e)
		f1 := float32(r32*f) * (1 - f)
		a = float64(a1*0.875) + float64(b*0.125)
		b = float64(b1*0.875) + float64(c*0.125)
		c = float64(c1*0.875) + float64(d*0.125)
		d = float64(d1*0.875) + float64(a1*0.125)
		e = float32(e1*0.875) + float32(f*0.125)
		f = float32(f1*0.875) + float32(e1*0.125)
	}
	s.A, s.B, s.C, s.D, s.E, s.F = a, b, c, d, e, f
}

// Sum folds the bits of all variables into one number.
func (s *State) Sum() uint64 {
	sum := uint64(0)
	for _, v := range [...]uint64{
		math.Float64bits(s.A), math.Float64bits(s.B), math.Float64bits(s.C), math.Float64bits(s.D),
		uint64(math.Float32bits(s.E)), uint64(math.Float32bits(s.F)),
	} {
		sum = (sum<<13 | sum>>51) ^ v
	}
	return sum
}
