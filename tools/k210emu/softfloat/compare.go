// SPDX-License-Identifier: MIT

package softfloat

// less orders numbers that are no NaNs; -0 is below +0.
func (f *Format) less(a, b uint64) bool {
	negative := a&f.signBit() != 0
	if negative != (b&f.signBit() != 0) {
		return negative
	}
	return a != b && (a < b) != negative
}

func (f *Format) bothZero(a, b uint64) bool { return (a|b)&^f.signBit() == 0 }

// Equal is FEQ: only signaling NaNs raise Invalid (RISC-V unpriv. §11.8).
func (f *Format) Equal(a, b uint64, flags *Flags) bool {
	if f.IsNaN(a) || f.IsNaN(b) {
		f.nan(flags, a, b)
		return false
	}
	return a == b || f.bothZero(a, b)
}

// Less is FLT: every NaN raises Invalid (RISC-V unpriv. §11.8).
func (f *Format) Less(a, b uint64, flags *Flags) bool {
	if f.IsNaN(a) || f.IsNaN(b) {
		*flags |= Invalid
		return false
	}
	return f.less(a, b) && !f.bothZero(a, b)
}

// LessOrEqual is FLE: every NaN raises Invalid (RISC-V unpriv. §11.8).
func (f *Format) LessOrEqual(a, b uint64, flags *Flags) bool {
	if f.IsNaN(a) || f.IsNaN(b) {
		*flags |= Invalid
		return false
	}
	return !f.less(b, a) || f.bothZero(a, b)
}

// Min is FMIN: of a number and a NaN the number, and -0 is less than +0
// (RISC-V unpriv. §11.6).
func (f *Format) Min(a, b uint64, flags *Flags) uint64 { return f.pick(a, b, true, flags) }

// Max is FMAX, likewise.
func (f *Format) Max(a, b uint64, flags *Flags) uint64 { return f.pick(a, b, false, flags) }

func (f *Format) pick(a, b uint64, smaller bool, flags *Flags) uint64 {
	f.nan(flags, a, b)
	switch {
	case f.IsNaN(a) && f.IsNaN(b):
		return f.NaN()
	case f.IsNaN(a):
		return b
	case f.IsNaN(b) || f.less(a, b) == smaller:
		return a
	default:
		return b
	}
}

// Class is FCLASS: one bit of ten is set (RISC-V unpriv. §11.9, table 11.5).
func (f *Format) Class(a uint64) uint64 {
	const (
		negativeInfinity = iota
		negativeNormal
		negativeSubnormal
		negativeZero
		positiveZero
		positiveSubnormal
		positiveNormal
		positiveInfinity
		signalingNaN
		quietNaN
	)
	bit := 0
	switch magnitude := a &^ f.signBit(); {
	case f.IsSignaling(a):
		return 1 << signalingNaN
	case f.IsNaN(a):
		return 1 << quietNaN
	case magnitude == 0:
		bit = positiveZero
	case magnitude == f.infinity(false):
		bit = positiveInfinity
	case magnitude < 1<<f.fraction:
		bit = positiveSubnormal
	default:
		bit = positiveNormal
	}
	if a&f.signBit() != 0 {
		bit = positiveInfinity - bit
	}
	return 1 << bit
}
