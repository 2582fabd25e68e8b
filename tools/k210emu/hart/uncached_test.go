// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What is not in RAM, but on the Bus, is memory without a cache: see k210-facts.md
// §1 and §2.7.
func TestUncachedMemoryHasNoReservationsAndNoFloats(t *testing.T) {
	const (
		lr     = 2<<27 | 3<<12 | 0x2f
		sc     = 3<<27 | 3<<12 | 0x2f
		amoadd = 3<<12 | 0x2f
	)
	h := k210(t,
		lr|6<<15|5<<7,           // lr.d x5, (x6)
		sc|8<<20|6<<15|7<<7,     // sc.d x7, x8, (x6)
		typeI(0x07, 3, 1, 6, 0), // fld f1, 0(x6)
		amoadd|8<<20|6<<15|9<<7, // amoadd.d x9, x8, (x6)
	)
	h.SetX(6, registerAddress)
	h.SetX(8, 77)
	h.SetF(1, 5)
	h.csr.mstatus |= fsDirty
	h.Bus.(*board).register = 0x1234
	h.run(3)
	assert.Equal(t, uint64(0x1234), h.X(5), "LR loads")
	assert.Equal(t, uint64(1), h.X(7), "SC never succeeds")
	assert.Equal(t, uint64(0x1234), h.Bus.(*board).register)
	assert.Zero(t, h.F(1))
	assert.Zero(t, h.csr.mcause)
	h.run(1)
	assert.Equal(t, uint64(causeStoreFault), h.csr.mcause, "AMO")
}

func TestMemoryThatIsSwitchedOnIsThere(t *testing.T) {
	program := []uint32{
		typeI(0x03, 3, 5, 6, 0), // ld x5, 0(x6)
		typeI(0x03, 3, 5, 6, 0),
		typeI(0x03, 3, 5, 6, 0),
	}
	h := k210(t, program...)
	h.SetX(6, ramBase+0xf000)
	h.SetRAM(0xf000)
	h.run(1)
	assert.Equal(t, uint64(causeLoadFault), h.csr.mcause)
	h.SetRAM(0x10000)
	h.csr.mcause, h.pc = 0, ramBase+4
	h.run(1)
	assert.Zero(t, h.csr.mcause)
	h.SetRAM(0xf000)
	h.run(1)
	assert.Equal(t, uint64(causeLoadFault), h.csr.mcause, "a window that was open is closed")
}

func TestAHartThatListensToNothingIsHalted(t *testing.T) {
	h := k210(t, wfi, wfi)
	h.csr.mie = MSIP
	h.run(1)
	assert.True(t, h.Waiting())
	assert.False(t, h.Halted(), "it may be woken")
	h.csr.mie = 0
	assert.True(t, h.Halted())
	h.privilege = Supervisor
	assert.False(t, h.Halted(), "a kernel's mistake is no end")
}
