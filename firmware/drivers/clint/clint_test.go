// SPDX-License-Identifier: MIT

package clint

import (
	"testing"

	"bugo/firmware/board"
	"bugo/firmware/drivers/mmio/mmiotest"

	"github.com/stretchr/testify/assert"
)

const base = 0x0200_0000

var (
	_ board.Timer = (*CLINT)(nil)
	_ board.IPI   = (*CLINT)(nil)
)

func TestTimerRegisters(t *testing.T) {
	registers := mmiotest.New()
	registers.Values[0x0200_bff8] = 1 << 40
	clint := CLINT{Bus: registers, Base: base}
	assert.Equal(t, uint64(1<<40), clint.Now())

	clint.SetDeadline(0, 5)
	clint.SetDeadline(1, board.Never)
	assert.Equal(t, []string{"64 0x2004000 = 0x5", "64 0x2004008 = 0xffffffffffffffff"}, registers.Stores)
}

func TestSoftwareInterruptRegisters(t *testing.T) {
	registers := mmiotest.New()
	clint := CLINT{Bus: registers, Base: base}
	clint.Raise(1)
	clint.Clear(1)
	clint.Raise(0)
	assert.Equal(t, []string{"32 0x2000004 = 0x1", "32 0x2000004 = 0x0", "32 0x2000000 = 0x1"}, registers.Stores)
}

func TestHartsCountsTheOnesThatRemember(t *testing.T) {
	for have := range 5 {
		registers := mmiotest.New()
		for hart := range 8 {
			if address := uintptr(base + 4*hart); hart >= have { // nobody there: loads 0, stores are lost
				registers.OnLoad[address] = func() uint64 { return 0 }
				registers.OnStore[address] = func(uint64) {}
			}
		}
		clint := CLINT{Bus: registers, Base: base}
		assert.Equal(t, min(have, 2), clint.Harts(2), "%d harts", have)
		for hart := range min(have, 2) {
			assert.Zero(t, registers.Values[uintptr(base+4*hart)], "hart %d of %d keeps its interrupt", hart, have)
		}
	}
}
