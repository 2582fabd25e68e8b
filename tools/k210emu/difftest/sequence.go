// SPDX-License-Identifier: MIT

package difftest

import "bugo/tools/k210emu/isa"

// sequence appends random instructions. Branches go forward to the start of
// one of the next few.
func (b *builder) sequence(length int) {
	type branch struct{ at, target int } // offset in bytes, number of instruction
	var starts []int
	var branches []branch
	for n := range length {
		starts = append(starts, len(b.bytes))
		switch b.random.IntN(16) {
		case 0:
			branches = append(branches, branch{len(b.bytes), min(n+1+b.random.IntN(6), length)})
			b.word(b.branch())
		case 1, 2, 3:
			b.word(b.memoryAccess())
		case 4:
			b.atomic()
		case 5, 6, 7, 8:
			b.half(b.compressed())
		case 9, 10, 11:
			b.word(b.floating())
		case 12:
			b.system()
		default:
			b.word(b.arithmetic())
		}
	}
	starts = append(starts, len(b.bytes))
	if len(b.bytes)%4 != 0 {
		b.half(0x0001) // c.nop
	}
	for _, j := range branches {
		distance := uint32(starts[j.target] - j.at)
		b.patch(j.at, distance)
	}
}

// patch puts a distance into a branch, or into JAL. Both are short enough for
// the bits of a branch: below 2048.
func (b *builder) patch(at int, distance uint32) {
	bits := uint32(b.bytes[at]) | uint32(b.bytes[at+1])<<8 | uint32(b.bytes[at+2])<<16 | uint32(b.bytes[at+3])<<24
	if bits&0x7f == 0x6f {
		bits |= distance >> 1 & 0x3ff << 21
	} else {
		bits |= distance>>5&63<<25 | distance>>1&15<<8
	}
	for n := range 4 {
		b.bytes[at+n] = byte(bits >> (8 * n))
	}
}

// branch is a branch or JAL without its distance.
func (b *builder) branch() uint32 {
	if b.random.IntN(5) == 0 {
		return b.destination()<<7 | 0x6f
	}
	funct3 := []uint32{0, 1, 4, 5, 6, 7}[b.random.IntN(6)]
	return b.source()<<20 | b.source()<<15 | funct3<<12 | 0x63
}

func (b *builder) source() uint32 { return b.random.Uint32N(32) }

// destination is an integer register that a sequence may write.
func (b *builder) destination() uint32 { return b.random.Uint32N(atomicBase) }

// writable tells whether an instruction leaves the harness's registers alone.
func writable(i isa.Inst) bool {
	if i.Op >= isa.Fmadd && !i.Op.WritesInteger() || i.Op == isa.Illegal {
		return true
	}
	return i.Rd < atomicBase || i.Rd == isa.Discard
}

// arithmetic is an instruction on integers: mostly one that there is.
func (b *builder) arithmetic() uint32 {
	for {
		bits := b.random.Uint32()&^0x7f | []uint32{0x13, 0x1b, 0x33, 0x3b, 0x37, 0x17}[b.random.IntN(6)]
		if opcode := bits & 0x7f; opcode == 0x33 || opcode == 0x3b {
			funct7 := []uint32{0, 0x20, 1, 1, b.random.Uint32N(128)}[b.random.IntN(5)]
			bits = bits&^(0x7f<<25) | funct7<<25
		} else if funct3 := bits >> 12 & 3; opcode < 0x30 && opcode != 0x17 && funct3 == 1 && b.random.IntN(8) != 0 {
			bits &^= 0xbe << 24 // a shift that there is
		}
		if writable(isa.Decode(bits)) {
			return bits
		}
	}
}

// compressed is a compressed instruction that neither jumps nor uses memory.
func (b *builder) compressed() uint16 {
	for {
		half := uint16(b.random.Uint32())
		i := isa.Decode(uint32(half))
		switch {
		case !isa.IsCompressed(half), i.Op >= isa.Jal && i.Op <= isa.Sd, i.Op == isa.Fload, i.Op == isa.Fstore:
		case writable(i):
			return half
		}
	}
}

// floating computes with F registers.
func (b *builder) floating() uint32 {
	if b.random.IntN(4) == 0 {
		bits := b.random.Uint32()&^0x0400_007f | []uint32{0x43, 0x47, 0x4b, 0x4f}[b.random.IntN(4)]
		return b.rounding(bits)
	}
	funct5 := []uint32{0, 1, 2, 3, 0x0b, 4, 5, 0x14, 8, 0x18, 0x1a, 0x1c, 0x1e, b.random.Uint32N(32)}[b.random.IntN(14)]
	for {
		bits := b.random.Uint32()&^0xfe00_007f | funct5<<27 | b.random.Uint32N(2)<<25 | 0x53
		if funct5 == 0x0b || funct5 == 8 || funct5 >= 0x18 {
			bits = bits&^(31<<20) | b.random.Uint32N(4)<<20
		}
		if funct5 < 4 || funct5 == 0x0b || funct5 == 8 || funct5 == 0x18 || funct5 == 0x1a {
			bits = b.rounding(bits)
		} else if b.random.IntN(8) != 0 {
			bits = bits&^(7<<12) | b.random.Uint32N(3)<<12
		}
		if writable(isa.Decode(bits)) {
			return bits
		}
	}
}

// rounding makes a rounding mode valid, mostly.
func (b *builder) rounding(bits uint32) uint32 {
	return bits&^(7<<12) | []uint32{0, 1, 2, 3, 4, 7, 7, b.random.Uint32N(8)}[b.random.IntN(8)]<<12
}

// memoryAccess loads or stores within the case's memory, aligned or not.
func (b *builder) memoryAccess() uint32 {
	offset := uint32(b.random.IntN(memoryBytes-8) - memoryBytes/2)
	low := offset << 20
	switch b.random.IntN(4) {
	case 0: // store
		return offset>>5<<25 | b.source()<<20 | memoryBase<<15 | b.random.Uint32N(4)<<12 | offset&31<<7 | opStore
	case 1:
		return offset>>5<<25 | b.source()<<20 | memoryBase<<15 | (2+b.random.Uint32N(2))<<12 | offset&31<<7 | opStoreFP
	case 2:
		return low | memoryBase<<15 | (2+b.random.Uint32N(2))<<12 | b.random.Uint32N(32)<<7 | opLoadFP
	default:
		return low | memoryBase<<15 | b.random.Uint32N(7)<<12 | b.destination()<<7 | opLoad
	}
}

// atomic is an AMO, or LR with its SC.
func (b *builder) atomic() {
	width := 2 + b.random.Uint32N(2)
	common := uint32(atomicBase<<15) | width<<12 | 0x2f
	if b.random.IntN(4) == 0 {
		b.word(0x02<<27 | common | b.destination()<<7)
		b.word(0x03<<27 | common | b.source()<<20 | b.destination()<<7)
		return
	}
	funct5 := []uint32{1, 0, 4, 12, 8, 16, 20, 24, 28}[b.random.IntN(9)]
	b.word(funct5<<27 | b.random.Uint32N(4)<<25 | common | b.source()<<20 | b.destination()<<7)
}

// system traps, fences, or accesses CSRs that compute.
func (b *builder) system() {
	csrs := []uint32{1, 2, 3, 0x7c1} // the last one is not there
	switch b.random.IntN(6) {
	case 0:
		b.word([]uint32{0x00000073, 0x00100073, 0x0000100f, 0x0ff0000f, 0x12000073, 0xffffffff}[b.random.IntN(6)])
	case 1:
		b.half(0x9002) // c.ebreak
	default:
		funct3 := []uint32{1, 2, 3, 5, 6, 7}[b.random.IntN(6)]
		b.word(csrs[b.random.IntN(4)]<<20 | b.source()<<15 | funct3<<12 | b.destination()<<7 | 0x73)
	}
}
