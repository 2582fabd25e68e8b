// SPDX-License-Identifier: MIT

package sysctl

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/firmware/drivers/mmio/mmiotest"
)

const base = 0x5044_0000

// chip is a SYSCTL as the boot ROM leaves it (k210-facts.md §9): PLL1 has
// factors for 299 MHz and is off, the AI bank is in reset and has no clock. PLL1
// locks after so many looks at it, if it has power and was reset.
func chip(looks int) (*mmiotest.Registers, *SYSCTL) {
	r := mmiotest.New()
	r.Values[base+pll1] = 0x2_d2c1 | pllBypass
	r.Values[base+clkEnCent] = 0x3f &^ centAPB0
	r.Values[base+clkEnPeri] = 1 << 0
	r.Values[base+softReset] = 0
	r.Values[base+periReset] = 0x2fff_ffff
	r.Values[base+clkTh0] = 0xffff_ffff
	wasReset, lock := false, uint64(0x3)
	r.OnStore[base+pll1] = func(value uint64) {
		if r.Values[base+pll1]&pllReset != 0 && value&(pllReset|pllPower) == pllPower {
			wasReset = true
		}
		r.Values[base+pll1] = value
	}
	r.OnStore[base+pllLock] = func(value uint64) { lock |= value & (pll1SlipClear) }
	r.OnLoad[base+pllLock] = func() uint64 {
		if looks--; looks < 0 && wasReset && lock&pll1SlipClear != 0 {
			return lock | pll1Lock
		}
		return lock
	}
	return r, &SYSCTL{Bus: r, Base: base}
}

func TestRebootSetsOneBit(t *testing.T) {
	registers, sysctl := chip(0)
	sysctl.Reboot()
	assert.Equal(t, []string{"32 0x50440030 = 0x1"}, registers.Stores)
}

func TestADeviceGetsItsClockBeforeItLeavesReset(t *testing.T) {
	registers, sysctl := chip(0)
	sysctl.StartAPB0()
	sysctl.Start(FPIOA)
	assert.Equal(t, []string{
		"32 0x50440028 = 0x3f", "32 0x5044002c = 0x100001", "32 0x50440034 = 0x2fefffff",
	}, registers.Stores)
}

func TestAISRAMGetsPLL1ThenItsClockThenLeavesReset(t *testing.T) {
	registers, sysctl := chip(4)
	assert.False(t, sysctl.AISRAMOn())
	assert.True(t, sysctl.EnableAISRAM())
	const factors = 59<<4 | 3<<10 | 59<<14
	assert.Equal(t, uint64(factors|1<<21|1<<25), registers.Values[base+0x0c])
	assert.Equal(t, []string{
		"32 0x5044000c = 0x82d2c1",  // no output
		"32 0x5044000c = 0x8ecfb0",  // factors, no power
		"32 0x5044000c = 0xaecfb0",  // power
		"32 0x5044000c = 0xbecfb0",  // reset
		"32 0x5044000c = 0xaecfb0",  // and no more
		"32 0x50440018 = 0x403",     // slip_clear between looks
		"32 0x50440018 = 0x403",     //
		"32 0x5044000c = 0x2ecfb0",  // no bypass
		"32 0x5044000c = 0x22ecfb0", // output
		"32 0x50440038 = 0xfffff0ff",
		"32 0x5044002c = 0x5",
		"32 0x50440034 = 0x2ffffffb",
	}, registers.Stores)
	assert.True(t, sysctl.AISRAMOn())
}

func TestAISRAMThatIsOnIsLeftAlone(t *testing.T) {
	registers, sysctl := chip(0)
	assert.True(t, sysctl.EnableAISRAM())
	registers.Stores = nil
	assert.True(t, sysctl.EnableAISRAM())
	assert.Empty(t, registers.Stores)
}

func TestAPLLThatDoesNotLockIsAFailure(t *testing.T) {
	registers, sysctl := chip(1 << 60)
	assert.False(t, sysctl.EnableAISRAM())
	assert.Zero(t, registers.Values[base+clkEnPeri]&(1<<AI), "the bank must not get a clock that does not hold")
}
