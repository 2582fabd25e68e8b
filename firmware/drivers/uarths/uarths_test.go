// SPDX-License-Identifier: MIT

package uarths

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/firmware/board"
	"bugo/firmware/drivers/mmio/mmiotest"
)

const base = 0x3800_0000

var _ board.Console = (*UART)(nil)

func TestDivisorsAreOneLessThanTheQuotient(t *testing.T) {
	for _, test := range []struct{ clock, baud, want uint32 }{
		{390_000_000, 115_200, 3384}, // k210-facts.md §5
		{390_000_000, 1_500_000, 259},
		{26_000_000, 115_200, 224},
		{9600, 9600, 0},
	} {
		assert.Equal(t, test.want, Divisor(test.clock, test.baud), "%d baud of %d Hz", test.baud, test.clock)
	}
}

func TestInitSetsTheSpeedBeforeAnythingIsSent(t *testing.T) {
	registers := mmiotest.New()
	uart := UART{Bus: registers, Base: base}
	uart.Init(390_000_000, 115_200)
	assert.Equal(t, []string{
		"32 0x38000010 = 0x0", "32 0x38000018 = 0xd38", "32 0x38000008 = 0x10001", "32 0x3800000c = 0x1",
	}, registers.Stores)
}

func TestTxWaitsWhileTheFIFOIsFull(t *testing.T) {
	registers := mmiotest.New()
	polls := 0
	registers.OnLoad[base] = func() uint64 {
		if polls++; polls < 4 {
			return 1 << 31
		}
		return 0
	}
	uart := UART{Bus: registers, Base: base}
	uart.Tx(0xc0)
	assert.Equal(t, 4, polls)
	assert.Equal(t, []string{"32 0x38000000 = 0xc0"}, registers.Stores)
}

func TestRxTakesAByteWithOneLoad(t *testing.T) {
	registers := mmiotest.New()
	waiting, loads := []uint64{0xff, 0}, 0
	registers.OnLoad[base+4] = func() uint64 {
		loads++
		if len(waiting) == 0 {
			return 1<<31 | 0x55 // the data of an empty FIFO mean nothing
		}
		value := waiting[0]
		waiting = waiting[1:]
		return value
	}
	uart := UART{Bus: registers, Base: base}
	for _, want := range []byte{0xff, 0} {
		value, ok := uart.Rx()
		assert.True(t, ok)
		assert.Equal(t, want, value)
	}
	_, ok := uart.Rx()
	assert.False(t, ok)
	assert.Equal(t, 3, loads)
	assert.Empty(t, registers.Stores)
}

func TestDrainWaitsWhileBytesWait(t *testing.T) {
	registers := mmiotest.New()
	polls := 0
	registers.OnLoad[base+0x14] = func() uint64 {
		if polls++; polls < 4 {
			return 2 // received bytes are none that wait to be sent
		}
		return 3
	}
	(&UART{Bus: registers, Base: base}).Drain()
	assert.Equal(t, 4, polls)
}
