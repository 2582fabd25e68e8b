// SPDX-License-Identifier: MIT

package sysctl

// Registers and fields of SPI3's clock (k210-facts.md §9).
const (
	clkSel0 = 0x20
	clkTh1  = 0x3c
	peri    = 0x58

	spi3FromPLL0  = 1 << 12 // of clk_sel0: else from the crystal, IN0
	spi3Threshold = 0xff << 24
	centAPB2      = 1 << 5  // of clk_en_cent: the bus of the SPI controllers
	spi3XIP       = 1 << 15 // of peri: SPI3's addresses are the flash chip's, and not its registers
)

// StartSPI3 lets SPI3 run, at half of the crystal's 26 MHz: the clock is divided
// by twice the threshold and one (k210-facts.md §9).
func (s *SYSCTL) StartSPI3() {
	s.set(clkEnCent, centAPB2)
	s.clear(clkSel0, spi3FromPLL0)
	s.clear(clkTh1, spi3Threshold)
	s.clear(peri, spi3XIP)
	s.Start(SPI3)
}
