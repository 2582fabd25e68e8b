// SPDX-License-Identifier: MIT

package plic

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/firmware/drivers/mmio/mmiotest"
)

const base = 0x0c00_0000

// controller is as much of a PLIC as shows what Silence leaves: which sources
// are in flight, and whether a hart was interrupted on the way.
type controller struct {
	*mmiotest.Registers
	inFlight map[uint64]bool
	struck   bool
}

func newController() *controller {
	c := &controller{mmiotest.New(), map[uint64]bool{}, false}
	for source := uintptr(1); source <= 65; source++ { // as a program with a taste for interrupts leaves it
		c.Values[base+4*source] = 7
	}
	for context := range uintptr(4) {
		for word := range uintptr(3) {
			c.Values[base+0x2000+0x80*context+4*word] = 0xffff_ffff
		}
		at := base + 0x20_0000 + 0x1000*context
		c.Values[at] = 0
		c.OnStore[at+4] = func(source uint64) {
			if c.enabled(context, source) {
				delete(c.inFlight, source)
			}
		}
	}
	return c
}

func (c *controller) enabled(context uintptr, source uint64) bool {
	word := base + 0x2000 + 0x80*context + uintptr(source/32*4)
	return c.Values[word]>>(source%32)&1 != 0
}

// strikes tells whether a source that is pending would interrupt a hart.
func (c *controller) strikes() bool {
	for context := range uintptr(4) {
		for source := uint64(1); source <= 65; source++ {
			if c.enabled(context, source) && c.Values[base+uintptr(4*source)] > c.Values[base+0x20_0000+0x1000*context] {
				return true
			}
		}
	}
	return false
}

func TestSilenceLeavesNoContextThatCouldInterrupt(t *testing.T) {
	c := newController()
	assert.True(t, c.strikes())
	(&PLIC{Bus: c, Base: base}).Silence()
	assert.False(t, c.strikes())
	for context := range uintptr(4) {
		assert.EqualValues(t, 7, c.Values[base+0x20_0000+0x1000*context])
		for source := uint64(0); source <= 95; source++ {
			assert.False(t, c.enabled(context, source), "context %d, source %d", context, source)
		}
	}
	for source := uintptr(1); source <= 65; source++ {
		assert.Zero(t, c.Values[base+4*source], "source %d", source)
	}
	assert.NotContains(t, c.Values, uintptr(base), "source 0 does not exist")
}

func TestSilenceCompletesWhatTheROMClaimed(t *testing.T) {
	c := newController()
	for _, source := range []uint64{1, 33, 34, 65} { // UARTHS and GPIOHS0 among them
		c.inFlight[source] = true
	}
	for context := range uintptr(4) { // not enabled any more: completion would be ignored
		for word := range uintptr(3) {
			c.Values[base+0x2000+0x80*context+4*word] = 0
		}
	}
	(&PLIC{Bus: c, Base: base}).Silence()
	assert.Empty(t, c.inFlight)
}

// Store32 looks, after each store of the enables, whether something strikes.
func (c *controller) Store32(address uintptr, value uint32) {
	quiet := !c.strikes()
	c.Registers.Store32(address, value)
	c.struck = c.struck || quiet && c.strikes()
}

func TestSilenceInterruptsNobodyOnTheWay(t *testing.T) {
	c := newController()
	(&PLIC{Bus: c, Base: base}).Silence()
	assert.False(t, c.struck)
}
