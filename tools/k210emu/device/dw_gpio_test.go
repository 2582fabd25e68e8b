// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func newDWGPIO() (g *DWGPIO, irq *bool, changed *[]int) {
	irq, changed = new(bool), new([]int)
	g = &DWGPIO{IRQ: func(raised bool) { *irq = raised }, Changed: func(line int) { *changed = append(*changed, line) }}
	g.Reset()
	return g, irq, changed
}

func TestDWGPIOPutsOutWhatItsDirectionLets(t *testing.T) {
	g, _, changed := newDWGPIO()
	g.Store(gpioOutput, 4, 0xff)
	assert.Empty(t, *changed)
	g.Store(gpioDirection, 4, 1<<3)
	assert.Equal(t, []int{3}, *changed)
	level, enabled := g.Output(3)
	assert.True(t, level)
	assert.True(t, enabled)
	_, enabled = g.Output(4)
	assert.False(t, enabled)
	g.SetInput(4, true)
	g.SetInput(3, false)
	assert.Equal(t, uint64(1<<4|1<<3), load(t, g, gpioInput, 4), "an output reads as what is put out")
	g.Store(gpioOutput, 4, 0xf0)
	assert.Equal(t, []int{3, 3}, *changed)
	assert.Equal(t, uint64(1<<4), load(t, g, gpioInput, 4))
	g.Reset()
	assert.Equal(t, []int{3, 3, 3}, *changed)
}

func TestDWGPIOInterruptsOnEdges(t *testing.T) {
	for _, test := range []struct {
		name           string
		polarity, both uint64
		rise, fall     bool
	}{
		{"rising", 1, 0, true, false}, {"falling", 0, 0, false, true}, {"both", 0, 1, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, irq, _ := newDWGPIO()
			g.Store(gpioEdge, 4, 1)
			g.Store(gpioPolarity, 4, test.polarity)
			g.Store(gpioBothEdges, 4, test.both)
			g.Store(gpioInterruptEnable, 4, 1)
			g.SetInput(0, true)
			assert.Equal(t, test.rise, *irq)
			g.Store(gpioClear, 4, 1)
			assert.False(t, *irq)
			g.SetInput(0, false)
			assert.Equal(t, test.fall, *irq)
		})
	}
}

func TestDWGPIOInterruptsOnLevelsThatAreNotMasked(t *testing.T) {
	g, irq, _ := newDWGPIO()
	g.Store(gpioPolarity, 4, 1<<7)
	g.Store(gpioInterruptEnable, 4, 1<<7)
	assert.False(t, *irq)
	g.SetInput(7, true)
	assert.True(t, *irq)
	g.Store(gpioClear, 4, 1<<7)
	assert.True(t, *irq, "a level is not cleared")
	assert.Equal(t, uint64(1<<7), load(t, g, gpioStatus, 4))
	g.Store(gpioInterruptMask, 4, 1<<7)
	assert.False(t, *irq)
	assert.Zero(t, load(t, g, gpioStatus, 4))
	assert.Equal(t, uint64(1<<7), load(t, g, gpioRawStatus, 4))
	g.Store(gpioInterruptMask, 4, 0)
	g.Store(gpioDirection, 4, 1<<7)
	assert.False(t, *irq, "outputs do not interrupt")
	g.Store(gpioDirection, 4, 0)
	g.Store(gpioPolarity, 4, 0)
	assert.False(t, *irq)
	g.SetInput(7, false)
	assert.True(t, *irq)
	g.Reset()
	assert.False(t, *irq)
}

func TestDWGPIORegistersKeepTheFieldsThatThereAre(t *testing.T) {
	g, _, _ := newDWGPIO()
	for offset, want := range map[uint64]uint64{
		gpioOutput: 0xff, gpioSource: 0xff, gpioDebounce: 0xff, gpioSyncLevel: 0xff, gpioID: 0, gpioClear: 0, 0x0c: 0, 0x6c: 0,
	} {
		assert.True(t, g.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, g, offset, 4), "register %#x", offset)
	}
	assert.False(t, g.Store(gpioOutput, 1, 1))
}

func TestWhatIsNotModelledTellsSoOnce(t *testing.T) {
	type use struct {
		name   string
		offset uint64
		store  bool
	}
	var told []use
	u := &Unmodelled{Name: "KPU", Used: func(name string, offset uint64, store bool) { told = append(told, use{name, offset, store}) }}
	assert.True(t, u.Store(0x20, 8, 1))
	assert.Zero(t, load(t, u, 0x20, 1))
	assert.Equal(t, []use{{"KPU", 0x20, true}}, told)
	assert.Zero(t, load(t, &Unmodelled{}, 0, 4))
}
