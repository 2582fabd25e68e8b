// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
)

func amo(funct5, width uint32) uint32 { return typeR(0x2f, width, funct5<<2, 5, 6, 7) }

func TestAtomics(t *testing.T) {
	const minus1 = 0xffff_ffff
	for _, c := range []struct {
		name   string
		funct5 uint32
		old    uint32
		with   uint64
		stored uint32
	}{
		{"swap", 1, 1, 2, 2},
		{"add wraps", 0, minus1, 2, 1},
		{"xor", 4, 0xff00, 0x0ff0, 0xf0f0},
		{"and", 12, 0xff00, 0x0ff0, 0x0f00},
		{"or", 8, 0xff00, 0x0ff0, 0xfff0},
		{"min is signed", 16, minus1, 1, minus1},
		{"min ignores high bits", 16, 1, 0x7_ffff_ffff, minus1},
		{"max is signed", 20, minus1, 1, 1},
		{"minu", 24, minus1, 1, 1},
		{"minu of a high bit", 24, 0x8000_0000, 0x7fff_ffff, 0x7fff_ffff},
		{"maxu", 28, minus1, 1, minus1},
		{"maxu ignores high bits", 28, 2, 0x1_0000_0001, 2},
	} {
		h := with(t, amo(c.funct5, 2))
		binary.LittleEndian.PutUint32(h.RAM.Bytes[0x4000:], c.old)
		binary.LittleEndian.PutUint32(h.RAM.Bytes[0x4004:], 0x55)
		h.SetX(6, data)
		h.SetX(7, c.with)
		h.run(1)
		assert.Equal(t, uint64(int64(int32(c.old))), h.X(5), c.name)
		assert.Equal(t, c.stored, binary.LittleEndian.Uint32(h.RAM.Bytes[0x4000:]), c.name)
		assert.Equal(t, uint32(0x55), binary.LittleEndian.Uint32(h.RAM.Bytes[0x4004:]), c.name)

		// The same on doublewords, with the word in the high half.
		h = with(t, amo(c.funct5, 3))
		binary.LittleEndian.PutUint64(h.RAM.Bytes[0x4000:], uint64(c.old)<<32)
		h.SetX(6, data)
		h.SetX(7, c.with<<32)
		h.run(1)
		assert.Equal(t, uint64(c.old)<<32, h.X(5), c.name)
		assert.Equal(t, uint64(c.stored)<<32, binary.LittleEndian.Uint64(h.RAM.Bytes[0x4000:]), c.name)
	}
}

func TestStoreConditionalNeedsAReservation(t *testing.T) {
	lr, sc := typeR(0x2f, 3, 0x08, 5, 6, 0), typeR(0x2f, 3, 0x0c, 8, 6, 7)
	h := with(t, sc, lr, sc, sc)
	binary.LittleEndian.PutUint64(h.RAM.Bytes[0x4000:], 9)
	h.SetX(6, data)
	h.SetX(7, 42)
	h.run(1)
	assert.Equal(t, uint64(1), h.X(8), "without one")
	h.run(2)
	assert.Equal(t, uint64(9), h.X(5))
	assert.Equal(t, uint64(0), h.X(8), "with one")
	assert.Equal(t, uint64(42), binary.LittleEndian.Uint64(h.RAM.Bytes[0x4000:]))
	h.run(1)
	assert.Equal(t, uint64(1), h.X(8), "it is used up")

	h = with(t, lr, sc)
	h.SetX(6, data)
	h.run(1)
	h.DropReservation()
	h.run(1)
	assert.Equal(t, uint64(1), h.X(8), "another hart has run")

	h = with(t, lr, addi(6, 6, 8), sc)
	h.SetX(6, data)
	h.run(3)
	assert.Equal(t, uint64(1), h.X(8), "of another address")
}
