// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
)

// The SPI masters and what is at their wires (k210-facts.md §8, §10): SPI3 has the
// flash chip for itself; SPI0 and SPI1 reach the SD card while the FPIOA leads one
// of them to its pads. The card's chip select is any line that drives its pad.

// selectFlash is told of SPI3's slave select lines: the first is the flash chip's.
func (m *K210) selectFlash(line int, selected bool) {
	if line == 0 {
		m.nor.Select(selected)
	}
}

// cardWires is the SD card as one of the SPI masters sees it.
type cardWires struct {
	m               *K210
	out, in, clocks int // functions
}

// Select implements device.SPISlave: the masters' own lines lead nowhere.
func (cardWires) Select(bool) {}

// floating is what wires that nobody drives read as.
const floating = 0xff

// Exchange implements device.SPISlave.
func (w cardWires) Exchange(out byte) (in byte) {
	pads := &w.m.fpioa
	if w.m.board.Card == nil || pads.FunctionOf(k210.PinSDSCLK) != w.clocks {
		return floating
	}
	if pads.FunctionOf(k210.PinSDMOSI) != w.out {
		out = floating
	}
	in = w.m.board.Card.Exchange(out)
	if pads.FunctionOf(k210.PinSDMISO) != w.in {
		in = floating
	}
	return in
}

// connectSPI makes the masters.
func (m *K210) connectSPI() {
	clock := func(n int) func() uint64 { return func() uint64 { return m.sysctl.SPIHz(n) } }
	m.nor = device.NOR{Bytes: m.flash, Now: m.Cycles}
	m.spi3 = device.SSI{
		Layout: device.LayoutSPI3, Now: m.Cycles, CPUHz: m.sysctl.CPUHz, ClockHz: clock(3),
		Slave: &m.nor, Select: m.selectFlash, IRQ: m.source(device.SourceSPI3),
		XIP: func() bool { return m.sysctl.XIP(3) }, Memory: m.flash,
	}
	m.spi0 = device.SSI{
		Layout: device.LayoutSPI0, Now: m.Cycles, CPUHz: m.sysctl.CPUHz, ClockHz: clock(0), IRQ: m.source(device.SourceSPI0),
		Slave: cardWires{m, device.FunctionSPI0D0, device.FunctionSPI0D0 + 1, device.FunctionSPI0SCLK},
	}
	m.spi1 = device.SSI{
		Layout: device.LayoutSPI0, Now: m.Cycles, CPUHz: m.sysctl.CPUHz, ClockHz: clock(1), IRQ: m.source(device.SourceSPI1),
		Slave: cardWires{m, device.FunctionSPI1D0, device.FunctionSPI1D0 + 1, device.FunctionSPI1SCLK},
	}
	if card := m.board.Card; card != nil {
		card.Now = m.Cycles
		if image, ok := card.Image.(diskImage); ok && !card.ReadOnly {
			card.Image = &disk{image: image, failed: card.Failed}
		}
		card.Reset()
	}
	m.timed = append(m.timed, &m.spi0, &m.spi1, &m.spi3)
}
