// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
)

// wired is a K210 whose devices a test reaches as a hart does.
type wired struct {
	t *testing.T
	*K210
}

func newWired(t *testing.T, board Board) *wired {
	t.Helper()
	board.Line = &terminal{}
	board.Flash = flashed(t, spin)
	m, err := NewK210(board)
	require.NoError(t, err)
	return &wired{t, m}
}

func (w *wired) put(address uint64, value uint32) {
	w.t.Helper()
	require.True(w.t, w.devices.Store(address, 4, uint64(value)), "%#x", address)
}

func (w *wired) get(address uint64) uint32 {
	w.t.Helper()
	value, ok := w.devices.Load(address, 4)
	require.True(w.t, ok, "%#x", address)
	return uint32(value)
}

// exchange sends bytes over an SPI master, slave 0, and returns what comes back
// (k210-facts.md §10). Frames are of 8 bits.
func (w *wired) exchange(base uint64, control0 uint32, out ...byte) (in []byte) {
	w.t.Helper()
	w.put(base+0x08, 0)
	w.put(base+0x00, control0)
	w.put(base+0x14, 2)
	w.put(base+0x08, 1)
	w.put(base+0x10, 1)
	for _, b := range out {
		w.put(base+0x60, uint32(b))
	}
	for range out {
		for n := 0; w.get(base+0x24) == 0; n++ {
			require.Less(w.t, n, 1000, "nothing comes back")
			w.pass(100)
		}
		in = append(in, byte(w.get(base+0x60)))
	}
	w.put(base+0x10, 0)
	return in
}

// pass lets cycles pass.
func (w *wired) pass(cycles uint64) { w.Run(cycles) }

func TestTheFlashChipIsAtSPI3(t *testing.T) {
	w := newWired(t, Board{})
	const eightBits = 7 // dfs, from bit 0 on
	id := w.exchange(k210.SPI3Base, eightBits, 0x9f, 0, 0, 0)
	assert.Equal(t, byte(0x18), id[3], "2^24 bytes")
	assert.Equal(t, w.Flash()[:4], w.exchange(k210.SPI3Base, eightBits, 3, 0, 0, 0, 0, 0, 0, 0)[4:])
	w.put(k210.SYSCTLBase+0x58, 1<<15) // peri: SPI3 in XIP mode
	assert.Equal(t, w.Flash()[5], byte(w.get(k210.SPI3Base+4)>>8), "flash shows in the window")
}

func TestTheCardIsWhereTheFPIOALeads(t *testing.T) {
	image := bytes.NewReader(make([]byte, 1<<20))
	w := newWired(t, Board{Card: &device.SDCard{Image: image, Blocks: 2048}})
	w.put(k210.SYSCTLBase+0x28, w.get(k210.SYSCTLBase+0x28)|1<<5) // clk_en_cent: APB2
	w.put(k210.SYSCTLBase+0x2c, 1<<device.PeripheralSPI0|1<<device.PeripheralSPI1|1<<device.PeripheralFPIOA)
	const eightBits = 7 << 16
	reset := []byte{0x40, 0, 0, 0, 0, 0x95, 0xff, 0xff}
	nobody := bytes.Repeat([]byte{floating}, len(reset))
	assert.Equal(t, nobody, w.exchange(k210.SPI0Base, eightBits, reset...), "no pad leads to SPI0")

	pad := func(n int, value uint32) { w.put(k210.FPIOABase+4*uint64(n), value) }
	const output, input = 0x1f00, 1 << 20
	pad(k210.PinSDSCLK, output|k210.FunctionSPI0SCLK)
	pad(k210.PinSDMOSI, output|k210.FunctionSPI0D0)
	pad(k210.PinSDMISO, input|k210.FunctionSPI0D1)
	pad(k210.PinSDCS, output|k210.FunctionGPIOHS+7)
	w.put(k210.GPIOHSBase+0x0c, 1<<7) // output_val: not selected
	w.put(k210.GPIOHSBase+0x08, 1<<7) // output_en
	w.exchange(k210.SPI0Base, eightBits, nobody...)
	w.exchange(k210.SPI0Base, eightBits, nobody...)
	assert.Equal(t, nobody, w.exchange(k210.SPI0Base, eightBits, reset...), "the card is not selected")
	w.put(k210.GPIOHSBase+0x0c, 0)
	assert.Equal(t, byte(1), w.exchange(k210.SPI0Base, eightBits, reset...)[7], "R1: idle")
	assert.Equal(t, nobody, w.exchange(k210.SPI1Base, eightBits, reset...), "SPI1 has no pads")
}
