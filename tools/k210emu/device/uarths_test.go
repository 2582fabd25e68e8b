// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const cpuHz = 390_000_000 // k210-facts.md §9

func newUARTHS() (u *UARTHS, l *line, irq *bool) {
	l, irq = &line{}, new(bool)
	u = &UARTHS{Line: l, CPUHz: func() uint64 { return cpuHz }, IRQ: func(raised bool) { *irq = raised }}
	u.Reset()
	return u, l, irq
}

func TestUARTHSIsUsableAsTheROMLeavesIt(t *testing.T) {
	u, l, _ := newUARTHS()
	assert.Equal(t, uint64(115214), u.Baud(), "with the nearest divisor")
	for _, b := range []byte("hello") {
		assert.Zero(t, load(t, u, uarthsTxData, 4), "never full")
		u.Store(uarthsTxData, 4, uint64(b))
	}
	assert.Equal(t, "hello", string(l.sent))
}

func TestUARTHSReceivesAndTellsWhenItIsEmpty(t *testing.T) {
	u, l, _ := newUARTHS()
	assert.Equal(t, uint64(uarthsEmpty), load(t, u, uarthsRxData, 4))
	l.input = []byte("xy")
	assert.Equal(t, uint64('x'), load(t, u, uarthsRxData, 4))
	assert.Equal(t, uint64('y'), load(t, u, uarthsRxData, 4))
	assert.Equal(t, uint64(uarthsEmpty), load(t, u, uarthsRxData, 4))
}

func TestUARTHSDropsWhatAFullFIFOHasNoRoomFor(t *testing.T) {
	u, l, _ := newUARTHS()
	u.Store(uarthsTxControl, 4, 0)
	for b := range uint64(8) {
		assert.Zero(t, load(t, u, uarthsTxData, 4))
		u.Store(uarthsTxData, 4, '0'+b)
	}
	assert.Equal(t, uint64(uarthsFull), load(t, u, uarthsTxData, 4))
	u.Store(uarthsTxData, 4, '8')
	assert.Empty(t, l.sent, "the transmitter is off")
	u.Store(uarthsTxControl, 4, uarthsEnable)
	assert.Equal(t, "01234567", string(l.sent))
}

func TestUARTHSReceiverThatIsOffLeavesBytesInTheLine(t *testing.T) {
	u, l, _ := newUARTHS()
	u.Store(uarthsRxControl, 4, 0)
	l.input = []byte("abcdefghij")
	assert.Equal(t, uint64(uarthsEmpty), load(t, u, uarthsRxData, 4))
	u.Store(uarthsRxControl, 4, uarthsEnable)
	assert.Equal(t, "ij", string(l.input), "eight fit")
	assert.Equal(t, uint64('a'), load(t, u, uarthsRxData, 4))
	assert.Equal(t, "j", string(l.input))
}

func TestUARTHSInterruptsFollowTheWatermarks(t *testing.T) {
	u, l, irq := newUARTHS()
	u.Store(uarthsIE, 4, uarthsReceiveEvent)
	u.Store(uarthsRxControl, 4, 1<<16|uarthsEnable) // more than one
	l.input = []byte("a")
	u.Update()
	assert.False(t, *irq)
	assert.Zero(t, load(t, u, uarthsIP, 4))
	l.input = []byte("b")
	u.Update()
	assert.True(t, *irq)
	assert.Equal(t, uint64(uarthsReceiveEvent), load(t, u, uarthsIP, 4))
	load(t, u, uarthsRxData, 4)
	assert.False(t, *irq)

	u.Store(uarthsTxControl, 4, 1<<16|uarthsEnable) // less than one
	assert.Equal(t, uint64(uarthsTransmitEvent), load(t, u, uarthsIP, 4))
	assert.False(t, *irq, "not enabled")
	u.Store(uarthsIE, 4, uarthsTransmitEvent)
	assert.True(t, *irq)
	u.Store(uarthsTxControl, 4, 1<<16)
	u.Store(uarthsTxData, 4, 'x')
	assert.False(t, *irq, "one is there")
	u.Reset()
	assert.False(t, *irq)
}

func TestUARTHSRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	u, _, _ := newUARTHS()
	for offset, want := range map[uint64]uint64{
		uarthsTxControl: 0x7_0003, uarthsRxControl: 0x7_0001, uarthsIE: 3, uarthsDivisor: 0xffff, 0x1c: 0, 0xffc: 0,
	} {
		assert.True(t, u.Store(offset, 4, 0xffff_ffff))
		assert.Equal(t, want, load(t, u, offset, 4), "register %#x", offset)
	}
	was := load(t, u, uarthsIP, 4)
	u.Store(uarthsIP, 4, ^was)
	assert.Equal(t, was, load(t, u, uarthsIP, 4))
}

func TestUARTHSHasWordsOnly(t *testing.T) {
	u, l, _ := newUARTHS()
	assert.False(t, u.Store(uarthsTxData, 1, 'a'))
	assert.False(t, u.Store(uarthsTxData, 8, 'a'))
	_, ok := u.Load(uarthsRxData+2, 2)
	assert.False(t, ok)
	assert.Empty(t, l.sent)
}

func TestUARTHSGarblesAtAnotherRateThanTheLines(t *testing.T) {
	for divisor, fits := range map[uint64]bool{
		3384: true, 3384 * 98 / 100: true, 3384 * 102 / 100: true, 3384 * 96 / 100: false, 3384 * 104 / 100: false,
		1692: false, 0: false, 0xffff: false,
	} {
		u, l, _ := newUARTHS()
		var reported []uint64
		u.Garbled = func(baud uint64) { reported = append(reported, baud) }
		u.Store(uarthsDivisor, 4, divisor)
		u.Store(uarthsTxData, 4, 'A')
		l.input = []byte("B")
		received := load(t, u, uarthsRxData, 4)
		assert.Len(t, l.sent, 1)
		if fits {
			assert.Equal(t, "A", string(l.sent))
			assert.Equal(t, uint64('B'), received)
			assert.Empty(t, reported)
		} else {
			assert.Equal(t, []uint64{u.Baud(), u.Baud()}, reported, "divisor %d", divisor)
		}
	}
}

func TestUARTHSGarblesWhenTheCPUsClockChanges(t *testing.T) {
	l, hz := &line{}, uint64(cpuHz)
	u := &UARTHS{Line: l, CPUHz: func() uint64 { return hz }}
	u.Reset()
	u.Store(uarthsTxData, 4, 'U')
	hz = oscillatorHz
	u.Store(uarthsTxData, 4, 'U')
	hz = 0
	u.Store(uarthsTxData, 4, 'U')
	assert.Equal(t, byte('U'), l.sent[0])
	assert.NotEqual(t, byte('U'), l.sent[1])
	assert.Len(t, l.sent, 3)
}

func TestUARTHSFitsALineThatHasItsRate(t *testing.T) {
	u, l, _ := newUARTHS()
	u.Store(uarthsDivisor, 4, cpuHz/1_500_000-1)
	u.LineBaud = 1_500_000
	u.Store(uarthsTxData, 4, 'x')
	assert.Equal(t, "x", string(l.sent))
}

func TestTheROMLeavesUARTHSListening(t *testing.T) {
	u, l, irq := newUARTHS()
	assert.True(t, u.Listening())
	l.input = []byte("x")
	u.Update()
	assert.True(t, *irq)
	u.Store(uarthsIE, 4, 0)
	assert.False(t, u.Listening())
	assert.False(t, *irq)
}

func TestAReceiverSamplesTheMiddleOfItsBits(t *testing.T) {
	for _, test := range []struct {
		name             string
		b                byte
		sender, receiver uint64
		want             byte
	}{
		{"same rate", 0x5a, 115200, 115200, 0x5a},
		{"twice as fast: data bits 2, 4 and 6, then the idle line", 0b0001_0000, 230400, 115200, 0b1111_1010},
		{"half as fast: each bit twice, after half a start bit", 0b0000_1010, 57600, 115200, 0b1001_1000},
		{"much faster: the line is idle again", 0, 10_000_000, 115200, 0xff},
		{"much slower: the start bit", 0xff, 100, 115200, 0},
		{"nobody listens", 0, 115200, 0, 0xff},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, garble(test.b, test.sender, test.receiver))
		})
	}
}
