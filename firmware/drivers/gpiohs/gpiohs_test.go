// SPDX-License-Identifier: MIT

package gpiohs

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/firmware/drivers/mmio/mmiotest"
)

const base = 0x3800_1000

// device returns a GPIO whose registers hold what a ROM may have left.
func device() (*mmiotest.Registers, *GPIO) {
	registers := mmiotest.New()
	for offset := uintptr(0); offset <= outputXor; offset += 4 {
		registers.Values[base+offset] = 0xf0f0_f0f0
	}
	return registers, &GPIO{Bus: registers, Base: base}
}

func TestInitTurnsAllInterruptsOff(t *testing.T) {
	registers, gpio := device()
	gpio.Init()
	for _, offset := range []uintptr{0x18, 0x20, 0x28, 0x30, 0x38, 0x40} {
		assert.Zero(t, registers.Values[base+offset], "%#x", offset)
	}
	assert.Len(t, registers.Stores, 6)
}

func TestOutputHasItsLevelBeforeItIsAnOutput(t *testing.T) {
	registers, gpio := device()
	gpio.Output(12, false)
	assert.Equal(t, []string{
		"32 0x3800100c = 0xf0f0e0f0", "32 0x38001004 = 0xf0f0e0f0", "32 0x38001008 = 0xf0f0f0f0",
	}, registers.Stores)
}

func TestSetLeavesOtherLinesAlone(t *testing.T) {
	registers, gpio := device()
	gpio.Set(0, true)
	gpio.Set(31, false)
	assert.Equal(t, []string{"32 0x3800100c = 0xf0f0f0f1", "32 0x3800100c = 0x70f0f0f1"}, registers.Stores)
}
