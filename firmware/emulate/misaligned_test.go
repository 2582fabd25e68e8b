// SPDX-License-Identifier: MIT

package emulate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/arch/riscv"
)

// loadInstruction and storeInstruction return instructions of an offset to x8.
func loadInstruction(opcode, funct3, rd, offset uint32) uint32 {
	return offset<<20 | 8<<15 | funct3<<12 | rd<<7 | opcode
}

func storeInstruction(opcode, funct3, rs2, offset uint32) uint32 {
	return offset>>5<<25 | rs2<<20 | 8<<15 | funct3<<12 | offset&31<<7 | opcode
}

const (
	bytes   = 0x8b8a_8988_8786_8584 // in memory, from data on
	pattern = 0x0505_0505_0505_0505 // in x5
)

func TestMisalignedLoads(t *testing.T) {
	for _, test := range []struct {
		name string
		bits uint32
		size uint64
		rd   int
		want uint64
	}{
		{"lh", loadInstruction(opLoad, 1, 10, 1), 4, 10, 0xffff_ffff_ffff_8685},
		{"lhu", loadInstruction(opLoad, 5, 10, 1), 4, 10, 0x8685},
		{"lw", loadInstruction(opLoad, 2, 1, 1), 4, 1, 0xffff_ffff_8887_8685},
		{"lwu", loadInstruction(opLoad, 6, 31, 1), 4, 31, 0x8887_8685},
		{"ld", loadInstruction(opLoad, 3, 8, 0), 4, 8, bytes}, // the base itself
		{"lw, offset -1", loadInstruction(opLoad, 2, 10, 0xfff), 4, 10, 0xffff_ffff_8685_84ee},
		{"c.lw x10, 4(x8)", 0x4048, 2, 10, 0xffff_ffff_8b8a_8988},
		{"c.ld x10, 0(x8)", 0x6008, 2, 10, bytes},
		{"c.ldsp x10, 0(sp)", 0x6502, 2, 10, bytes},
		{"c.lwsp x10, 4(sp)", 0x4512, 2, 10, 0xffff_ffff_8b8a_8988},
	} {
		h, e, trap := newHart(t, test.bits, riscv.CodeLoadMisaligned)
		h.put(data-1, 1, 0xee)
		h.put(data, 8, bytes)
		h.trap.X[2], h.trap.X[8] = data, data
		before := h.trap.X
		require.True(t, e.Handle(trap))
		require.False(t, h.injected, test.name)
		assert.EqualValues(t, code+test.size, trap.PC, test.name)
		before[test.rd] = test.want
		assert.Equal(t, before, h.trap.X, test.name)
	}
}

func TestAMisalignedLoadToX0HasNoEffect(t *testing.T) {
	h, e, trap := newHart(t, loadInstruction(opLoad, 3, 0, 1), riscv.CodeLoadMisaligned)
	h.trap.X[8] = data
	before := h.trap.X
	require.True(t, e.Handle(trap))
	assert.Equal(t, before, h.trap.X)
	assert.EqualValues(t, code+4, trap.PC)
}

func TestMisalignedStores(t *testing.T) {
	for _, test := range []struct {
		name string
		bits uint32
		at   uint64
		size int
		want uint64
	}{
		{"sh", storeInstruction(opStore, 1, 5, 1), 1, 2, pattern},
		{"sw", storeInstruction(opStore, 2, 5, 3), 3, 4, pattern},
		{"sd", storeInstruction(opStore, 3, 5, 0xfff), ^uint64(0), 8, pattern},
		{"sd of x0", storeInstruction(opStore, 3, 0, 7), 7, 8, 0},
		{"sd of its base", storeInstruction(opStore, 3, 8, 1), 1, 8, data},
		{"fsw", storeInstruction(opStoreFP, 2, 31, 1), 1, 4, 31},
		{"fsd", storeInstruction(opStoreFP, 3, 31, 1), 1, 8, 0xf000_0000_0000_001f},
		{"c.sw x9, 4(x8)", 0xc044, 4, 4, 0x0909_0909},
		{"c.sdsp x5, 8(sp)", 0xe416, 8, 8, pattern},
		{"c.fsd f9, 8(x8)", 0xa404, 8, 8, 0xf000_0000_0000_0009},
	} {
		h, e, trap := newHart(t, test.bits, riscv.CodeStoreMisaligned)
		h.trap.X[2], h.trap.X[8] = data, data
		before, memory := h.trap.X, h.ram
		require.True(t, e.Handle(trap))
		require.False(t, h.injected, test.name)
		assert.Equal(t, before, h.trap.X, test.name)
		mask := ^uint64(0) >> (64 - 8*test.size)
		assert.Equal(t, test.want&mask, h.get(data+test.at, test.size), test.name)
		for i := range test.size {
			h.ram[data+test.at-ramBase+uint64(i)] = 0
		}
		require.True(t, memory == h.ram, "%s stores elsewhere", test.name)
	}
}

func TestMisalignedLoadsOfFRegisters(t *testing.T) {
	for _, test := range []struct {
		name   string
		bits   uint32
		f      int
		double bool
		want   uint64
	}{
		{"flw", loadInstruction(opLoadFP, 2, 0, 1), 0, false, 0x8887_8685},
		{"fld", loadInstruction(opLoadFP, 3, 31, 0), 31, true, bytes},
		{"c.fld f8, 0(x8)", 0x2000, 8, true, bytes},
		{"c.fldsp f31, 0(sp)", 0x2f82, 31, true, bytes},
	} {
		h, e, trap := newHart(t, test.bits, riscv.CodeLoadMisaligned)
		h.put(data, 8, bytes)
		h.trap.X[2], h.trap.X[8] = data, data
		before := h.trap.X
		require.True(t, e.Handle(trap))
		assert.Equal(t, before, h.trap.X, test.name)
		assert.Equal(t, test.want, h.f[test.f], test.name)
		assert.Equal(t, test.double, h.widths[test.f], test.name)
	}
}

// Another hart has changed the instruction between the trap and the fetch.
func TestFRegistersThatAreOffAreNotTouched(t *testing.T) {
	for _, bits := range []uint32{loadInstruction(opLoadFP, 3, 1, 1), storeInstruction(opStoreFP, 3, 1, 1)} {
		h, e, trap := newHart(t, bits, riscv.CodeLoadMisaligned)
		trap.Status &^= riscv.StatusFS
		h.trap.X[8] = data
		require.True(t, e.Handle(trap))
		requireIllegal(t, h, trap, bits)
	}
}

func TestMisalignedAtomicsStayFaults(t *testing.T) {
	for bits, cause := range map[uint32]uint64{
		0x1005_352f: riscv.CodeLoadMisaligned,  // lr.d x10, (x10)
		0x18b5_352f: riscv.CodeStoreMisaligned, // sc.d x10, x11, (x10)
		0x00b5_252f: riscv.CodeStoreMisaligned, // amoadd.w x10, x11, (x10)
	} {
		h, e, trap := newHart(t, bits, cause)
		trap.Value = data + 1
		require.True(t, e.Handle(trap))
		assert.Equal(t, []uint64{code, cause, data + 1}, []uint64{h.sepc, h.scause, h.stval})
	}
}

func TestAFaultIsAtTheByteThatFaults(t *testing.T) {
	for _, test := range []struct {
		bits         uint32
		cause, fault uint64
	}{
		{loadInstruction(opLoad, 3, 10, 0), riscv.CodeLoadMisaligned, riscv.CodeLoadFault},
		{loadInstruction(opLoadFP, 3, 10, 0), riscv.CodeLoadMisaligned, riscv.CodeLoadFault},
		{storeInstruction(opStore, 3, 10, 0), riscv.CodeStoreMisaligned, riscv.CodeStoreFault},
	} {
		for _, first := range []uint64{data, data + 5, data + 7} {
			h, e, trap := newHart(t, test.bits, test.cause)
			h.trap.X[8], trap.Value = data, data
			h.closed = func(address uint64, execute bool) bool { return !execute && address >= first }
			before, floats := h.trap.X, h.f
			require.True(t, e.Handle(trap))
			assert.Equal(t, []uint64{code, test.fault, first}, []uint64{h.sepc, h.scause, h.stval})
			assert.Equal(t, before, h.trap.X)
			assert.Equal(t, floats, h.f)
		}
	}
}
