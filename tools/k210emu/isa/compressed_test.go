// SPDX-License-Identifier: MIT

package isa

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// expansions are every compressed instruction, with immediates at their ends,
// and what it stands for, both as GNU as encodes them.
var expansions = []struct {
	text       string
	compressed uint16
	expanded   uint32
}{
	{"c.addi4spn x8, x2, 4", 0x0040, 0x00410413},
	{"c.addi4spn x15, x2, 1020", 0x1ffc, 0x3fc10793},
	{"c.fld f8, 248(x9)", 0x3ce0, 0x0f84b407},
	{"c.lw x10, 124(x11)", 0x5de8, 0x07c5a503},
	{"c.ld x12, 248(x13)", 0x7ef0, 0x0f86b603},
	{"c.fsd f9, 8(x8)", 0xa404, 0x00943427},
	{"c.sw x14, 64(x15)", 0xc3b8, 0x04e7a023},
	{"c.sd x8, 192(x9)", 0xe0e0, 0x0c84b023},
	{"c.nop", 0x0001, 0x00000013},
	{"c.addi x5, -32", 0x1281, 0xfe028293},
	{"c.addi x31, 31", 0x0ffd, 0x01ff8f93},
	{"c.addiw x6, -1", 0x337d, 0xfff3031b},
	{"c.addiw x6, 0", 0x2301, 0x0003031b},
	{"c.li x7, -32", 0x5381, 0xfe000393},
	{"c.li x7, 31", 0x43fd, 0x01f00393},
	{"c.addi16sp x2, -512", 0x7101, 0xe0010113},
	{"c.addi16sp x2, 496", 0x617d, 0x1f010113},
	{"c.lui x3, 0xfffe0", 0x7181, 0xfffe01b7},
	{"c.lui x3, 31", 0x61fd, 0x0001f1b7},
	{"c.srli x8, 63", 0x907d, 0x03f45413},
	{"c.srai x9, 33", 0x9485, 0x4214d493},
	{"c.srai x9, 1", 0x8485, 0x4014d493},
	{"c.andi x10, -32", 0x9901, 0xfe057513},
	{"c.sub x11, x12", 0x8d91, 0x40c585b3},
	{"c.xor x13, x14", 0x8eb9, 0x00e6c6b3},
	{"c.or x15, x8", 0x8fc1, 0x0087e7b3},
	{"c.and x9, x10", 0x8ce9, 0x00a4f4b3},
	{"c.subw x11, x12", 0x9d91, 0x40c585bb},
	{"c.addw x13, x14", 0x9eb9, 0x00e686bb},
	{"c.j .-2048", 0xb001, 0x801ff06f},
	{"c.j .+2046", 0xaffd, 0x7fe0006f},
	{"c.beqz x8, .-256", 0xd001, 0xf00400e3},
	{"c.bnez x15, .+254", 0xeffd, 0x0e079f63},
	{"c.slli x1, 63", 0x10fe, 0x03f09093},
	{"c.slli x1, 1", 0x0086, 0x00109093},
	{"c.fldsp f31, 504(x2)", 0x3ffe, 0x1f813f87},
	{"c.lwsp x1, 252(x2)", 0x50fe, 0x0fc12083},
	{"c.ldsp x30, 504(x2)", 0x7f7e, 0x1f813f03},
	{"c.jr x1", 0x8082, 0x00008067},
	{"c.mv x5, x6", 0x829a, 0x006002b3},
	{"c.ebreak", 0x9002, 0x00100073},
	{"c.jalr x7", 0x9382, 0x000380e7},
	{"c.add x8, x9", 0x9426, 0x00940433},
	{"c.fsdsp f30, 504(x2)", 0xbffa, 0x1fe13c27},
	{"c.swsp x29, 252(x2)", 0xdff6, 0x0fd12e23},
	{"c.sdsp x28, 504(x2)", 0xfff2, 0x1fc13c23},
}

func TestCompressedInstructionsStandForLongOnes(t *testing.T) {
	for _, c := range expansions {
		expanded, ok := Expand(c.compressed)
		assert.True(t, ok, c.text)
		assert.Equal(t, c.expanded, expanded, "%s: want %#08x, got %#08x", c.text, c.expanded, expanded)

		short, long := Decode(uint32(c.compressed)|0xabcd0000), Decode(c.expanded)
		assert.Equal(t, uint8(2), short.Size, c.text)
		long.Size = 2
		assert.Equal(t, long, short, c.text)
	}
}

func TestReservedCompressedInstructionsAreIllegal(t *testing.T) {
	for name, h := range map[string]uint16{
		"all zeros":              0x0000,
		"c.addi4spn with 0":      0x0004,
		"quadrant 0, funct3 4":   0x8000,
		"c.addiw x0":             0x2001,
		"c.addi16sp with 0":      0x6101,
		"c.lui with 0":           0x6181,
		"reserved beside c.subw": 0x9c41,
		"reserved beside c.addw": 0x9c61,
		"c.lwsp x0":              0x4002,
		"c.ldsp x0":              0x6002,
		"c.jr x0":                0x8002,
	} {
		_, ok := Expand(h)
		assert.False(t, ok, name)
		got := Decode(uint32(h) | 0xffff0000)
		assert.Equal(t, Inst{Op: Illegal, Imm: int32(h), Size: 2}, got, name)
	}
}

func TestHintsDoNothing(t *testing.T) {
	for name, h := range map[string]uint16{
		"c.addi x0, 1": 0x0005,
		"c.li x0, 1":   0x4005,
		"c.lui x0, 1":  0x6005,
		"c.slli x0, 1": 0x0006,
		"c.mv x0, x1":  0x8006,
		"c.add x0, x1": 0x9006,
	} {
		assert.Equal(t, uint8(Discard), Decode(uint32(h)).Rd, name)
	}
}
