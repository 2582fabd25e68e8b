// SPDX-License-Identifier: MIT

package hart

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	minInt64 = 1 << 63
	minInt32 = 0xffff_ffff_8000_0000
	ones     = math.MaxUint64
)

// x5 = x6 op x7
func TestRegisterOperations(t *testing.T) {
	op := func(funct3, funct7 uint32) uint32 { return typeR(0x33, funct3, funct7, 5, 6, 7) }
	opw := func(funct3, funct7 uint32) uint32 { return typeR(0x3b, funct3, funct7, 5, 6, 7) }
	for _, c := range []struct {
		name string
		bits uint32
		a, b uint64
		want uint64
	}{
		{"add wraps", op(0, 0), ones, 2, 1},
		{"sub wraps", op(0, 0x20), 1, 2, ones},
		{"sll takes 6 bits", op(1, 0), 3, 64 + 4, 48},
		{"slt is signed", op(2, 0), ones, 0, 1},
		{"slt of equals", op(2, 0), 5, 5, 0},
		{"sltu is unsigned", op(3, 0), ones, 0, 0},
		{"sltu", op(3, 0), 0, ones, 1},
		{"xor", op(4, 0), 0xff00, 0x0ff0, 0xf0f0},
		{"srl", op(5, 0), minInt64, 63, 1},
		{"sra", op(5, 0x20), minInt64, 63, ones},
		{"or", op(6, 0), 0xff00, 0x0ff0, 0xfff0},
		{"and", op(7, 0), 0xff00, 0x0ff0, 0x0f00},
		{"addw sign-extends", opw(0, 0), math.MaxInt32, 1, minInt32},
		{"addw ignores high bits", opw(0, 0), 0xabcd_0000_0001, 1, 2},
		{"subw", opw(0, 0x20), 0, 1, ones},
		{"sllw takes 5 bits", opw(1, 0), 1, 32 + 31, minInt32},
		{"srlw shifts 32 bits", opw(5, 0), minInt32, 31, 1},
		{"srlw by 0 sign-extends", opw(5, 0), 0x8000_0000, 0, minInt32},
		{"sraw", opw(5, 0x20), 0x8000_0000, 4, 0xffff_ffff_f800_0000},
		{"mul", op(0, 1), ones, ones, 1},
		{"mulh", op(1, 1), minInt64, minInt64, 1 << 62},
		{"mulh of -1", op(1, 1), ones, ones, 0},
		{"mulh of mixed signs", op(1, 1), ones, 1, ones},
		{"mulhsu", op(2, 1), ones, ones, ones},
		{"mulhsu of a positive", op(2, 1), 2, minInt64, 1},
		{"mulhu", op(3, 1), ones, ones, ones - 1},
		{"div", op(4, 1), ^uint64(6), 2, ^uint64(2)},
		{"div by 0", op(4, 1), 7, 0, ones},
		{"div overflows", op(4, 1), minInt64, ones, minInt64},
		{"divu", op(5, 1), ones, 2, math.MaxInt64},
		{"divu by 0", op(5, 1), 7, 0, ones},
		{"rem has the dividend's sign", op(6, 1), ^uint64(6), 2, ones},
		{"rem by 0", op(6, 1), 7, 0, 7},
		{"rem overflows", op(6, 1), minInt64, ones, 0},
		{"remu", op(7, 1), 7, 4, 3},
		{"remu by 0", op(7, 1), 7, 0, 7},
		{"mulw", opw(0, 1), 0x4000_0000, 2, minInt32},
		{"divw", opw(4, 1), 0xffff_fff9, 2, ^uint64(2)},
		{"divw by 0", opw(4, 1), 7, 0, ones},
		{"divw overflows", opw(4, 1), 0x8000_0000, ones, minInt32},
		{"divuw sign-extends", opw(5, 1), 0xffff_ffff, 1, ones},
		{"divuw by 0", opw(5, 1), 7, 0, ones},
		{"remw by 0", opw(6, 1), 0x8000_0000, 0, minInt32},
		{"remw overflows", opw(6, 1), 0x8000_0000, ones, 0},
		{"remuw by 0 sign-extends", opw(7, 1), 0x8000_0000, 0, minInt32},
		{"remuw", opw(7, 1), 0xffff_ffff, 16, 15},
	} {
		h := with(t, c.bits)
		h.SetX(6, c.a)
		h.SetX(7, c.b)
		h.run(1)
		assert.Equal(t, c.want, h.X(5), "%s: want %#x, got %#x", c.name, c.want, h.X(5))
		assert.Equal(t, uint64(ramBase+4), h.PC(), c.name)
	}
}

// x5 = x6 op imm
func TestImmediateOperations(t *testing.T) {
	for _, c := range []struct {
		name string
		bits uint32
		a    uint64
		want uint64
	}{
		{"addi", addi(5, 6, -1), 0, ones},
		{"slti", typeI(0x13, 2, 5, 6, -1), minInt64, 1},
		{"sltiu sign-extends first", typeI(0x13, 3, 5, 6, -1), 5, 1},
		{"xori -1 is not", typeI(0x13, 4, 5, 6, -1), 5, ^uint64(5)},
		{"ori", typeI(0x13, 6, 5, 6, 0x0f), 0xf0, 0xff},
		{"andi", typeI(0x13, 7, 5, 6, -16), 0xff, 0xf0},
		{"slli 63", typeI(0x13, 1, 5, 6, 63), 3, minInt64},
		{"srli 63", typeI(0x13, 5, 5, 6, 63), minInt64, 1},
		{"srai 63", typeI(0x13, 5, 5, 6, 0x400|63), minInt64, ones},
		{"addiw", typeI(0x1b, 0, 5, 6, 1), math.MaxInt32, minInt32},
		{"addiw 0 is sext.w", typeI(0x1b, 0, 5, 6, 0), 0x1_8000_0000, minInt32},
		{"slliw 31", typeI(0x1b, 1, 5, 6, 31), 1, minInt32},
		{"srliw 31", typeI(0x1b, 5, 5, 6, 31), 0x8000_0000, 1},
		{"sraiw 31", typeI(0x1b, 5, 5, 6, 0x400|31), 0x8000_0000, ones},
		{"lui sign-extends", 0x80000<<12 | 5<<7 | 0x37, 0, minInt32},
		{"auipc", 0x1<<12 | 5<<7 | 0x17, 0, ramBase + 0x1000},
	} {
		h := with(t, c.bits)
		h.SetX(6, c.a)
		h.run(1)
		assert.Equal(t, c.want, h.X(5), "%s: want %#x, got %#x", c.name, c.want, h.X(5))
	}
}

func TestX0StaysZero(t *testing.T) {
	h := with(t, addi(0, 0, 5), addi(5, 0, 0), csrrs(0, 0xf14, 0), addi(6, 0, 0))
	h.run(4)
	assert.Zero(t, h.X(0))
	assert.Zero(t, h.X(5))
	assert.Zero(t, h.X(6))
}

func TestBranches(t *testing.T) {
	const taken, notTaken = ramBase + 16, ramBase + 4
	for _, c := range []struct {
		name   string
		funct3 uint32
		a, b   uint64
		want   uint64
	}{
		{"beq", 0, 5, 5, taken},
		{"beq of others", 0, 5, 6, notTaken},
		{"bne", 1, 5, 6, taken},
		{"bne of equals", 1, 5, 5, notTaken},
		{"blt is signed", 4, ones, 0, taken},
		{"blt of equals", 4, 0, 0, notTaken},
		{"bge of equals", 5, 0, 0, taken},
		{"bge is signed", 5, ones, 0, notTaken},
		{"bltu is unsigned", 6, ones, 0, notTaken},
		{"bltu", 6, 0, ones, taken},
		{"bgeu is unsigned", 7, ones, 0, taken},
		{"bgeu of less", 7, 0, 1, notTaken},
	} {
		h := with(t, typeS(0x63, c.funct3, 6, 7, 16))
		h.SetX(6, c.a)
		h.SetX(7, c.b)
		h.run(1)
		assert.Equal(t, c.want, h.PC(), c.name)
	}
}

func TestJumpsLinkAndClearTheLowestBit(t *testing.T) {
	h := with(t, typeI(0x67, 0, 5, 5, 8)) // jalr x5, 8(x5)
	h.SetX(5, ramBase+0x101)
	h.run(1)
	assert.Equal(t, uint64(ramBase+0x108), h.PC())
	assert.Equal(t, uint64(ramBase+4), h.X(5))

	h = with(t, 0x010000ef) // jal x1, .+16
	h.run(1)
	assert.Equal(t, uint64(ramBase+16), h.PC())
	assert.Equal(t, uint64(ramBase+4), h.X(1))

	h = with(t, 0x9282) // c.jalr x5: links 2 bytes on
	h.SetX(5, ramBase+0x100)
	h.run(1)
	assert.Equal(t, uint64(ramBase+0x100), h.PC())
	assert.Equal(t, uint64(ramBase+2), h.X(1))
}
