// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func newSYSCTL() *SYSCTL {
	c := &SYSCTL{}
	c.Reset(ResetByPin)
	return c
}

const sysctlAllCent = 1<<6 - 1

// allOn lets all clocks run.
func allOn(c *SYSCTL) {
	c.Store(sysctlClkEnCent, 4, sysctlAllCent)
	c.Store(sysctlClkEnPeri, 4, 0xffff_ffff)
}

func TestClocksAfterResetAreThoseOfTheFactSheet(t *testing.T) {
	c := newSYSCTL()
	assert.Equal(t, uint64(780_000_000), c.PLLHz(0))
	assert.Equal(t, uint64(390_000_000), c.CPUHz())
	assert.Equal(t, uint64(195_000_000), c.APB0Hz())
	assert.Equal(t, uint64(195_000_000), c.APB1Hz())
	assert.Equal(t, uint64(195_000_000), c.APB2Hz())
	assert.Zero(t, c.PLLHz(1))
	assert.Zero(t, c.PLLHz(2))
	assert.Equal(t, uint64(97_500_000), c.SPIHz(3))
	for name, hz := range map[string]uint64{"TIMER0": c.TimerHz(0), "WDT1": c.WDTHz(1), "SPI0": c.SPIHz(0)} {
		assert.Zero(t, hz, "%s is off", name)
	}
	allOn(c)
	assert.Equal(t, uint64(13_000_000), c.TimerHz(0))
	assert.Equal(t, uint64(13_000_000), c.WDTHz(1))
	assert.Equal(t, uint64(390_000_000), c.SPIHz(0))
	assert.Equal(t, uint64(26_000_000), load(t, c, sysctlClkFreq, 4))
	assert.Equal(t, uint64(3), load(t, c, sysctlPLLLock, 4), "PLL0 only")
}

func TestAPLLIsSetAsDriversDo(t *testing.T) {
	c := newSYSCTL()
	changes := 0
	c.Changed = func() { changes++ }
	c.Store(sysctlClkSel0, 4, sysctlSel0Default&^1)
	assert.Equal(t, uint64(26_000_000), c.CPUHz(), "from IN0")
	pll := uint64(61<<pllClkf | 1<<pllClkod | 61<<pllBwadj | pllBypass) // 806 MHz
	c.Store(sysctlPLL0, 4, pll)
	assert.Zero(t, c.PLLHz(0))
	assert.Zero(t, load(t, c, sysctlPLLLock, 4))
	pll |= pllPower
	c.Store(sysctlPLL0, 4, pll|pllReset)
	assert.Zero(t, load(t, c, sysctlPLLLock, 4))
	c.Store(sysctlPLL0, 4, pll)
	assert.Equal(t, uint64(3), load(t, c, sysctlPLLLock, 4))
	c.Store(sysctlPLL0, 4, pll|pllOutputEnable)
	assert.Equal(t, uint64(26_000_000), c.PLLHz(0), "bypassed")
	c.Store(sysctlPLL0, 4, pll&^pllBypass|pllOutputEnable)
	assert.Equal(t, uint64(806_000_000), c.PLLHz(0))
	c.Store(sysctlClkSel0, 4, sysctlSel0Default)
	assert.Equal(t, uint64(403_000_000), c.CPUHz())
	assert.Equal(t, 7, changes)
	c.Store(sysctlClkSel0, 4, sysctlSel0Default)
	assert.Equal(t, 7, changes, "nothing has changed")
}

func TestClocksFollowTheirSelectorsAndDividers(t *testing.T) {
	c := newSYSCTL()
	allOn(c)
	c.Store(sysctlClkSel0, 4, 1|2<<selACLKDivider|7<<selAPB0|0<<selAPB1|3<<selAPB2|1<<selSPI3|1<<selTimer0<<2)
	assert.Equal(t, uint64(97_500_000), c.CPUHz())
	assert.Equal(t, uint64(97_500_000/8), c.APB0Hz())
	assert.Equal(t, uint64(97_500_000), c.APB1Hz())
	assert.Equal(t, uint64(97_500_000/4), c.APB2Hz())
	c.Store(sysctlClkTh1, 4, 1<<24|2<<8)
	assert.Equal(t, uint64(780_000_000/4), c.SPIHz(3))
	assert.Equal(t, uint64(780_000_000/6), c.SPIHz(1))
	c.Store(sysctlClkTh2, 4, 9<<16|1)
	assert.Equal(t, uint64(26_000_000/4), c.TimerHz(0))
	assert.Equal(t, uint64(780_000_000/20), c.TimerHz(2))
	c.Store(sysctlClkTh6, 4, 3<<8)
	assert.Equal(t, uint64(26_000_000/8), c.WDTHz(1))
	c.Store(sysctlPLL2, 4, 1<<pllInput|pllPower|pllOutputEnable)
	assert.Equal(t, uint64(780_000_000), c.PLLHz(2))
	c.Store(sysctlPLL2, 4, 2<<pllInput|pllPower|pllOutputEnable)
	assert.Zero(t, c.PLLHz(2), "PLL1 is off")
	c.Store(sysctlClkEnCent, 4, 0)
	assert.Zero(t, c.CPUHz(), "the CPU has stopped itself")
}

func TestXIPIsSwitchedForEachSPI(t *testing.T) {
	c := newSYSCTL()
	assert.False(t, c.XIP(3))
	c.Store(sysctlPeri, 4, 1<<15)
	assert.True(t, c.XIP(3))
	assert.False(t, c.XIP(0))
}

func TestAISRAMNeedsPLL1AndTheAIClock(t *testing.T) {
	const running = 1<<pllClkod | 22<<pllClkf | pllPower | pllOutputEnable
	for _, test := range []struct {
		name             string
		pll, gate, reset uint64
		there            bool
	}{
		{"after reset", sysctlPLL1Default, sysctlPeriDefault, 0, false},
		{"both", running, sysctlPeriDefault | 1<<PeripheralAI, 0, true},
		{"no clock", running, sysctlPeriDefault, 0, false},
		{"no PLL", running &^ pllPower, 1 << PeripheralAI, 0, false},
		{"no output", running &^ pllOutputEnable, 1 << PeripheralAI, 0, false},
		{"held in reset", running, 1 << PeripheralAI, 1 << PeripheralAI, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newSYSCTL()
			c.Store(sysctlPLL1, 4, test.pll)
			c.Store(sysctlClkEnPeri, 4, test.gate)
			c.Store(sysctlPeriReset, 4, test.reset)
			assert.Equal(t, test.there, c.AISRAM())
			if test.there {
				assert.Equal(t, uint64(299_000_000), c.AIHz())
			}
		})
	}
}

func TestAPeripheralAnswersWhenItsClocksAreOnAndItIsOutOfReset(t *testing.T) {
	c := newSYSCTL()
	for p := range PeripheralRTC + 1 {
		left := p == PeripheralROM || p == PeripheralSPI3 || p == PeripheralSHA || p == PeripheralOTP
		assert.Equal(t, left, c.Enabled(p), "peripheral %d, as the ROM leaves it", p)
	}
	allOn(c)
	for p := range PeripheralRTC + 1 {
		assert.Equal(t, p != 28, c.Enabled(p), "peripheral %d", p)
	}
	for gate, peripherals := range map[uint64][2]Peripheral{
		1 << 3: {PeripheralUART1, PeripheralSPI0}, 1 << 4: {PeripheralWDT0, PeripheralGPIO}, 1 << 5: {PeripheralSPI1, PeripheralSPI3},
	} {
		c.Store(sysctlClkEnCent, 4, sysctlAllCent&^gate)
		assert.False(t, c.Enabled(peripherals[0]))
		assert.True(t, c.Enabled(peripherals[1]))
	}
	c.Store(sysctlClkEnCent, 4, sysctlAllCent)
	var reset []Peripheral
	c.PeripheralReset = func(p Peripheral) { reset = append(reset, p) }
	c.Store(sysctlPeriReset, 4, 1<<PeripheralUART3|1<<PeripheralAES)
	assert.Equal(t, []Peripheral{PeripheralUART3, PeripheralAES}, reset)
	assert.False(t, c.Enabled(PeripheralUART3))
	c.Store(sysctlPeriReset, 4, 0)
	assert.Len(t, reset, 2, "leaving is no entering")
	assert.True(t, c.Enabled(PeripheralUART3))
}

func TestSoftResetIsAskedForAndItsCauseIsKept(t *testing.T) {
	c := newSYSCTL()
	assert.Equal(t, uint64(ResetByPin), load(t, c, sysctlResetStatus, 4))
	c.Store(sysctlSoftReset, 4, 2)
	assert.False(t, c.ResetRequested())
	c.Store(sysctlSoftReset, 4, 1)
	assert.True(t, c.ResetRequested())
	c.Reset(ResetBySoft)
	assert.False(t, c.ResetRequested())
	assert.Equal(t, uint64(ResetBySoft), load(t, c, sysctlResetStatus, 4))
	c.Store(sysctlResetStatus, 4, resetStatusClear)
	assert.Zero(t, load(t, c, sysctlResetStatus, 4))
}

func TestSYSCTLRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	c := newSYSCTL()
	for offset, want := range map[uint64]uint64{
		sysctlGitID: 0, sysctlClkFreq: oscillatorHz, sysctlPLL0: 0x3ff_ffff, sysctlPLL2: 0xfff_ffff, 0x14: 0,
		sysctlClkSel0: 0xffff, sysctlClkEnCent: 0x3f, sysctlClkEnPeri: 0x2fff_ffff, sysctlPeriReset: 0x27ff_ffff,
		sysctlClkTh0: 0xf_ffff, 0x54: 0x7ff, 0x58: 0x1ff_ffff, 0x68: 0x3f, sysctlPowerSel: 0xff, 0x70: 0, 0xffc: 0,
	} {
		assert.True(t, c.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, c, offset, 4), "register %#x", offset)
	}
	assert.False(t, c.Store(sysctlSoftReset, 1, 1))
	_, ok := c.Load(0, 8)
	assert.False(t, ok)
}

func TestAClosedGateAnswersNothingAndTells(t *testing.T) {
	behind, on := &UARTHS{Line: &line{}, CPUHz: func() uint64 { return cpuHz }}, true
	behind.Reset()
	var told []uint64
	g := &Gate{Device: behind, Enabled: func() bool { return on }, Closed: func(offset uint64, store bool) {
		told = append(told, offset)
	}}
	g.Store(uarthsDivisor, 4, 5)
	on = false
	assert.Zero(t, load(t, g, uarthsDivisor, 4))
	assert.True(t, g.Store(uarthsDivisor, 4, 6))
	on = true
	assert.Equal(t, uint64(5), load(t, g, uarthsDivisor, 4))
	assert.Equal(t, []uint64{uarthsDivisor, uarthsDivisor}, told)
}
