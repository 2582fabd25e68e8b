// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// newPLIC returns a controller whose thresholds are 0, and the mip of its harts.
func newPLIC() (p *PLIC, harts []*lines) {
	harts = []*lines{new(lines), new(lines)}
	p = &PLIC{Harts: []Interruptible{harts[0], harts[1]}}
	p.Reset()
	for context := range uint64(plicContexts) {
		p.Store(plicThreshold+plicContextStride*context, 4, 0)
	}
	return p, harts
}

func enable(p *PLIC, context, source, priority uint64) {
	offset := plicEnable + plicEnableStride*context + source/32*4
	was, _ := p.Load(offset, 4)
	p.Store(offset, 4, was|1<<(source%32))
	p.Store(4*source, 4, priority)
}

func claimRegister(context uint64) uint64 { return plicClaim + plicContextStride*context }

func TestTheROMLeavesAConsoleInterruptThatOnlyHart1Hears(t *testing.T) {
	harts := []*lines{new(lines), new(lines)}
	p := &PLIC{Harts: []Interruptible{harts[0], harts[1]}}
	p.Reset()
	assert.Equal(t, uint64(1), load(t, p, 4*SourceUARTHS, 4))
	enable(p, 0, SourceUARTHS, 1)
	enable(p, 2, SourceUARTHS, 1)
	p.SetSource(SourceUARTHS, true)
	assert.Zero(t, *harts[0], "its threshold is 1")
	assert.Equal(t, lines(externalInterrupt), *harts[1])
}

func TestAnInterruptIsClaimedAndCompleted(t *testing.T) {
	p, harts := newPLIC()
	enable(p, 0, SourceUARTHS, 1)
	p.SetSource(SourceUARTHS, true)
	assert.Equal(t, lines(externalInterrupt), *harts[0])
	assert.Zero(t, *harts[1])
	assert.Equal(t, uint64(2), load(t, p, plicPending+4, 4))

	assert.Equal(t, uint64(SourceUARTHS), load(t, p, claimRegister(0), 4))
	assert.Zero(t, *harts[0])
	assert.Zero(t, load(t, p, plicPending+4, 4))
	assert.Zero(t, load(t, p, claimRegister(0), 4), "nothing else")

	p.Store(claimRegister(0), 4, SourceUARTHS)
	assert.Equal(t, lines(externalInterrupt), *harts[0], "the device still wants it")
	assert.Equal(t, uint64(SourceUARTHS), load(t, p, claimRegister(0), 4))
	p.SetSource(SourceUARTHS, false)
	p.Store(claimRegister(0), 4, SourceUARTHS)
	assert.Zero(t, *harts[0])
}

func TestAnInterruptStaysPendingWhenItsDeviceLosesInterest(t *testing.T) {
	p, harts := newPLIC()
	enable(p, 0, 5, 1)
	p.SetSource(5, true)
	p.SetSource(5, true)
	p.SetSource(5, false)
	assert.Equal(t, lines(externalInterrupt), *harts[0])
	assert.Equal(t, uint64(5), load(t, p, claimRegister(0), 4))
	p.SetSource(5, true)
	assert.Zero(t, *harts[0], "its gateway is shut")
	p.SetSource(5, false)
	p.Store(claimRegister(0), 4, 5)
	assert.Zero(t, *harts[0], "what came and went meanwhile is lost")
}

func TestCompleteOfADisabledSourceIsIgnored(t *testing.T) {
	p, harts := newPLIC()
	enable(p, 0, 7, 1)
	p.SetSource(7, true)
	load(t, p, claimRegister(0), 4)
	p.Store(claimRegister(2), 4, 7) // not enabled for hart 1
	assert.Zero(t, *harts[0])
	p.Store(plicEnable, 4, 0)
	p.Store(claimRegister(0), 4, 7)
	p.Store(plicEnable, 4, 1<<7)
	assert.Zero(t, *harts[0], "stuck until a valid complete")
	for _, nobody := range []uint64{0, PLICSources + 1, 1<<32 - 1} {
		p.Store(claimRegister(0), 4, nobody)
	}
	assert.Zero(t, *harts[0])
	p.Store(claimRegister(0), 4, 7)
	assert.Equal(t, lines(externalInterrupt), *harts[0])
}

func TestTheHighestPriorityIsClaimedFirstAndTiesGoToTheLowestSource(t *testing.T) {
	p, _ := newPLIC()
	for source, priority := range map[uint64]uint64{65: 2, 40: 7, 3: 2, 33: 2, 12: 1, 20: 0} {
		enable(p, 1, source, priority)
		p.SetSource(int(source), true)
	}
	for _, want := range []uint64{40, 3, 33, 65, 12, 0} {
		assert.Equal(t, want, load(t, p, claimRegister(1), 4))
	}
}

func TestTheThresholdGatesTheLineOnly(t *testing.T) {
	p, harts := newPLIC()
	enable(p, 2, 9, 3)
	p.Store(plicThreshold+2*plicContextStride, 4, 3)
	p.SetSource(9, true)
	assert.Zero(t, *harts[1])
	p.Store(plicThreshold+2*plicContextStride, 4, 2)
	assert.Equal(t, lines(externalInterrupt), *harts[1])
	p.Store(plicThreshold+2*plicContextStride, 4, 7)
	assert.Zero(t, *harts[1])
	assert.Equal(t, uint64(9), load(t, p, claimRegister(2), 4), "below the threshold")
}

func TestSupervisorContextsLeadNowhere(t *testing.T) {
	p, harts := newPLIC()
	for _, context := range []uint64{1, 3} {
		enable(p, context, 10, 7)
	}
	p.SetSource(10, true)
	assert.Zero(t, *harts[0])
	assert.Zero(t, *harts[1])
	assert.Equal(t, uint64(10), load(t, p, claimRegister(3), 4))
}

func TestPLICRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	p, _ := newPLIC()
	for offset, want := range map[uint64]uint64{
		0: 0, 4: 7, 4 * PLICSources: 7, 4 * (PLICSources + 1): 0,
		plicPending: 0, plicPending + 0x80: 0,
		plicEnable: 0xffff_fffe, plicEnable + 4: 0xffff_ffff, plicEnable + 8: 3, plicEnable + 12: 0,
		plicEnable + 3*plicEnableStride: 0xffff_fffe, plicEnable + 4*plicEnableStride: 0,
		plicThreshold: 7, plicThreshold + 8: 0, plicThreshold + 3*plicContextStride: 7,
		plicThreshold + 4*plicContextStride: 0, PLICSize - 4: 0,
	} {
		assert.True(t, p.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, p, offset, 4), "register %#x", offset)
	}
	_, ok := p.Load(plicClaim, 8)
	assert.False(t, ok)
	assert.False(t, p.Store(4, 1, 1))
}

func TestListensTellsWhatCouldReachAHart(t *testing.T) {
	p, _ := newPLIC()
	assert.False(t, p.Listens(SourceUARTHS), "not enabled")
	enable(p, 1, SourceUARTHS, 1)
	assert.False(t, p.Listens(SourceUARTHS), "by a context that leads nowhere")
	enable(p, 2, SourceUARTHS, 1)
	assert.True(t, p.Listens(SourceUARTHS))
	p.Store(plicThreshold+2*plicContextStride, 4, 1)
	assert.False(t, p.Listens(SourceUARTHS), "below the threshold")
	assert.False(t, p.Listens(0))
	assert.False(t, p.Listens(1<<40))
}

func TestSourcesThatDoNotExistAreNobodys(t *testing.T) {
	p, harts := newPLIC()
	for _, source := range []int{-1, 0, PLICSources + 1, 1 << 40} {
		p.SetSource(source, true)
	}
	assert.Equal(t, PLICState{}.Level, p.s.Level)
	assert.Zero(t, *harts[0])
}

func TestAResetTakesInterruptsBack(t *testing.T) {
	p, harts := newPLIC()
	enable(p, 0, 5, 1)
	p.SetSource(5, true)
	p.Reset()
	assert.Zero(t, *harts[0])
	assert.Zero(t, load(t, p, plicPending, 4))
}
