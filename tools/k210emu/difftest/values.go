// SPDX-License-Identifier: MIT

package difftest

// integer returns a value with interesting bits.
func (b *builder) integer() uint64 {
	v := b.random.Uint64()
	switch b.random.IntN(6) {
	case 0:
		return v & 7
	case 1:
		return -(v & 7)
	case 2: // around a power of two
		return 1<<b.random.IntN(64) + v&3 - 1
	case 3: // a word, sign-extended or not
		return uint64(int64(int32(v)))
	case 4:
		return v >> 32
	default:
		return v
	}
}

// float returns the bits of an F register: doubles and boxed singles, common
// and at the ends, and what is neither.
func (b *builder) float() uint64 {
	v := b.random.Uint64()
	exponents := []uint64{0, 1, 0x3fe, 0x3ff, 0x400, 0x3ff + v>>60, 0x3ff + 52, 0x7fe, 0x7ff, v >> 40 & 0x7ff}
	singles := []uint64{0, 1, 0x7e, 0x7f, 0x80, 0x7f + v>>60, 0x7f + 23, 0xfe, 0xff, v >> 40 & 0xff}
	sign := v >> 63
	fraction := v & (1<<52 - 1)
	switch b.random.IntN(3) {
	case 0:
		fraction = 0
	case 1:
		fraction = fraction >> 44 << 44
	}
	switch b.random.IntN(8) {
	case 0:
		return v
	case 1, 2, 3:
		return sign<<63 | exponents[b.random.IntN(len(exponents))]<<52 | fraction
	default:
		return 0xffff_ffff<<32 | sign<<31 | singles[b.random.IntN(len(singles))]<<23 | fraction>>29
	}
}
