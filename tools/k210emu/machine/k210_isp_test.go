// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/k210/isp"
)

// orders are requests to the boot ROM, as frames.
func orders(requests ...isp.Request) (line []byte) {
	for _, r := range requests {
		line = isp.AppendFrame(line, r.AppendBody(nil))
	}
	return line
}

// start is orders to put an image into memory, and to start it.
func start(image []byte) []byte {
	return orders(
		isp.Request{Op: isp.OpMemoryWrite, Address: k210.SRAMBase, Length: uint32(len(image)), Data: image},
		isp.Request{Op: isp.OpMemoryBoot, Address: k210.SRAMBase},
	)
}

// Answers: to a greeting, and to memory writes.
const (
	greeted = "\xc0\xc2\xe0\xc0"
	written = "\xc0\xc3\xe0\xc0"
	refused = "\xc0\xc3\xe1\xc0" // bad length
)

func TestTheBootKeyMakesTheROMWaitForOrders(t *testing.T) {
	line := &terminal{}
	m, err := NewK210(Board{Line: line, BootKey: true})
	require.NoError(t, err, "flash is empty, and nobody looks")
	assert.False(t, m.fpioa.Level(k210.PinBoot))
	assert.Equal(t, Outcome{Reason: LimitReached}, m.Run(100_000))
	assert.Zero(t, m.Retired())
	assert.NotZero(t, m.Cycles(), "time passes")

	line.input = append(orders(isp.Request{Op: isp.OpGreet}), start(program(code(onHart0,
		put(k210.UARTHSBase, 'A'), halt)...)[0].Bytes)...)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(1_000_000))
	assert.Equal(t, greeted+written+"A", string(line.sent))
	assert.True(t, m.fpioa.Level(k210.PinBoot), "the key was let go")
}

func TestOrdersReachOnlyMemoryThatIsOn(t *testing.T) {
	line := &terminal{}
	m, err := NewK210(Board{Line: line, BootKey: true})
	require.NoError(t, err)
	for _, address := range []uint32{k210.SRAMBase - 1, k210.AISRAMBase - 1, k210.AISRAMBase, k210.UncachedBase, 0} {
		line.input = append(line.input, orders(isp.Request{Op: isp.OpMemoryWrite, Address: address, Length: 2, Data: []byte{1, 2}})...)
	}
	line.input = append(line.input, orders(isp.Request{Op: isp.OpMemoryWrite, Address: k210.AISRAMBase - 2, Length: 2, Data: []byte{1, 2}})...)
	m.Run(1_000_000)
	assert.Equal(t, refused+refused+refused+refused+refused+written, string(line.sent))
	assert.Equal(t, []byte{1, 2}, m.Memory(k210.AISRAMBase - 2)[:2])
}

func TestAResetBootsWhatIsInFlashAfterOrders(t *testing.T) {
	line := &terminal{input: start(program(code(onHart0, put(k210.SYSCTLBase+0x30, 1), spin)...)[0].Bytes)}
	m, err := NewK210(Board{Line: line, BootKey: true,
		Flash: flashed(t, code(onHart0, put(k210.UARTHSBase, 'F'), halt)...)})
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(1_000_000))
	assert.Equal(t, written+"F", string(line.sent))

	line.input = start(program(code(onHart0, put(k210.SYSCTLBase+0x30, 1), spin)...)[0].Bytes)
	m, err = NewK210(Board{Line: line, BootKey: true})
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 1}, m.Run(1_000_000), "there is nothing to boot")
}

func TestTheROMsRateIsThatOfUARTHS(t *testing.T) {
	line := &terminal{input: orders(isp.BaudRequest(isp.OpBaud, 1_500_000), isp.Request{Op: isp.OpGreet})}
	m, err := NewK210(Board{Line: line, BootKey: true, LineBaud: func() uint64 { return k210.ConsoleBaud }})
	require.NoError(t, err)
	m.Run(1_000_000)
	assert.EqualValues(t, 1_500_000, m.uarths.Baud())
	assert.NotEqual(t, greeted, string(line.sent), "the other end has another one")

	rate := uint64(k210.ConsoleBaud)
	line = &terminal{input: orders(isp.BaudRequest(isp.OpBaud, 1_500_000))}
	m, err = NewK210(Board{Line: line, BootKey: true, LineBaud: func() uint64 { return rate }})
	require.NoError(t, err)
	m.Run(1_000_000)
	rate, line.input = 1_500_000, orders(isp.Request{Op: isp.OpGreet})
	m.Run(1_000_000)
	assert.Equal(t, greeted, string(line.sent))

	for _, rate := range []uint32{0, 1, 1<<32 - 1} {
		line.input = orders(isp.BaudRequest(isp.OpBaud, rate))
		m.Run(1_000_000)
	}
}

func TestASnapshotHoldsHalfAFrame(t *testing.T) {
	board := func(line *terminal) Board { return Board{Line: line, BootKey: true} }
	all := start(program(code(onHart0, put(k210.UARTHSBase, 'A'), halt)...)[0].Bytes)
	first, second := &terminal{input: all[:50]}, &terminal{input: all[50:]}
	m, err := NewK210(board(first))
	require.NoError(t, err)
	m.Run(100_000)
	var snapshot bytes.Buffer
	require.NoError(t, m.Save(&snapshot))

	again, err := NewK210(board(second))
	require.NoError(t, err)
	require.NoError(t, again.Restore(&snapshot))
	assert.Equal(t, Outcome{Finished, 0}, again.Run(1_000_000))
	assert.Equal(t, written+"A", string(second.sent))
}

func TestWhoWaitsMayEndTheROMsWait(t *testing.T) {
	m, err := NewK210(Board{Line: &terminal{}, BootKey: true})
	require.NoError(t, err)
	asked := 0
	m.Idle = func(uint64) bool { asked++; return asked < 3 }
	assert.Equal(t, Outcome{Reason: LimitReached}, m.Run(1_000_000))
	assert.Equal(t, 3, asked)
}
