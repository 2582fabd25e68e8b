// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// timerBench is a timer that counts once in 30 of the CPU's cycles.
type timerBench struct {
	*DWTimer
	now, hz, cpuHz uint64
	irq            [2]bool
	toggles        []bool // of channel 0
}

func newDWTimer() *timerBench {
	b := &timerBench{hz: 13_000_000, cpuHz: cpuHz, now: 12345}
	b.DWTimer = &DWTimer{
		Now: func() uint64 { return b.now }, CPUHz: func() uint64 { return b.cpuHz }, ClockHz: func() uint64 { return b.hz },
		IRQ: func(line int, raised bool) { b.irq[line] = raised },
	}
	b.Reset()
	return b
}

// ticks lets some pass.
func (b *timerBench) ticks(n uint64) {
	b.now += 30 * n
	b.Update()
}

func TestAChannelCountsDownAgainAndAgain(t *testing.T) {
	b := newDWTimer()
	b.Store(timerLoad, 4, 9)
	b.Store(timerControl, 4, timerUser|timerEnable)
	assert.Equal(t, uint64(9), load(t, b, timerCurrent, 4))
	b.ticks(9)
	assert.Zero(t, load(t, b, timerCurrent, 4))
	assert.False(t, b.irq[0])
	b.ticks(1)
	assert.Equal(t, uint64(9), load(t, b, timerCurrent, 4))
	assert.True(t, b.irq[0])
	b.ticks(25)
	assert.Equal(t, uint64(4), load(t, b, timerCurrent, 4))
	b.Store(timerLoad, 4, 99)
	b.ticks(4)
	assert.Zero(t, load(t, b, timerCurrent, 4), "what was loaded comes next")
	b.ticks(1)
	assert.Equal(t, uint64(99), load(t, b, timerCurrent, 4))
	b.Store(timerControl, 4, timerUser)
	b.ticks(50)
	assert.Equal(t, uint64(99), load(t, b, timerCurrent, 4), "it is off")
	b.Store(timerCurrent, 4, 7)
	assert.Equal(t, uint64(99), load(t, b, timerCurrent, 4), "read-only")
}

func TestAFreeChannelGoesOnFromTheHighestNumber(t *testing.T) {
	b := newDWTimer()
	b.Store(timerLoad, 4, 9)
	b.Store(timerControl, 4, timerEnable)
	b.ticks(10)
	assert.Equal(t, uint64(0xffff_ffff), load(t, b, timerCurrent, 4))
	b.ticks(1 << 32)
	assert.Equal(t, uint64(0xffff_ffff), load(t, b, timerCurrent, 4))
}

func TestEndOfInterruptIsALoad(t *testing.T) {
	b := newDWTimer()
	for channel := range uint64(4) {
		b.Store(timerStride*channel+timerLoad, 4, 4)
		b.Store(timerStride*channel+timerControl, 4, timerUser|timerEnable)
	}
	b.Store(timerStride+timerControl, 4, timerUser|timerEnable|timerMask)
	b.ticks(5)
	assert.Equal(t, [2]bool{true, true}, b.irq)
	assert.Equal(t, uint64(0b1111), load(t, b, timerAllRaw, 4))
	assert.Equal(t, uint64(0b1101), load(t, b, timerAllStatus, 4))
	assert.Equal(t, uint64(1), load(t, b, timerStatus, 4))
	assert.Zero(t, load(t, b, timerStride+timerStatus, 4), "masked")
	b.Store(timerEOI, 4, 1)
	assert.True(t, b.irq[0], "a store is none")
	load(t, b, timerEOI, 4)
	assert.Equal(t, [2]bool{false, true}, b.irq)
	b.Store(timerStride+timerControl, 4, timerUser|timerEnable)
	assert.True(t, b.irq[0], "unmasked, it is pending")
	load(t, b, timerAllEOI, 4)
	assert.Equal(t, [2]bool{}, b.irq)
	assert.Zero(t, load(t, b, timerAllRaw, 4))
	b.ticks(5)
	b.Store(2*timerStride+timerControl, 4, 0)
	b.Store(3*timerStride+timerControl, 4, 0)
	assert.False(t, b.irq[1], "who is off asks for nothing")
	b.Reset()
	assert.Equal(t, [2]bool{}, b.irq)
}

func TestNextIsWhenAChannelEnds(t *testing.T) {
	b := newDWTimer()
	assert.Equal(t, uint64(Never), b.Next())
	b.Store(timerLoad, 4, 9)
	b.Store(timerStride+timerLoad, 4, 4)
	b.Store(timerControl, 4, timerUser|timerEnable)
	assert.Equal(t, uint64(300), b.Next())
	b.Store(timerStride+timerControl, 4, timerUser|timerEnable)
	assert.Equal(t, uint64(150), b.Next())
	b.now += 7
	assert.Equal(t, uint64(143), b.Next())
	b.Update()
	assert.Equal(t, uint64(143), b.Next(), "parts of ticks are not lost")
	b.now += b.Next() - 1
	b.Update()
	assert.False(t, b.irq[0])
	b.now++
	b.Update()
	assert.True(t, b.irq[0])
	assert.Equal(t, uint64(150), b.Next(), "the other one; this one is pending")
	b.Store(timerControl, 4, timerUser|timerEnable|timerMask)
	assert.Equal(t, uint64(Never), b.Next(), "nobody listens")
	b.Store(timerControl, 4, timerUser|timerEnable)
	b.hz = 0
	b.Update()
	assert.Equal(t, uint64(Never), b.Next(), "the clock stands")
}

func TestPWMIsLowForLoadAndHighForLoad2(t *testing.T) {
	b := newDWTimer()
	b.Toggle = func(channel int, level bool) {
		if channel == 0 {
			b.toggles = append(b.toggles, level)
		}
	}
	b.Store(timerLoad, 4, 6)
	b.Store(timerLoad2, 4, 2)
	assert.Equal(t, uint64(2), load(t, b, timerLoad2, 4))
	b.Store(timerControl, 4, timerUser|timerEnable|timerMask|timerPWM)
	for range 3 {
		assert.Equal(t, uint64(7*30), b.Next())
		b.now += b.Next()
		b.Update()
		assert.Equal(t, uint64(3*30), b.Next())
		b.now += b.Next()
		b.Update()
	}
	assert.Equal(t, []bool{true, false, true, false, true, false}, b.toggles)
	b.ticks(10*1_000_000 + 8)
	assert.Equal(t, uint64(1), load(t, b, timerCurrent, 4), "many periods at once")
	assert.Len(t, b.toggles, 7)
	b.Store(timerControl, 4, 0)
	assert.Equal(t, []bool{true, false}, b.toggles[6:], "low when it is off")
	b.Store(timerControl, 4, timerUser|timerEnable|timerPWM)
	b.ticks(7)
	b.Reset()
	assert.Len(t, b.toggles, 10)
}

func TestTimersFollowTheirClock(t *testing.T) {
	b := newDWTimer()
	b.Store(timerLoad, 4, 999)
	b.Store(timerControl, 4, timerUser|timerEnable)
	b.now += 100*30 + 15 // 100 and a half
	b.hz *= 2
	b.Update() // as when SYSCTL tells
	b.now += 15 * 9
	assert.Equal(t, uint64(999-100-9), load(t, b, timerCurrent, 4))
	b.now += 8
	assert.Equal(t, uint64(999-100-10), load(t, b, timerCurrent, 4), "the half counts")
	b.cpuHz /= 2
	b.Update()
	b.now += 75
	assert.Equal(t, uint64(999-100-20), load(t, b, timerCurrent, 4))
	b.now -= 1000
	assert.Equal(t, uint64(999-100-20), load(t, b, timerCurrent, 4), "another hart's turn")
	b.now += 1000
	assert.Equal(t, uint64(999-100-20), load(t, b, timerCurrent, 4))
}

func TestAChannelCountsFromWhenItIsEnabled(t *testing.T) {
	b := newDWTimer()
	b.now += 30 * 1_000_000
	b.hz *= 2 // while nobody looks
	b.now += 15 * 1_000_000
	b.Store(timerLoad, 4, 9)
	b.Store(timerControl, 4, timerUser|timerEnable)
	assert.Equal(t, uint64(150), b.Next())
	assert.Equal(t, uint64(9), load(t, b, timerCurrent, 4))
	b.now += 15
	assert.Equal(t, uint64(8), load(t, b, timerCurrent, 4))
	b.Store(timerControl, 4, timerUser)
	b.now += 15 * 1_000_000
	b.Store(timerStride+timerLoad, 4, 3)
	b.Store(timerStride+timerControl, 4, timerUser|timerEnable)
	assert.Equal(t, uint64(60), b.Next())
	assert.Equal(t, uint64(8), load(t, b, timerCurrent, 4))
}

func TestDWTimerRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	b := newDWTimer()
	for offset, want := range map[uint64]uint64{
		timerLoad: 0xffff_ffff, 3*timerStride + timerLoad: 0xffff_ffff, timerLoad2 + 12: 0xffff_ffff, timerLoad2 + 16: 0,
		timerStatus: 0, timerVersion: 0, 0x50: 0,
	} {
		assert.True(t, b.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, b, offset, 4), "register %#x", offset)
	}
	b.Store(2*timerStride+timerControl, 4, 0xffff_fffe)
	assert.Equal(t, uint64(0xe), load(t, b, 2*timerStride+timerControl, 4))
	assert.False(t, b.Store(timerLoad, 8, 1))
}
