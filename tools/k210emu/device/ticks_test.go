// SPDX-License-Identifier: MIT

package device

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTicksComeWhenUntilSays(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 1000 {
		c := ticker{Hz: 1 + r.Uint64N(1e9), CPUHz: 1 + r.Uint64N(1e9)}
		c.Rest = r.Uint64N(c.CPUHz)
		ticks := 1 + r.Uint64N(1e6)
		early, due := c, c.until(ticks)
		assert.GreaterOrEqual(t, c.advance(due, c.Hz, c.CPUHz), ticks)
		assert.Less(t, early.advance(due-1, c.Hz, c.CPUHz), ticks)
	}
}

func TestClocksThatStandOrNeverGetThere(t *testing.T) {
	assert.Equal(t, uint64(Never), cyclesOf(1, 0, cpuHz))
	assert.Equal(t, uint64(Never), cyclesOf(1<<63, 1, cpuHz))
	assert.Equal(t, uint64(30), cyclesOf(1, 13_000_000, cpuHz))
	assert.Zero(t, cyclesOf(1, 13_000_000, 0), "the CPU stands")
	assert.Equal(t, uint64(Never), after(5, Never))
	assert.Equal(t, uint64(Never), after(Never-1, 2))
	assert.Equal(t, uint64(Never), cyclesTo(Never, 5))
	assert.Zero(t, cyclesTo(4, 5))
	c := ticker{Hz: 1 << 40, CPUHz: 1}
	assert.Equal(t, uint64(Never), c.advance(Never, 0, 0))
	assert.Zero(t, c.advance(0, 0, 0))
	assert.Equal(t, uint64(Never), c.until(1))
}
