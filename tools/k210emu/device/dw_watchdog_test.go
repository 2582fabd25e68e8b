// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

type watchdogBench struct {
	*DWWatchdog
	now      uint64
	irq      bool
	timedOut int
}

// newDWWatchdog returns a watchdog that counts the CPU's cycles.
func newDWWatchdog() *watchdogBench {
	b := &watchdogBench{}
	hz := func() uint64 { return cpuHz }
	b.DWWatchdog = &DWWatchdog{
		Now: func() uint64 { return b.now }, CPUHz: hz, ClockHz: hz,
		IRQ: func(raised bool) { b.irq = raised }, TimedOut: func() { b.timedOut++ },
	}
	b.Reset()
	return b
}

func (b *watchdogBench) pass(cycles uint64) {
	b.now += cycles
	b.Update()
}

func TestAWatchdogThatIsNotFedAsksForAReset(t *testing.T) {
	b := newDWWatchdog()
	b.pass(1 << 40)
	assert.Zero(t, b.timedOut, "it is off")
	assert.Equal(t, uint64(Never), b.Next())
	b.Store(wdtRange, 4, 0x11)
	b.Store(wdtControl, 4, wdtEnable)
	assert.Equal(t, uint64(1<<17), load(t, b, wdtCurrent, 4))
	b.pass(1<<17 - 1)
	assert.Equal(t, uint64(1), b.Next())
	b.Store(wdtRestart, 4, 0x75)
	assert.Equal(t, uint64(1), b.Next(), "no food")
	b.Store(wdtRestart, 4, wdtKick)
	assert.Equal(t, uint64(1<<17), b.Next())
	b.pass(b.Next() - 1)
	assert.Zero(t, b.timedOut)
	b.pass(1)
	assert.Equal(t, 1, b.timedOut)
	assert.False(t, b.irq)
	assert.Equal(t, uint64(Never), b.Next())
	b.pass(1 << 40)
	assert.Equal(t, 1, b.timedOut, "once")
	b.Reset()
	assert.Zero(t, load(t, b, wdtControl, 4))
	assert.Equal(t, uint64(1<<16), load(t, b, wdtCurrent, 4))
}

func TestAWatchdogCanInterruptFirst(t *testing.T) {
	for name, clear := range map[string]func(b *watchdogBench){
		"by a load of eoi": func(b *watchdogBench) { b.Load(wdtEOI, 4) },
		"by feeding":       func(b *watchdogBench) { b.Store(wdtRestart, 4, wdtKick) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newDWWatchdog()
			b.Store(wdtControl, 4, wdtEnable|wdtInterruptFirst)
			b.pass(1 << 16)
			assert.True(t, b.irq)
			assert.Zero(t, b.timedOut)
			assert.Equal(t, uint64(1), load(t, b, wdtStatus, 4))
			assert.Equal(t, uint64(1<<16), load(t, b, wdtCurrent, 4), "and counts again")
			clear(b)
			assert.False(t, b.irq)
			assert.Zero(t, load(t, b, wdtStatus, 4))
			b.pass(1 << 16)
			assert.True(t, b.irq)
			assert.Zero(t, b.timedOut)
			b.pass(1 << 16)
			assert.Equal(t, 1, b.timedOut)
			b.Reset()
			assert.False(t, b.irq)
		})
	}
	b := newDWWatchdog()
	b.Store(wdtControl, 4, wdtEnable|wdtInterruptFirst)
	b.pass(1 << 62)
	assert.Equal(t, 1, b.timedOut, "both ends at once")
}

func TestOnlyAResetStopsAWatchdog(t *testing.T) {
	b := newDWWatchdog()
	b.Store(wdtControl, 4, wdtEnable)
	b.Store(wdtControl, 4, 0)
	assert.Equal(t, uint64(wdtEnable), load(t, b, wdtControl, 4))
	b.pass(1 << 16)
	assert.Equal(t, 1, b.timedOut)
}

func TestDWWatchdogRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	b := newDWWatchdog()
	for offset, want := range map[uint64]uint64{
		wdtRange: 0xff, wdtStatus: 0, wdtRestart: 0, wdtType: wdtTypeNumber, 0x100: 0,
	} {
		assert.True(t, b.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, b, offset, 4), "register %#x", offset)
	}
	b.Store(wdtControl, 4, 0xffff_ffff)
	assert.Equal(t, uint64(0x1f), load(t, b, wdtControl, 4))
	assert.False(t, b.Store(wdtRestart, 1, wdtKick))
}
