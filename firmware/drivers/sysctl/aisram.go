// SPDX-License-Identifier: MIT

package sysctl

// The AI SRAM is memory only while PLL1 is on and the AI clock runs: before, a
// load or store of it hangs the bus (k210-facts.md §1).

// Fields of pll1 (k210-facts.md §9). The frequency is
// 26 MHz * (clkf+1) / ((clkr+1) * (clkod+1)).
const (
	pllClkfShift  = 4
	pllClkodShift = 10
	pllBwadjShift = 14
	pllReset      = 1 << 20
	pllPower      = 1 << 21 // pwrd
	pllBypass     = 1 << 23
	pllOutput     = 1 << 25 // out_en

	// pllFactors are 390 MHz, as Linux has PLL1, so that this bank is as fast
	// as the others (k210-facts.md §1).
	pllFactors = 59<<pllClkfShift | 3<<pllClkodShift | 59<<pllBwadjShift

	// pllOn is PLL1 as it shall be.
	pllOn = pllFactors | pllPower | pllOutput
)

// Fields of pll_lock and clk_th0 (k210-facts.md §9).
const (
	pll1Lock      = 1 << 8    // of pll_lock: lock1
	pll1SlipClear = 1 << 10   // of pll_lock
	aiThreshold   = 0xf << 8  // of clk_th0: PLL1 is divided by one more
	lockPolls     = 1_000_000 // a good part of a second, where a PLL needs less than a millisecond
)

// AISRAMOn reports whether EnableAISRAM has been here since the last reset.
func (s *SYSCTL) AISRAMOn() bool {
	load := func(register uintptr) uint32 { return s.Bus.Load32(s.Base + register) }
	return load(pll1) == pllOn && load(pllLock)&pll1Lock != 0 &&
		load(clkEnPeri)&(1<<AI) != 0 && load(periReset)&(1<<AI) == 0
}

// EnableAISRAM makes the AI SRAM memory, and reports whether it could: PLL1 may
// not lock. Where it is memory already, nothing happens to it.
func (s *SYSCTL) EnableAISRAM() bool {
	if s.AISRAMOn() {
		return true
	}
	if !s.startPLL1() {
		return false
	}
	s.clear(clkTh0, aiThreshold)
	s.Start(AI)
	return true
}

// startPLL1 sets PLL1's frequency and waits until it holds it, in the order of
// k210-facts.md §9. PLL1 clocks the AI bank and the KPU only, so nothing has to
// be switched away from it meanwhile.
func (s *SYSCTL) startPLL1() bool {
	const off = pllFactors | pllBypass
	s.clear(pll1, pllOutput)
	s.pll1(off)
	s.pll1(off | pllPower)
	s.pll1(off | pllPower | pllReset)
	s.pll1(off | pllPower)
	for range lockPolls {
		if s.Bus.Load32(s.Base+pllLock)&pll1Lock != 0 {
			s.pll1(pllFactors | pllPower)
			s.pll1(pllOn)
			return true
		}
		s.set(pllLock, pll1SlipClear)
	}
	return false
}

// pll1 stores the register and loads it back: the PLL has the value, and has had
// it for longer than the two instructions that a reset must last
// (k210-facts.md §9).
func (s *SYSCTL) pll1(value uint32) {
	s.Bus.Store32(s.Base+pll1, value)
	s.Bus.Load32(s.Base + pll1)
}
