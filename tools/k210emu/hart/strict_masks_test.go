// SPDX-License-Identifier: MIT

package hart

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/k210emu/isa"
)

// strictly is with, for a strict hart whose RAM was all written before.
func strictly(t testing.TB, program ...uint32) *Hart {
	return strictLike(with(t, program...))
}

// strictLike returns a strict hart like another one, which has not run. Its
// registers count as written, and its RAM too.
func strictLike(other *Hart) *Hart {
	c := other.Config
	c.RAM.Bytes = append([]byte(nil), c.RAM.Bytes...)
	c.Strict = NewStrict(StrictConfig{RAM: c.RAM})
	c.Strict.Wrote(c.RAM.Base, len(c.RAM.Bytes))
	h := New(c, other.pc)
	h.csr, h.pmp, h.privilege = other.csr, other.pmp, other.privilege
	for n := range 32 {
		h.SetX(n, other.X(n))
		h.SetF(n, other.F(n))
	}
	return h
}

// randomMask has few ones, many, or none.
func randomMask(random *rand.Rand) uint64 {
	switch random.IntN(5) {
	case 0:
		return 0
	case 1:
		return 1 << random.IntN(64)
	case 2:
		return 0xff << (8 * random.IntN(8))
	case 3:
		return random.Uint64() & random.Uint64() & random.Uint64()
	default:
		return random.Uint64()
	}
}

// Whatever the undefined bits of operands are, the result's defined bits are the
// same.
func TestDefinedBitsOfResultsDoNotDependOnUndefinedOnes(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	run := func(bits uint32, a, b uint64) uint64 {
		h := with(t, bits)
		h.SetX(6, a)
		h.SetX(7, b)
		h.run(1)
		return h.X(5)
	}
	checked := map[isa.Op]int{}
	for range 4000 {
		opcode := []uint32{0x13, 0x1b, 0x33, 0x3b}[random.IntN(4)]
		word := random.Uint32()&0xfff0_7000 | 7<<20 | 6<<15 | 5<<7 | opcode
		if opcode == 0x13 || opcode == 0x1b {
			word = random.Uint32()&0xfff0_7000 | 6<<15 | 5<<7 | opcode
			if word>>12&3 == 1 { // shifts
				word &= 0x43ff_ffff
			}
		} else if random.IntN(8) != 0 {
			word &= 0x4200_7000 | 7<<20 | 6<<15 | 5<<7 | opcode
		}
		in := isa.Decode(word)
		if in.Op == isa.Illegal {
			continue
		}
		a, b := random.Uint64(), random.Uint64()
		ua, ub := randomMask(random), randomMask(random)
		if random.IntN(3) == 0 { // values that are near each other
			b = a + random.Uint64N(3) - 1
		}
		o := operands{a: a, b: b, ua: ua, ub: ub}
		if opcode < 0x30 {
			o.b, o.ub = uint64(int64(in.Imm)), 0
		}
		mask := resultMask(in.Op, o)
		result := run(word, a, b)
		for range 8 {
			again := run(word, a^ua&random.Uint64(), b^ub&random.Uint64())
			require.Zero(t, (again^result)&^mask,
				"%08x: %#x (%#x), %#x (%#x): %#x or %#x", word, a, ua, b, ub, result, again)
		}
		checked[in.Op]++
	}
	for op := isa.Addi; op <= isa.Remuw; op++ {
		assert.NotZero(t, checked[op], "operation %d", op)
	}
}

func TestBranchesAreCertainWhereUndefinedBitsDecideNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	taken := func(op isa.Op, a, b uint64) bool {
		switch op {
		case isa.Beq:
			return a == b
		case isa.Bne:
			return a != b
		case isa.Blt:
			return int64(a) < int64(b)
		case isa.Bge:
			return int64(a) >= int64(b)
		case isa.Bltu:
			return a < b
		default:
			return a >= b
		}
	}
	certain := 0
	for range 5000 {
		op := isa.Beq + isa.Op(random.IntN(6))
		// Few bits, so that all values of the undefined ones can be tried.
		value := func() uint64 { return random.Uint64N(16)<<60 | random.Uint64N(16) }
		o := operands{a: value(), b: value(), ua: value() & value(), ub: value() & value()}
		want := true
		for u := o.ua; ; u = (u - 1) & o.ua {
			for v := o.ub; ; v = (v - 1) & o.ub {
				if taken(op, o.a&^o.ua|u, o.b&^o.ub|v) != taken(op, o.a, o.b) {
					want = false
				}
				if v == 0 {
					break
				}
			}
			if u == 0 {
				break
			}
		}
		require.Equal(t, want, branchCertain(op, o), "%d %+v", op, o)
		if want && bits.OnesCount64(o.ua|o.ub) > 0 {
			certain++
		}
	}
	assert.Greater(t, certain, 500)
}

func TestMasksAreExactWhereBitsDoNotMix(t *testing.T) {
	for _, c := range []struct {
		name string
		op   isa.Op
		o    operands
		want uint64
	}{
		{"a zero decides AND", isa.Andi, operands{ua: all, b: 0xff}, 0xff},
		{"a one decides OR", isa.Ori, operands{ua: 0xffff, b: 0xff}, 0xff00},
		{"an undefined one decides nothing", isa.And, operands{a: 0, ua: 0xff, b: 0, ub: 0xf0}, 0xf0},
		{"a shift moves them", isa.Slli, operands{ua: 0xff, b: 8}, 0xff00},
		{"a sign is repeated", isa.Srai, operands{ua: 1 << 63, b: 60}, 0xffff_ffff_ffff_fff8},
		{"a shift by undefined bits", isa.Sll, operands{a: 1, ub: 1}, ones},
		{"a shift that ignores undefined bits", isa.Sll, operands{ua: 1, ub: 64}, 1},
		{"carries go up", isa.Add, operands{ua: 1 << 12}, 0xffff_ffff_ffff_f000},
		{"a word's sign", isa.Addw, operands{ua: 1 << 31}, 0xffff_ffff_8000_0000},
		{"above a word", isa.Addw, operands{ua: 0xff << 40}, 0},
		{"zero times anything", isa.Mul, operands{a: 0, b: 5, ub: ones}, 0},
		{"not zero, for sure", isa.Sltiu, operands{a: 1, ua: 0xf0, b: 1}, 0},
		{"perhaps zero", isa.Sltiu, operands{a: 0, ua: 0xf0, b: 1}, 1},
		{"negative, for sure", isa.Slt, operands{a: 1 << 63, ua: 0xff}, 0},
		{"division", isa.Divu, operands{a: 8, ua: 1, b: 2}, ones},
	} {
		assert.Equal(t, c.want, resultMask(c.op, c.o), c.name)
	}
}
