// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func newGPIOHS() (g *GPIOHS, irq *uint32, changed *[]int) {
	irq, changed = new(uint32), new([]int)
	g = &GPIOHS{
		IRQ: func(line int, raised bool) {
			*irq &^= 1 << line
			if raised {
				*irq |= 1 << line
			}
		},
		Changed: func(line int) { *changed = append(*changed, line) },
	}
	g.Reset()
	return g, irq, changed
}

func TestGPIOHSPutsOutValuesXored(t *testing.T) {
	g, _, changed := newGPIOHS()
	g.Store(gpiohsOutputValue, 4, 1<<5)
	assert.Empty(t, *changed, "nobody sees it yet")
	g.Store(gpiohsOutputEnable, 4, 1<<5|1<<6)
	assert.Equal(t, []int{5, 6}, *changed)
	level, enabled := g.Output(5)
	assert.True(t, level)
	assert.True(t, enabled)
	level, _ = g.Output(6)
	assert.False(t, level)
	g.Store(gpiohsOutputXor, 4, 1<<5|1<<7)
	level, _ = g.Output(5)
	assert.False(t, level)
	level, enabled = g.Output(7)
	assert.True(t, level)
	assert.False(t, enabled)
	assert.Equal(t, []int{5, 6, 5}, *changed)
	g.Store(gpiohsOutputXor, 4, 1<<5|1<<7)
	assert.Equal(t, []int{5, 6, 5}, *changed, "only changes")
	g.Reset()
	assert.Equal(t, []int{5, 6, 5, 5, 6}, *changed)
}

func TestTheROMHasLookedAtTheBootKey(t *testing.T) {
	g := &GPIOHS{}
	g.SetInput(0, true)
	g.Reset()
	assert.Equal(t, uint64(1), load(t, g, gpiohsInputValue, 4))
	assert.Equal(t, uint64(1), load(t, g, gpiohsRiseIP, 4))
}

func TestGPIOHSShowsInputsThatAreEnabled(t *testing.T) {
	g, _, _ := newGPIOHS()
	g.SetInput(31, true)
	assert.Zero(t, load(t, g, gpiohsInputValue, 4))
	g.Store(gpiohsInputEnable, 4, 1<<31)
	assert.Equal(t, uint64(1<<31), load(t, g, gpiohsInputValue, 4))
	g.Store(gpiohsInputValue, 4, 0)
	assert.Equal(t, uint64(1<<31), load(t, g, gpiohsInputValue, 4), "read-only")
}

func TestGPIOHSEdgesAreRememberedUntilCleared(t *testing.T) {
	g, irq, _ := newGPIOHS()
	g.Store(gpiohsInputEnable, 4, 1<<3)
	g.Store(gpiohsRiseIE, 4, 1<<3)
	g.SetInput(3, true)
	assert.Equal(t, uint32(1<<3), *irq)
	assert.Equal(t, uint64(1<<3), load(t, g, gpiohsRiseIP, 4))
	g.SetInput(3, false)
	assert.Equal(t, uint32(1<<3), *irq)
	assert.Equal(t, uint64(1<<3), load(t, g, gpiohsFallIP, 4), "though nobody asked")
	g.Store(gpiohsRiseIP, 4, 1<<4)
	assert.Equal(t, uint32(1<<3), *irq, "another line's")
	g.Store(gpiohsRiseIP, 4, 1<<3)
	assert.Zero(t, *irq)
	g.Store(gpiohsFallIE, 4, 1<<3)
	assert.Equal(t, uint32(1<<3), *irq)
	g.Store(gpiohsFallIP, 4, 0xffff_ffff)
	assert.Zero(t, *irq)
}

func TestGPIOHSLevelsAskAgainAsLongAsTheyLast(t *testing.T) {
	g, irq, _ := newGPIOHS()
	assert.Equal(t, uint64(0xffff_ffff), load(t, g, gpiohsLowIP, 4), "all are low")
	g.Store(gpiohsInputEnable, 4, 1)
	g.Store(gpiohsHighIE, 4, 1)
	g.SetInput(0, true)
	g.Store(gpiohsHighIP, 4, 1)
	assert.Equal(t, uint32(1), *irq)
	g.SetInput(0, false)
	assert.Equal(t, uint32(1), *irq, "remembered")
	g.Store(gpiohsHighIP, 4, 1)
	assert.Zero(t, *irq)
	g.Store(gpiohsHighIE, 4, 0)
	g.Store(gpiohsLowIE, 4, 1)
	assert.Equal(t, uint32(1), *irq)
	g.SetInput(0, true)
	g.Store(gpiohsLowIP, 4, 1)
	assert.Zero(t, *irq)
	g.SetInput(0, false)
	g.Reset()
	assert.Zero(t, *irq)
}

func TestGPIOHSKeepsItsOtherRegisters(t *testing.T) {
	g, _, _ := newGPIOHS()
	for _, offset := range []uint64{gpiohsPullUpEnable, gpiohsDrive, gpiohsIOFEnable, gpiohsIOFSelect, gpiohsOutputXor} {
		g.Store(offset, 4, 0x1234_5678)
		assert.Equal(t, uint64(0x1234_5678), load(t, g, offset, 4), "register %#x", offset)
	}
	assert.True(t, g.Store(0x44, 4, 1))
	assert.Zero(t, load(t, g, 0x44, 4))
	assert.False(t, g.Store(gpiohsDrive, 2, 1))
}
