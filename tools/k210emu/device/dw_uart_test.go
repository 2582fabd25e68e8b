// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const apb0Hz = 195_000_000 // k210-facts.md §9

// newDWUART returns a port that is set up as a driver does: 115200 baud, 8 bits,
// FIFOs on.
func newDWUART() (u *DWUART, l *line, irq *bool) {
	l, irq = &line{}, new(bool)
	u = &DWUART{Line: l, ClockHz: func() uint64 { return apb0Hz }, IRQ: func(raised bool) { *irq = raised }}
	u.Reset()
	setDivisor(u, apb0Hz/115200)
	u.Store(dwUARTLCR, 4, 3)
	u.Store(dwUARTIIR, 4, dwUARTFIFOEnable)
	return u, l, irq
}

// setDivisor sets one with 4 bits behind the point.
func setDivisor(u *DWUART, d uint64) {
	u.Store(dwUARTLCR, 4, lineDivisorLatch)
	u.Store(dwUARTData, 4, d>>4&0xff)
	u.Store(dwUARTIER, 4, d>>12)
	u.Store(dwUARTDLF, 4, d&15)
	u.Store(dwUARTLCR, 4, 3)
}

func TestDWUARTSendsAndReceives(t *testing.T) {
	u, l, _ := newDWUART()
	assert.InDelta(t, 115200, u.Baud(), 100)
	assert.Equal(t, uint64(statusHoldingEmpty|statusEmpty), load(t, u, dwUARTLSR, 4))
	for _, b := range []byte("hello") {
		u.Store(dwUARTData, 4, uint64(b))
	}
	assert.Equal(t, "hello", string(l.sent))
	l.input = []byte("xyz")
	assert.Equal(t, uint64(statusHoldingEmpty|statusEmpty|statusDataReady), load(t, u, dwUARTLSR, 4))
	assert.Equal(t, uint64(3), load(t, u, dwUARTRFL, 4))
	assert.Equal(t, uint64(dwUARTTransmitNotFull|dwUARTTransmitEmpty|dwUARTReceiveNotEmpty), load(t, u, dwUARTUSR, 4))
	assert.Equal(t, uint64('x'), load(t, u, dwUARTData, 4))
	assert.Equal(t, uint64('y'), load(t, u, dwUARTShadow+0x3c, 4), "a shadow is the same register")
	u.Store(dwUARTShadow, 4, '!')
	assert.Equal(t, "hello!", string(l.sent))
	assert.Equal(t, uint64('z'), load(t, u, dwUARTData, 4))
	assert.Zero(t, load(t, u, dwUARTData, 4), "nothing")
}

func TestDWUARTNeedsAClock(t *testing.T) {
	u, l, _ := newDWUART()
	setDivisor(u, 0)
	assert.Zero(t, u.Baud())
	u.Store(dwUARTData, 4, 'a')
	l.input = []byte("b")
	assert.Empty(t, l.sent)
	assert.Zero(t, load(t, u, dwUARTLSR, 4), "not sent, and nothing received")
	setDivisor(u, apb0Hz/115200)
	assert.Equal(t, "a", string(l.sent))
	assert.Equal(t, uint64('b'), load(t, u, dwUARTData, 4))
}

func TestDWUARTGarblesAtAnotherRateThanTheLines(t *testing.T) {
	u, l, _ := newDWUART()
	var told []uint64
	u.Garbled = func(baud uint64) { told = append(told, baud) }
	setDivisor(u, apb0Hz/230400)
	u.Store(dwUARTData, 4, 0)
	l.input = []byte{0}
	assert.NotZero(t, load(t, u, dwUARTData, 4)|uint64(l.sent[0]))
	assert.Equal(t, []uint64{u.Baud(), u.Baud()}, told)
	u.LineBaud = 230400 // as the other end does now
	u.Store(dwUARTData, 4, 'a')
	assert.Equal(t, byte('a'), l.sent[1])
	assert.Len(t, told, 2)
}

func TestTHREModeTellsThatTheFIFOIsFull(t *testing.T) {
	u, l, irq := newDWUART()
	u.Store(dwUARTIER, 4, dwUARTTHREMode|dwUARTTransmitInterrupt)
	u.Store(dwUARTIIR, 4, dwUARTFIFOEnable|1<<dwUARTTET) // two bytes
	assert.Equal(t, uint64(statusEmpty), load(t, u, dwUARTLSR, 4), "not full: k210-facts.md §6")
	u.Store(dwUARTHalt, 4, 1)
	for n := range uint64(dwUARTDepth) {
		assert.Zero(t, load(t, u, dwUARTLSR, 4)&statusHoldingEmpty)
		u.Store(dwUARTData, 4, 'a'+n)
	}
	assert.Equal(t, uint64(statusHoldingEmpty), load(t, u, dwUARTLSR, 4))
	assert.Equal(t, uint64(dwUARTDepth), load(t, u, dwUARTTFL, 4))
	assert.Zero(t, load(t, u, dwUARTUSR, 4)&(dwUARTTransmitNotFull|dwUARTTransmitEmpty))
	u.Store(dwUARTData, 4, '!')
	assert.False(t, *irq)
	u.Store(dwUARTHalt, 4, 0)
	assert.True(t, *irq)
	assert.Equal(t, "abcdefghijklmnop", string(l.sent))
}

func TestDWUARTInterruptsInTheirOrder(t *testing.T) {
	u, l, irq := newDWUART()
	identify := func() uint64 { return load(t, u, dwUARTIIR, 4) &^ dwUARTFIFOsOn }
	assert.Equal(t, uint64(dwUARTNone), identify())
	assert.False(t, u.Listening())
	u.Store(dwUARTIER, 4, dwUARTReceiveInterrupt|dwUARTTransmitInterrupt)
	assert.True(t, u.Listening())
	assert.True(t, *irq, "nothing is being sent")
	u.Store(dwUARTIIR, 4, dwUARTFIFOEnable|1<<dwUARTRT) // a quarter
	l.input = []byte("abc")
	u.Update()
	assert.Equal(t, uint64(dwUARTTimeout), identify(), "fewer than asked for")
	l.input = []byte("d")
	u.Update()
	assert.Equal(t, uint64(dwUARTReceived), identify())
	for range 4 {
		load(t, u, dwUARTData, 4)
	}
	assert.Equal(t, uint64(dwUARTEmpty), identify())
	assert.False(t, *irq, "seen")
	assert.Equal(t, uint64(dwUARTNone), identify())
	u.Store(dwUARTData, 4, 'x')
	assert.Equal(t, uint64(dwUARTEmpty), identify(), "sent")
	u.Store(dwUARTIER, 4, dwUARTReceiveInterrupt)
	u.Store(dwUARTIER, 4, dwUARTReceiveInterrupt|dwUARTTransmitInterrupt)
	assert.Equal(t, uint64(dwUARTEmpty), identify(), "asked anew")
	l.input = []byte("a")
	u.Update()
	assert.True(t, *irq)
	u.Reset()
	assert.False(t, *irq)
}

func TestDWUARTWithoutFIFOsHoldsOneByte(t *testing.T) {
	u, l, _ := newDWUART()
	u.Store(dwUARTIER, 4, dwUARTReceiveInterrupt)
	l.input = []byte("lost")
	u.Update()
	u.Store(dwUARTIIR, 4, 0)
	assert.Zero(t, load(t, u, dwUARTRFL, 4), "switching empties the FIFO")
	l.input = []byte("abc")
	assert.Equal(t, uint64(1), load(t, u, dwUARTRFL, 4))
	assert.Equal(t, uint64(dwUARTReceived), load(t, u, dwUARTIIR, 4))
	assert.Equal(t, uint64('a'), load(t, u, dwUARTData, 4))
	assert.Equal(t, "c", string(l.input), "which waits")
}

func TestDWUARTFIFOsAreEmptiedOnDemand(t *testing.T) {
	for register, bits := range map[uint64]uint64{
		dwUARTIIR: dwUARTFIFOEnable | dwUARTResetReceive | dwUARTResetTransmit, dwUARTSRR: dwUARTResetReceive | dwUARTResetTransmit,
	} {
		u, l, _ := newDWUART()
		u.Store(dwUARTHalt, 4, 1)
		u.Store(dwUARTData, 4, 'a')
		l.input = []byte("b")
		load(t, u, dwUARTLSR, 4)
		u.Store(register, 4, bits)
		assert.Zero(t, load(t, u, dwUARTTFL, 4))
		assert.Zero(t, load(t, u, dwUARTRFL, 4))
		u.Store(dwUARTHalt, 4, 0)
		assert.Empty(t, l.sent)
	}
	u, _, _ := newDWUART()
	u.Store(dwUARTScratch, 4, 5)
	u.Store(dwUARTSRR, 4, 1)
	assert.Zero(t, load(t, u, dwUARTScratch, 4), "the whole port")
	assert.Zero(t, u.Baud())
}

func TestALoopedDWUARTHearsItself(t *testing.T) {
	u, l, _ := newDWUART()
	u.Store(dwUARTMCR, 4, dwUARTLoop|dwUARTRTS)
	l.input = []byte("x")
	u.Store(dwUARTData, 4, 'a')
	assert.Equal(t, uint64('a'), load(t, u, dwUARTData, 4))
	assert.Empty(t, l.sent)
	assert.Equal(t, uint64(1<<4), load(t, u, dwUARTMSR, 4), "CTS")
	for range 20 {
		u.Store(dwUARTData, 4, 'b')
	}
	assert.Equal(t, uint64(dwUARTDepth), load(t, u, dwUARTRFL, 4))
	assert.NotZero(t, load(t, u, dwUARTUSR, 4)&dwUARTReceiveFull)
	u.Store(dwUARTMCR, 4, 0)
	assert.Zero(t, load(t, u, dwUARTMSR, 4))
}

func TestShorterWordsLoseTheirHighBits(t *testing.T) {
	u, l, _ := newDWUART()
	u.Store(dwUARTLCR, 4, 2) // 7 bits
	u.Store(dwUARTData, 4, 0xc1)
	assert.Equal(t, []byte{0x41}, l.sent)
}

func TestShadowRegistersArePartsOfOthers(t *testing.T) {
	u, _, _ := newDWUART()
	for _, test := range []struct{ shadow, value, register, bits uint64 }{
		{dwUARTShadowRTS, 1, dwUARTMCR, dwUARTRTS}, {dwUARTShadowBreak, 1, dwUARTLCR, dwUARTBreak | 3},
	} {
		u.Store(test.shadow, 4, test.value)
		assert.Equal(t, test.value, load(t, u, test.shadow, 4))
		assert.Equal(t, test.bits, load(t, u, test.register, 4))
	}
	u.Store(dwUARTShadowRT, 4, 2)
	u.Store(dwUARTShadowTET, 4, 3)
	u.Store(dwUARTShadowDMA, 4, 1)
	assert.Equal(t, uint32(2<<dwUARTRT|3<<dwUARTTET|1<<dwUARTDMAMode|dwUARTFIFOEnable), u.s.FCR)
	u.Store(dwUARTShadowFIFO, 4, 0)
	assert.Zero(t, load(t, u, dwUARTShadowFIFO, 4))
}

func TestDWUARTRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	u, _, _ := newDWUART()
	for offset, want := range map[uint64]uint64{
		dwUARTIER: 0x8f, dwUARTMCR: 0x7f, dwUARTScratch: 0xff, dwUARTLPDLL: 0xff, dwUARTLPDLH: 0xff, dwUARTFAR: 1, dwUARTHalt: 1,
		dwUARTDLF: 0xf, 0xac: 0xffff_ffff, 0xcc: 0xffff_ffff, dwUARTType: dwUARTTypeNumber, 0xf4: 0, 0x100: 0,
	} {
		assert.True(t, u.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, u, offset, 4), "register %#x", offset)
	}
	u.Store(dwUARTLCR, 4, 0xff)
	assert.Equal(t, uint64(0xff), load(t, u, dwUARTLCR, 4))
	u.Store(dwUARTIER, 4, 0x1ff)
	assert.Equal(t, uint64(0xff), load(t, u, dwUARTIER, 4), "DLH")
	u.Store(dwUARTData, 4, 0x1fe)
	assert.Equal(t, uint64(0xfe), load(t, u, dwUARTData, 4), "DLL")
	assert.False(t, u.Store(dwUARTData, 1, 'a'))
}
