// SPDX-License-Identifier: MIT

package trace

// Unsigned varints as encoding/binary has them: seven bits a byte, the lowest
// first, and the highest bit of a byte says that more follow. They are written
// out because that package needs reflect, which bare metal does not have.

// maxVarint is how many bytes a number of 64 bits may take.
const maxVarint = 10

// appendVarint appends a number.
func appendVarint(to []byte, n uint64) []byte {
	for n >= 0x80 {
		to = append(to, byte(n)|0x80)
		n >>= 7
	}
	return append(to, byte(n))
}

// varint decodes the number at the front of p and returns its length in bytes,
// or 0 if there is none: p is cut off, or the number has more than 64 bits.
func varint(p []byte) (n uint64, length int) {
	for i, b := range p {
		if i == maxVarint-1 && b > 1 || i == maxVarint {
			return 0, 0
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}
