// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

type line struct{ sent, input []byte }

func (l *line) Send(b byte) { l.sent = append(l.sent, b) }

func (l *line) Receive() (b byte, ok bool) {
	if len(l.input) == 0 {
		return 0, false
	}
	b, l.input = l.input[0], l.input[1:]
	return b, true
}

func load(t *testing.T, d Device, offset uint64, size int) uint64 {
	t.Helper()
	value, ok := d.Load(offset, size)
	assert.True(t, ok, "load at %#x", offset)
	return value
}

func TestUARTSendsAndReceives(t *testing.T) {
	l := &line{}
	u := &UART16550{Line: l}
	assert.True(t, u.Store(uartData, 1, 'a'))
	assert.Equal(t, "a", string(l.sent))

	assert.Equal(t, uint64(0x60), load(t, u, uartLineStatus, 1))
	l.input = []byte("xy")
	assert.Equal(t, uint64(0x61), load(t, u, uartLineStatus, 1))
	assert.Equal(t, uint64('x'), load(t, u, uartData, 1))
	assert.Equal(t, uint64('y'), load(t, u, uartData, 1), "without asking before")
	assert.Equal(t, uint64(0x60), load(t, u, uartLineStatus, 1))
}

func TestUARTKeepsItsRegistersAndResetsItsReceiver(t *testing.T) {
	l := &line{}
	u := &UART16550{Line: l}
	u.Store(uartLineControl, 1, lineDivisorLatch|3)
	u.Store(uartData, 1, 12)
	u.Store(uartInterruptEnable, 1, 34)
	assert.Equal(t, uint64(12), load(t, u, uartData, 1))
	assert.Equal(t, uint64(34), load(t, u, uartInterruptEnable, 1))
	u.Store(uartLineControl, 1, 3)
	assert.Empty(t, l.sent)
	for offset, want := range map[uint64]uint64{
		uartInterruptEnable: 15, uartLineControl: 0x55, uartModemControl: 0x15, uartScratch: 0x55,
	} {
		value := uint64(0x55)
		if offset == uartInterruptEnable {
			value = 0xff
		}
		u.Store(offset, 1, value)
		assert.Equal(t, want, load(t, u, offset, 1), "register %d", offset)
	}
	assert.Equal(t, uint64(0xc1), load(t, u, uartIdentification, 1))
	assert.Equal(t, uint64(0xb0), load(t, u, uartModemStatus, 1))

	l.input = []byte("x")
	load(t, u, uartLineStatus, 1)
	u.Store(uartIdentification, 1, fifoResetReceiver)
	assert.Equal(t, uint64(0x60), load(t, u, uartLineStatus, 1))
	u.Reset()
	assert.Zero(t, load(t, u, uartScratch, 1))
}

func TestUARTHasBytesOnly(t *testing.T) {
	u := &UART16550{Line: &line{}}
	_, ok := u.Load(0, 4)
	assert.False(t, ok)
	assert.False(t, u.Store(0, 4, 'a'))
	_, ok = u.Load(UART16550Size, 1)
	assert.False(t, ok)
}

type lines uint64

func (l *lines) SetLine(bits uint64, raised bool) {
	*l &^= lines(bits)
	if raised {
		*l |= lines(bits)
	}
}

func newCLINT() (c *CLINT, now *uint64, harts []*lines) {
	now = new(uint64)
	*now = 1000
	harts = []*lines{new(lines), new(lines)}
	c = &CLINT{FirstDeadline: Never, Time: func() uint64 { return *now }, Harts: []Interruptible{harts[0], harts[1]}}
	c.Reset()
	return c, now, harts
}

func TestTimerInterruptIsPendingFromItsDeadlineOn(t *testing.T) {
	c, now, harts := newCLINT()
	assert.Zero(t, c.Ticks(), "reset is time 0")
	assert.Equal(t, uint64(Never), c.Deadline(1))
	c.Store(clintMtimecmp+8, 8, 50)
	assert.Equal(t, uint64(50), c.Deadline(1))
	*now += 49
	c.Update()
	assert.Zero(t, *harts[1])
	*now++
	c.Update()
	assert.Equal(t, lines(timerInterrupt), *harts[1])
	assert.Zero(t, *harts[0])
	assert.Zero(t, c.Deadline(1))
	c.Store(clintMtimecmp+8, 8, 51)
	assert.Zero(t, *harts[1])
}

func TestRegistersHaveHalves(t *testing.T) {
	c, _, _ := newCLINT()
	c.Store(clintMtimecmp, 4, 0x1111)
	c.Store(clintMtimecmp+4, 4, 0x2222)
	assert.Equal(t, uint64(0x2222_0000_1111), load(t, c, clintMtimecmp, 8))
	assert.Equal(t, uint64(0x2222), load(t, c, clintMtimecmp+4, 4))
	c.Store(clintMtime, 8, 7<<32)
	c.Store(clintMtime, 4, 5)
	assert.Equal(t, uint64(7<<32|5), c.Ticks())
	assert.Equal(t, uint64(7), load(t, c, clintMtime+4, 4))
}

func TestSoftwareInterruptsOfHartsThatAreThere(t *testing.T) {
	c, _, harts := newCLINT()
	c.Store(clintMsip+4, 4, 1)
	assert.Equal(t, lines(softwareInterrupt), *harts[1])
	assert.Equal(t, uint64(1), load(t, c, clintMsip+4, 4))
	c.Store(clintMsip+4, 4, 2) // only bit 0 is there
	assert.Zero(t, *harts[1])
	c.Store(clintMsip+8, 4, 1)
	assert.Zero(t, load(t, c, clintMsip+8, 4), "no third hart")
	assert.Zero(t, load(t, c, clintMtimecmp+16, 8))
	_, ok := c.Load(clintMsip, 1)
	assert.False(t, ok)
	assert.False(t, c.Store(clintMtimecmp, 1, 0))
}

func TestFinisherUnderstandsThreeCommands(t *testing.T) {
	for value, want := range map[uint64]Finisher{
		finisherPass:         {Done: true},
		finisherFail | 3<<16: {Done: true, Status: 3},
		finisherReset:        {Reset: true},
		0x1111:               {},
	} {
		var f Finisher
		assert.True(t, f.Store(0, 4, value))
		assert.Equal(t, want, f)
	}
	var f Finisher
	f.Store(8, 4, finisherPass)
	assert.False(t, f.Done, "the register is at 0")
	assert.Zero(t, load(t, &f, 0, 4))
}
