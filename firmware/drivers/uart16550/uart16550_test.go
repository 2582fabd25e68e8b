// SPDX-License-Identifier: MIT

package uart16550

import (
	"testing"

	"bugo/firmware/board"
	"bugo/firmware/drivers/mmio/mmiotest"

	"github.com/stretchr/testify/assert"
)

const base = 0x1000_0000

var _ board.Console = (*UART)(nil)

func TestInitSetsLineAndFIFOsBeforeAnythingIsSent(t *testing.T) {
	registers := mmiotest.New()
	uart := UART{Bus: registers, Base: base}
	uart.Init()
	assert.Equal(t, []string{"8 0x10000001 = 0x0", "8 0x10000003 = 0x3", "8 0x10000002 = 0x7"}, registers.Stores)
}

func TestTxWaitsForRoom(t *testing.T) {
	registers := mmiotest.New()
	polls := 0
	registers.OnLoad[base+5] = func() uint64 {
		if polls++; polls < 4 {
			return 0x01 // a received byte is not room
		}
		return 0x60
	}
	uart := UART{Bus: registers, Base: base}
	uart.Tx('A')
	assert.Equal(t, 4, polls)
	assert.Equal(t, []string{"8 0x10000000 = 0x41"}, registers.Stores)
}

func TestRxTakesAByteOnlyWhenThereIsOne(t *testing.T) {
	registers := mmiotest.New()
	registers.Values[base+5] = 0x60
	registers.OnLoad[base] = func() uint64 {
		registers.Values[base+5] = 0x60
		return 0xff
	}
	uart := UART{Bus: registers, Base: base}
	_, ok := uart.Rx()
	assert.False(t, ok)

	registers.Values[base+5] = 0x61
	value, ok := uart.Rx()
	assert.True(t, ok)
	assert.Equal(t, byte(0xff), value)
	_, ok = uart.Rx()
	assert.False(t, ok)
}
