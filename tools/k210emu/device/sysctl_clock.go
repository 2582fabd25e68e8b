// SPDX-License-Identifier: MIT

package device

// oscillatorHz is the crystal, IN0 (k210-facts.md §1).
const oscillatorHz = 26_000_000

// Fields of a PLL's register (k210-facts.md §9).
const (
	pllClkr  = 0  // 4 bits
	pllClkf  = 4  // 6 bits
	pllClkod = 10 // 4 bits
	pllBwadj = 14 // 6 bits

	pllReset        = 1 << 20
	pllPower        = 1 << 21
	pllBypass       = 1 << 23
	pllOutputEnable = 1 << 25
	pllInput        = 26 // PLL2 only, 2 bits: IN0, PLL0, PLL1
)

// Fields of clk_sel0 (k210-facts.md §9).
const (
	selACLK        = 0 // 0 IN0, 1 PLL0
	selACLKDivider = 1 // 2 bits
	selAPB0        = 3 // 3 bits each
	selAPB1        = 6
	selAPB2        = 9
	selSPI3        = 12 // 0 IN0, 1 PLL0
	selTimer0      = 13 // the next two timers follow
)

// pllCount is how many PLLs there are.
const pllCount = 3

func (c *SYSCTL) field(offset uint64, shift, bits int) uint64 {
	return uint64(*c.register(offset)>>shift) & (1<<bits - 1)
}

func (c *SYSCTL) locked(pll int) bool {
	return *c.register(sysctlPLL0 + 4*uint64(pll))&(pllReset|pllPower) == pllPower
}

// locks is pll_lock: both bits of a PLL's field when it has locked. That it may
// have slipped never happens.
func (c *SYSCTL) locks() (bits uint32) {
	for pll := range pllCount {
		if c.locked(pll) {
			bits |= 3 << (8 * pll)
		}
	}
	return bits
}

// PLLHz is the frequency of PLL 0, 1 or 2, and 0 when nothing comes out of it.
func (c *SYSCTL) PLLHz(pll int) uint64 {
	offset := sysctlPLL0 + 4*uint64(pll%pllCount)
	input := uint64(oscillatorHz)
	if offset == sysctlPLL2 {
		switch c.field(offset, pllInput, 2) {
		case 1:
			input = c.PLLHz(0)
		case 2:
			input = c.PLLHz(1)
		}
	}
	switch register := *c.register(offset); {
	case register&pllOutputEnable == 0:
		return 0
	case register&pllBypass != 0:
		return input
	case !c.locked(pll % pllCount):
		return 0
	}
	return input * (c.field(offset, pllClkf, 6) + 1) / ((c.field(offset, pllClkr, 4) + 1) * (c.field(offset, pllClkod, 4) + 1))
}

// CPUHz is ACLK, the clock of the CPU, of UARTHS and of the APB buses. It is 0
// when the guest has switched off what it runs on: no hart goes on then.
func (c *SYSCTL) CPUHz() uint64 {
	if *c.register(sysctlClkEnCent)&1 == 0 {
		return 0
	}
	if c.field(sysctlClkSel0, selACLK, 1) == 0 {
		return oscillatorHz
	}
	return c.PLLHz(0) / (2 << c.field(sysctlClkSel0, selACLKDivider, 2))
}

// APB0Hz is the clock of GPIO, UART1 to 3, timers and what else is at 0x502xxxxx.
func (c *SYSCTL) APB0Hz() uint64 { return c.CPUHz() / (c.field(sysctlClkSel0, selAPB0, 3) + 1) }

// APB1Hz is the clock of the bus of watchdogs, OTP, RTC, AES and SYSCTL.
func (c *SYSCTL) APB1Hz() uint64 { return c.CPUHz() / (c.field(sysctlClkSel0, selAPB1, 3) + 1) }

// APB2Hz is the clock of the bus of SPI0 and SPI1.
func (c *SYSCTL) APB2Hz() uint64 { return c.CPUHz() / (c.field(sysctlClkSel0, selAPB2, 3) + 1) }

// AIHz is the KPU's clock.
func (c *SYSCTL) AIHz() uint64 { return c.PLLHz(1) / (c.field(sysctlClkTh0, 8, 4) + 1) }

// halved is a peripheral's clock after one of the dividers that divide by 2 more
// than they say (k210-facts.md §9). It is 0 while the peripheral is off.
func (c *SYSCTL) halved(p Peripheral, source, offset uint64, shift int) uint64 {
	if !c.Enabled(p) {
		return 0
	}
	return source / ((c.field(offset, shift, 8) + 1) * 2)
}

// selected is a clock that comes from IN0 or PLL0.
func (c *SYSCTL) selected(shift int) uint64 {
	if c.field(sysctlClkSel0, shift, 1) == 0 {
		return oscillatorHz
	}
	return c.PLLHz(0)
}

// SPIHz is the clock that SPI0 to 3 divide by their baudr, and 0 while they are
// off.
func (c *SYSCTL) SPIHz(n int) uint64 {
	n %= 4
	source := c.PLLHz(0)
	if n == 3 {
		source = c.selected(selSPI3)
	}
	return c.halved(PeripheralSPI0+Peripheral(n), source, sysctlClkTh1, 8*n)
}

// TimerHz is the clock that TIMER0 to 2 count, and 0 while they are off.
func (c *SYSCTL) TimerHz(n int) uint64 {
	n %= 3
	return c.halved(PeripheralTimer0+Peripheral(n), c.selected(selTimer0+n), sysctlClkTh2, 8*n)
}

// WDTHz is the clock that WDT0 and WDT1 count, and 0 while they are off.
func (c *SYSCTL) WDTHz(n int) uint64 {
	n %= 2
	return c.halved(PeripheralWDT0+Peripheral(n), oscillatorHz, sysctlClkTh6, 8*n)
}

// AISRAM tells whether the AI SRAM is there: PLL1 runs, and the AI clock is on
// and not held in reset (k210-facts.md §1).
func (c *SYSCTL) AISRAM() bool { return c.PLLHz(1) > 0 && c.Enabled(PeripheralAI) }

// XIP tells whether SPI0 to 3 show their flash in the place of their registers
// (k210-facts.md §9, peri).
func (c *SYSCTL) XIP(n int) bool { return *c.register(sysctlPeri)>>(12+n%4)&1 != 0 }
