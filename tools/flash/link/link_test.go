// SPDX-License-Identifier: MIT

package link_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210/isp"
	"bugo/tools/flash/link"
	"bugo/tools/flash/link/romtest"
)

const base = 0x80000000

// connect returns a board and a link to it, with a board that has faults.
func connect(faults map[int]romtest.Fault) (*romtest.Board, *romtest.Wire, *link.Link) {
	board := romtest.New()
	board.Faults = faults
	wire := romtest.NewWire(board)
	return board, wire, link.New(wire, wire, link.DefaultTiming)
}

// program returns n bytes with all values, SLIP's among them.
func program(n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(i + i>>8)
	}
	return p
}

// upload does what the command does.
func upload(l *link.Link, image []byte) error {
	return errors.Join(l.Greet(), l.WriteMemory(base, image, nil), l.Boot(base))
}

// requireBooted checks that the image has arrived, nothing else was written,
// and it runs.
func requireBooted(t *testing.T, b *romtest.Board, image []byte) {
	t.Helper()
	require.Empty(t, b.Mistakes)
	require.True(t, bytes.Equal(image, b.Memory[:len(image)]), "the image did not arrive")
	require.Equal(t, len(b.Memory)-len(image), bytes.Count(b.Memory[len(image):], []byte{romtest.Poison}), "more than the image was written")
	require.True(t, b.Booted)
	require.EqualValues(t, base, b.Entry)
}

func TestUploadTakesNoMoreFramesThanItMust(t *testing.T) {
	board, _, link := connect(nil)
	image := program(3*isp.MaxMemoryWrite + 1)
	var done []int
	require.NoError(t, link.Greet())
	require.NoError(t, link.WriteMemory(base, image, func(n int) { done = append(done, n) }))
	assert.Equal(t, []int{1024, 2048, 3072, 3073}, done)
	assert.Equal(t, 5, board.Frames)
	require.NoError(t, link.Boot(base))
	requireBooted(t, board, image)
}

func TestUploadSurvivesEveryFaultInEveryFrame(t *testing.T) {
	image := program(2*isp.MaxMemoryWrite + 100)
	for _, fault := range romtest.Transient {
		for frame := range 5 { // greeting, three writes, boot
			t.Run(fmt.Sprintf("fault %d in frame %d", fault, frame), func(t *testing.T) {
				board, _, link := connect(map[int]romtest.Fault{frame: fault})
				require.NoError(t, upload(link, image))
				requireBooted(t, board, image)
			})
		}
	}
}

func TestUploadSurvivesManyFaults(t *testing.T) {
	image := program(20*isp.MaxMemoryWrite + 7)
	for seed := range uint64(200) {
		board, _, link := connect(nil)
		random := rand.New(rand.NewPCG(seed, 5))
		board.Every = func(int) romtest.Fault {
			if random.IntN(4) > 0 {
				return romtest.None
			}
			return romtest.Transient[random.IntN(len(romtest.Transient))]
		}
		require.NoError(t, link.Greet(), "seed %d", seed)
		require.NoError(t, link.WriteMemory(base, image, nil), "seed %d", seed)
		// (A boot is not acknowledged: where its request and all probes are lost, nobody can tell.)
		board.Every = nil
		require.NoError(t, link.Boot(base), "seed %d", seed)
		requireBooted(t, board, image)
	}
}

// A lossy line drops single bytes on their way to the board, frame ends among
// them. (On the way back nothing could tell a changed reason from a true one.)
type lossy struct {
	*romtest.Wire
	random *rand.Rand
	lost   int
}

func (l *lossy) Write(line []byte) (int, error) {
	var rest []byte
	for _, b := range line {
		if l.random.IntN(2000) == 0 {
			l.lost++
			continue
		}
		rest = append(rest, b)
	}
	_, err := l.Wire.Write(rest)
	return len(line), err
}

func TestUploadSurvivesLostBytes(t *testing.T) {
	image := program(20 * isp.MaxMemoryWrite)
	lost := 0
	for seed := range uint64(100) {
		board := romtest.New()
		line := &lossy{Wire: romtest.NewWire(board), random: rand.New(rand.NewPCG(seed, 6))}
		require.NoError(t, upload(link.New(line, line, link.DefaultTiming), image), "seed %d", seed)
		requireBooted(t, board, image)
		lost += line.lost
	}
	assert.Greater(t, lost, 1000, "the line was not lossy")
}

func TestALostFrameEndCostsOneTry(t *testing.T) {
	board, wire, link := connect(nil)
	whole := isp.AppendFrame(nil, isp.Request{Op: isp.OpMemoryWrite, Address: base, Length: 1, Data: []byte{1}}.AppendBody(nil))
	_, err := wire.Write(whole[:len(whole)-1])
	require.NoError(t, err)
	// The next request ends that frame, and the reply to it comes first.
	require.NoError(t, link.WriteMemory(base, []byte{2}, nil))
	require.NoError(t, link.Boot(base))
	requireBooted(t, board, []byte{2})
}

func TestErrorsNameCommandAddressAndReason(t *testing.T) {
	always := func(fault romtest.Fault) func(int) romtest.Fault {
		return func(n int) romtest.Fault {
			if n < 2 { // the greeting and the first write
				return romtest.None
			}
			return fault
		}
	}
	for _, test := range []struct {
		name  string
		fault romtest.Fault
		is    error
		want  string
	}{
		{"silence", romtest.DropRequest, link.ErrNoReply, "memory write (C3) at 0x80000400: no reply from the board, 10 attempts"},
		{"refusals", romtest.CorruptRequest, link.ErrRefused, "memory write (C3) at 0x80000400: the board refused: bad checksum (E2), 10 attempts"},
		{"broken requests", romtest.TruncateRequest, link.ErrRefused, "memory write (C3) at 0x80000400: the board refused: bad checksum (E2), 10 attempts"},
		{"replies to nothing", romtest.WrongOp, link.ErrNoReply, "memory write (C3) at 0x80000400: no reply from the board, 10 attempts"},
	} {
		t.Run(test.name, func(t *testing.T) {
			board, wire, link := connect(nil)
			board.Every = always(test.fault)
			start := wire.Now()
			require.NoError(t, link.Greet())
			err := link.WriteMemory(base, program(3000), nil)
			require.ErrorIs(t, err, test.is)
			assert.EqualError(t, err, test.want)
			assert.Equal(t, 12, board.Frames)
			assert.Less(t, wire.Now().Sub(start), 15*time.Second)
		})
	}
}

func TestGreetingNobodyAnswers(t *testing.T) {
	_, wire, link := connect(nil)
	wire.Baud = 9600
	assert.EqualError(t, link.Greet(), "greeting (C2): no reply from the board, 10 attempts")
}

func TestALostPortIsNoReasonToTryAgain(t *testing.T) {
	board, wire, link := connect(nil)
	wire.Lost = errors.New("input/output error")
	assert.EqualError(t, link.Greet(), "greeting (C2): cannot write to the port: input/output error")
	assert.EqualError(t, link.Boot(base), "boot (C5) at 0x80000000: cannot write to the port: input/output error")
	assert.Zero(t, board.Frames)
}

func TestOnlyMemoryThatIsOnIsWritten(t *testing.T) {
	for _, test := range []struct {
		address uint32
		size    int
	}{{base - 1, 1}, {0x80600000, 1}, {0x805fffff, 2}, {base, 6<<20 + 1}} {
		board, _, link := connect(nil)
		err := link.WriteMemory(test.address, make([]byte, test.size), nil)
		require.ErrorContains(t, err, "do not fit into [0x80000000, 0x80600000), the SRAM that is on at reset")
		assert.Zero(t, board.Frames)
	}
	board, _, link := connect(nil)
	require.NoError(t, link.WriteMemory(0x805fffff, []byte{1}, nil))
	assert.EqualValues(t, 1, board.Memory[len(board.Memory)-1])
}

func TestBootNoticesThatTheROMIsStillThere(t *testing.T) {
	board, _, link := connect(nil)
	board.Every = func(n int) romtest.Fault {
		if n%2 == 0 { // every boot, and no probe
			return romtest.DropRequest
		}
		return romtest.None
	}
	assert.EqualError(t, link.Boot(base), "boot (C5) at 0x80000000: the ROM did not jump: it still answers after 10 attempts")
	board.Every = func(int) romtest.Fault { return romtest.CorruptRequest }
	assert.EqualError(t, link.Boot(base), "boot (C5) at 0x80000000: the board refused: bad checksum (E2), 10 attempts")
	assert.False(t, board.Booted)
}

func TestTextBehindABootIsTheProgramsAndIsNotLost(t *testing.T) {
	board, wire, l := connect(nil)
	wire.Behind = []byte("hello")
	require.NoError(t, l.Boot(base))
	assert.True(t, board.Booted)
	assert.Equal(t, 1, board.Frames, "the program was greeted")
	assert.Equal(t, "hello", string(l.Unread()))

	board, wire, l = connect(map[int]romtest.Fault{0: romtest.Chatter})
	wire.Behind = []byte("late")
	require.NoError(t, l.Boot(base))
	assert.True(t, board.Booted)
}

func TestTextsOfTheBoardAreHandedOn(t *testing.T) {
	_, _, link := connect(map[int]romtest.Fault{0: romtest.Chatter})
	var texts []string
	link.Debug = func(text string) { texts = append(texts, text) }
	require.NoError(t, link.Greet())
	assert.Equal(t, []string{"hello"}, texts)
}

func TestSetBaudChangesBothEndsOrNone(t *testing.T) {
	board, wire, link := connect(nil)
	require.NoError(t, link.SetBaud(115200, 115200, wire.SetBaud))
	assert.Zero(t, board.Frames)
	require.NoError(t, link.SetBaud(115200, 1500000, wire.SetBaud))
	assert.EqualValues(t, 1500000, board.Baud)
	assert.EqualValues(t, 1500000, wire.Baud)

	board, wire, link = connect(map[int]romtest.Fault{0: romtest.DropRequest})
	assert.EqualError(t, link.SetBaud(115200, 1500000, wire.SetBaud),
		"baud rate (C6): the board does not answer at 1500000 baud: reset it and stay at 115200: greeting (C2): no reply from the board, 10 attempts")
	assert.EqualValues(t, 115200, wire.Baud)
	require.NoError(t, link.Greet())

	refused := func(uint32) error { return errors.New("invalid speed") }
	assert.EqualError(t, link.SetBaud(115200, 7, refused), "baud rate (C6): the port cannot do 7 baud: invalid speed")
	assert.EqualValues(t, 7, board.Baud, "the board had been asked before")
}
