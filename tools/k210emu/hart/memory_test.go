// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
)

const data = ramBase + 0x4000

func TestLoadsExtend(t *testing.T) {
	for _, c := range []struct {
		name   string
		funct3 uint32
		want   uint64
	}{
		{"lb", 0, 0xffff_ffff_ffff_ff88},
		{"lh", 1, 0xffff_ffff_ffff_9988},
		{"lw", 2, 0xffff_ffff_bbaa_9988},
		{"ld", 3, 0xffee_ddcc_bbaa_9988},
		{"lbu", 4, 0x88},
		{"lhu", 5, 0x9988},
		{"lwu", 6, 0xbbaa_9988},
	} {
		for _, misaligned := range []uint64{0, 1} {
			// Twice: outside of the window, and in it.
			h := with(t, typeI(0x03, c.funct3, 5, 6, -8), typeI(0x03, c.funct3, 7, 6, -8))
			binary.LittleEndian.PutUint64(h.RAM.Bytes[0x4000+misaligned:], 0xffee_ddcc_bbaa_9988)
			h.SetX(6, data+8+misaligned)
			h.run(2)
			assert.Equal(t, c.want, h.X(5), c.name)
			assert.Equal(t, c.want, h.X(7), c.name)
		}
	}
}

func TestStoresChangeTheirBytesOnly(t *testing.T) {
	for funct3, want := range []uint64{
		0x1111_1111_1111_1188, 0x1111_1111_1111_9988, 0x1111_1111_bbaa_9988, 0xffee_ddcc_bbaa_9988,
	} {
		h := with(t, typeS(0x23, uint32(funct3), 6, 7, -8), typeS(0x23, uint32(funct3), 6, 7, 8))
		for _, at := range []int{0x4000, 0x4010} {
			binary.LittleEndian.PutUint64(h.RAM.Bytes[at:], 0x1111_1111_1111_1111)
		}
		h.SetX(6, data+8)
		h.SetX(7, 0xffee_ddcc_bbaa_9988)
		h.run(2)
		assert.Equal(t, want, binary.LittleEndian.Uint64(h.RAM.Bytes[0x4000:]))
		assert.Equal(t, want, binary.LittleEndian.Uint64(h.RAM.Bytes[0x4010:]))
	}
}

func TestAccessesOutsideOfMemoryTrap(t *testing.T) {
	end := uint64(ramBase + 1<<16)
	for _, c := range []struct {
		name    string
		bits    uint32
		address uint64
		cause   uint64
	}{
		{"load below", typeI(0x03, 3, 5, 6, 0), 0x100, causeLoadFault},
		{"load across the end", typeI(0x03, 3, 5, 6, 0), end - 4, causeLoadFault},
		{"load behind the end", typeI(0x03, 0, 5, 6, 0), end, causeLoadFault},
		{"load across all addresses", typeI(0x03, 3, 5, 6, 0), ones - 3, causeLoadFault},
		{"store below", typeS(0x23, 3, 6, 7, 0), 0x100, causeStoreFault},
		{"store across the end", typeS(0x23, 2, 6, 7, 0), end - 2, causeStoreFault},
		{"misaligned at a device", typeI(0x03, 2, 5, 6, 0), registerAddress + 2, causeLoadFault},
		{"jump away", typeI(0x67, 0, 0, 6, 0), 0x100, causeFetchFault},
		{"atomic at a device", typeR(0x2f, 2, 0, 5, 6, 7), registerAddress, causeStoreFault},
		{"lr at a device", typeR(0x2f, 2, 0x08, 5, 6, 0), registerAddress, causeLoadFault},
		{"misaligned atomic", typeR(0x2f, 3, 0, 5, 6, 7), data + 4, causeStoreMisaligned},
		{"misaligned sc", typeR(0x2f, 2, 0x0c, 5, 6, 7), data + 2, causeStoreMisaligned},
		{"misaligned lr", typeR(0x2f, 2, 0x08, 5, 6, 0), data + 2, causeLoadMisaligned},
	} {
		h := with(t, c.bits)
		h.SetX(6, c.address)
		h.SetX(5, 77)
		h.run(1)
		if c.cause == causeFetchFault { // the jump itself is fine
			h.run(1)
		}
		assert.Equal(t, c.cause, h.csr.mcause, c.name)
		assert.Equal(t, c.address, h.csr.mtval, c.name)
		assert.Equal(t, uint64(handler), h.PC(), c.name)
		assert.Equal(t, uint64(77), h.X(5), c.name)
	}
}

func TestAnInstructionMayCrossPagesAndMemoryMayEndInIt(t *testing.T) {
	h := with(t)
	binary.LittleEndian.PutUint32(h.RAM.Bytes[0xffe:], addi(5, 0, 7))
	h.pc = ramBase + 0xffe
	h.run(1)
	assert.Equal(t, uint64(7), h.X(5))
	assert.Equal(t, uint64(ramBase+0x1002), h.PC())

	h = with(t)
	binary.LittleEndian.PutUint16(h.RAM.Bytes[0xfffe:], 3) // half of one
	h.pc = ramBase + 0xfffe
	h.run(1)
	assert.Equal(t, uint64(causeFetchFault), h.csr.mcause)
	assert.Equal(t, uint64(ramBase+0x10000), h.csr.mtval)
	assert.Equal(t, uint64(ramBase+0xfffe), h.csr.mepc)
}

func TestCodeChangesTakeEffectAfterFenceI(t *testing.T) {
	h := with(t,
		addi(5, 5, 1),           // 0: to be changed
		typeS(0x23, 2, 6, 7, 0), // 4: sw x7, 0(x6)
		typeI(0x13, 0, 8, 8, 1), // 8
		typeB(1, 8, 9, -12),     // 12: bne x8, x9, 0
		fenceI,                  // 16
		typeI(0x67, 0, 0, 6, 0), // 20: jr x6
	)
	h.SetX(6, ramBase)
	h.SetX(7, uint64(addi(5, 5, 100)))
	h.SetX(9, 2)
	h.run(9)
	assert.Equal(t, uint64(2), h.X(5))
	h.run(2)
	assert.Equal(t, uint64(102), h.X(5))
}

func TestADeviceIsReachedAndEndsTheLoop(t *testing.T) {
	h := with(t, typeS(0x23, 3, 6, 7, 0), typeI(0x03, 3, 5, 6, 0), nop)
	h.SetX(6, registerAddress)
	h.SetX(7, 42)
	h.Run(3)
	assert.Equal(t, uint64(1), h.Steps())
	h.Run(3)
	assert.Equal(t, uint64(42), h.X(5))
	assert.Equal(t, uint64(3), h.Steps())
}
