// SPDX-License-Identifier: MIT

package emulate

// access is what a load or store instruction does.
type access struct {
	size   int  // bytes: 1, 2, 4 or 8
	store  bool // or load
	float  bool // of an F register, or an integer one
	signed bool // a load repeats the sign in the bits above

	register uint32 // that is loaded or stored
	base     uint32 // register of the address
	offset   uint64 // what is added to it
}

// decode returns what an instruction loads or stores. It reports false for all
// others, LR, SC and AMOs among them.
func decode(i instruction) (access, bool) {
	if i.isShort() {
		return decodeShort(uint32(i))
	}
	return decodeLong(i)
}

// Opcodes of loads and stores (RISC-V unpriv. 20191213 table 24.1).
const (
	opLoad    = 0x03
	opLoadFP  = 0x07
	opStore   = 0x23
	opStoreFP = 0x27
)

// decodeLong decodes the 4-byte ones (RISC-V unpriv. 20191213 §2.6, §5.3, §11.5,
// §12.3).
func decodeLong(i instruction) (a access, ok bool) {
	width := i.funct3()
	a = access{size: 1 << (width & 3), base: i.rs1()}
	switch i.opcode() {
	case opLoad, opLoadFP:
		a.register = i.rd()
		a.offset = uint64(int32(i) >> 20)
	case opStore, opStoreFP:
		a.store = true
		a.register = i.rs2()
		a.offset = uint64(int32(i)>>25<<5) | uint64(i.rd())
	default:
		return a, false
	}
	switch i.opcode() {
	case opLoad:
		a.signed = width < 4
		return a, width != 7
	case opStore:
		return a, width < 4
	default:
		a.float = true
		return a, width == 2 || width == 3
	}
}

const sp = 2 // RISC-V unpriv. 20191213 table 25.1

// decodeShort decodes the compressed ones (RISC-V unpriv. 20191213 §16.3,
// tables 16.5 and 16.7). Columns of their bits, which the sizes share, are taken
// apart by bits.
func decodeShort(h uint32) (a access, ok bool) {
	kind := h >> 13 & 7
	switch h & 3 {
	case 0:
		a.base, a.register = 8+bits(h, 7, 3, 0), 8+bits(h, 2, 3, 0)
		a.offset = uint64(bits(h, 10, 3, 3))
		if isDouble(kind) {
			a.offset |= uint64(bits(h, 5, 2, 6))
		} else {
			a.offset |= uint64(bits(h, 6, 1, 2) | bits(h, 5, 1, 6))
		}
	case 2:
		a.base = sp
		a.register = bits(h, 7, 5, 0)
		switch {
		case kind >= 4:
			a.register = bits(h, 2, 5, 0)
			if isDouble(kind) {
				a.offset = uint64(bits(h, 10, 3, 3) | bits(h, 7, 3, 6))
			} else {
				a.offset = uint64(bits(h, 9, 4, 2) | bits(h, 7, 2, 6))
			}
		case isDouble(kind):
			a.offset = uint64(bits(h, 12, 1, 5) | bits(h, 5, 2, 3) | bits(h, 2, 3, 6))
		default:
			a.offset = uint64(bits(h, 12, 1, 5) | bits(h, 4, 3, 2) | bits(h, 2, 2, 6))
		}
	default:
		return a, false
	}
	a.size, a.signed = 4, true
	if isDouble(kind) {
		a.size = 8
	}
	a.store = kind > 4
	a.float = kind&3 == 1
	if kind&3 == 0 { // no load, no store
		return a, false
	}
	// An integer register cannot be loaded from the stack to x0.
	return a, h&3 == 0 || a.store || a.float || a.register != 0
}

// isDouble tells whether a kind of compressed instruction is about 8 bytes: F
// registers and half of the integer ones.
func isDouble(kind uint32) bool { return kind&3 != 2 }

// bits moves count bits of h, from its bit from, to bit to.
func bits(h uint32, from, count, to int) uint32 {
	return h >> from & (1<<count - 1) << to
}
