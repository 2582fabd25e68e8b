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

// connectStub is connect with a stub that answers, and not the ROM.
func connectStub(faults map[int]romtest.Fault) (*romtest.Board, *romtest.Wire, *link.Link) {
	board, wire, l := connect(faults)
	board.StartStub()
	return board, wire, l
}

func TestStubWritesFlashInPaddedFrames(t *testing.T) {
	board, wire, l := connectStub(nil)
	data := program(isp.MaxFlashWrite + 5)
	require.NoError(t, l.SetStubBaud(115200, 2000000, wire.SetBaud))
	text, err := l.InitFlash(isp.ChipOnBoard, 1<<20)
	require.NoError(t, err)
	assert.Equal(t, "JEDEC id 0xc86014, 1048576 bytes", text)
	require.NoError(t, l.EraseFlash(0, 4*isp.MaxFlashWrite))
	var done []int
	require.NoError(t, l.WriteFlash(isp.MaxFlashWrite, data, func(n int) { done = append(done, n) }))
	assert.Equal(t, []int{isp.MaxFlashWrite, isp.MaxFlashWrite + 5}, done)
	require.NoError(t, l.Reboot())

	assert.Empty(t, board.Mistakes)
	assert.EqualValues(t, 2000000, board.Baud)
	assert.True(t, board.Rebooted)
	erased := bytes.Repeat([]byte{0xff}, isp.MaxFlashWrite)
	want := append(bytes.Clone(erased), data...)
	want = append(want, make([]byte, isp.MaxFlashWrite-5)...)
	want = append(want, erased...)
	flash := board.Chip.Flash
	require.True(t, bytes.Equal(want, flash[:len(want)]))
	assert.Equal(t, bytes.Repeat([]byte{romtest.Poison}, len(flash)-len(want)), flash[len(want):])
	assert.Equal(t, 2+1+1+2+1, board.Frames, "rate and greeting, init, erase, two writes, reboot")
}

func TestStubSurvivesEveryFaultInEveryFrame(t *testing.T) {
	data := program(isp.MaxFlashWrite + 5)
	for _, fault := range romtest.Transient {
		for frame := range 5 { // init, erase, two writes, reboot
			t.Run(fmt.Sprintf("fault %d in frame %d", fault, frame), func(t *testing.T) {
				board, _, l := connectStub(map[int]romtest.Fault{frame: fault})
				_, err := l.InitFlash(isp.ChipOnBoard, 0)
				require.NoError(t, err)
				require.NoError(t, l.EraseFlash(0, 2*isp.MaxFlashWrite))
				require.NoError(t, l.WriteFlash(0, data, nil))
				require.NoError(t, l.Reboot())
				assert.Empty(t, board.Mistakes)
				assert.True(t, board.Rebooted)
				require.True(t, bytes.Equal(data, board.Chip.Flash[:len(data)]))
			})
		}
	}
}

func TestStubSurvivesManyFaults(t *testing.T) {
	data := program(6*isp.MaxFlashWrite - 7)
	for seed := range uint64(8) {
		board, _, l := connectStub(nil)
		random := rand.New(rand.NewPCG(seed, 7))
		board.Every = func(int) romtest.Fault {
			if random.IntN(2) > 0 {
				return romtest.None
			}
			return romtest.Transient[random.IntN(len(romtest.Transient))]
		}
		_, err := l.InitFlash(isp.ChipOnBoard, 0)
		require.NoError(t, err, "seed %d", seed)
		require.NoError(t, l.WriteFlash(0, data, nil), "seed %d", seed)
		require.True(t, bytes.Equal(data, board.Chip.Flash[:len(data)]), "seed %d", seed)
		assert.Empty(t, board.Mistakes)
	}
}

// What the stub's replies have more than the ROM's is what makes this hold.
func TestADamagedOrEarlierReplyIsNeverTakenForTheRightOne(t *testing.T) {
	board, wire, l := connectStub(map[int]romtest.Fault{1: romtest.LateTwin})
	board.Chip.ID = [3]byte{} // so that the init is refused
	_, err := l.InitFlash(isp.ChipOnBoard, 0)
	require.Error(t, err)
	board.Chip.ID = [3]byte{0xef, 0x40, 0x14}
	_, err = l.InitFlash(isp.ChipOnBoard, 0)
	require.NoError(t, err)
	start := wire.Now()
	require.NoError(t, l.WriteFlash(0, program(3*isp.MaxFlashWrite), nil))
	assert.Less(t, wire.Now().Sub(start), time.Second, "the link waited for something")
}

func TestTheStubIsStartedByTheROM(t *testing.T) {
	for _, fault := range append([]romtest.Fault{romtest.None}, romtest.Transient...) {
		for frame := range 4 { // greeting, a write, boot, the stub's greeting
			t.Run(fmt.Sprintf("fault %d in frame %d", fault, frame), func(t *testing.T) {
				board, _, l := connect(map[int]romtest.Fault{frame: fault})
				board.StartsStub = true
				require.NoError(t, l.Greet())
				require.NoError(t, l.WriteMemory(base, program(100), nil))
				require.NoError(t, l.StartStub(base))
				requireBooted(t, board, program(100))
			})
		}
	}
}

func TestAStubThatRunsAlreadyIsRecognised(t *testing.T) {
	_, _, l := connectStub(nil)
	require.ErrorIs(t, l.Greet(), link.ErrStub)
}

func TestAProgramThatIsNoStubDoesNotAnswer(t *testing.T) {
	board, _, l := connect(nil)
	assert.EqualError(t, l.StartStub(base), "boot (C5) at 0x80000000: the flash stub does not answer")
	assert.True(t, board.Booted)
}

func TestStubErrors(t *testing.T) {
	board, _, l := connectStub(nil)
	assert.EqualError(t, l.EraseFlash(0, 4096), "flash erase (D3) at 0x0: the board refused: no flash chip is initialised: D7 comes first")
	frames := board.Frames
	assert.Equal(t, 1, frames, "what is refused for good was tried again")
	assert.EqualError(t, l.EraseFlash(0xfff000, 0x1001), "flash erase (D3) at 0xfff000: 4097 bytes pass the end of flash, 0x1000000")
	assert.EqualError(t, l.WriteFlash(0xff0000, make([]byte, 65537), nil), "flash write (D4) at 0xff0000: 131072 bytes pass the end of flash, 0x1000000")
	assert.EqualError(t, l.WriteFlash(4096, []byte{1}, nil), "flash write (D4) at 0x1000: want a multiple of 0x10000")
	assert.Equal(t, frames, board.Frames)

	_, err := l.InitFlash(isp.ChipInPackage, 0)
	assert.EqualError(t, err, "flash init (D7): the board refused: only flash chip 1, on SPI3, is known")
	_, err = l.InitFlash(isp.ChipOnBoard, 2<<20)
	assert.EqualError(t, err, "flash init (D7): the board refused: the flash chip (JEDEC id 0xc86014) has 1048576 bytes, and 2097152 are wanted")
	require.ErrorIs(t, err, link.ErrRefused)

	board.Every = func(int) romtest.Fault { return romtest.CorruptRequest }
	_, err = l.InitFlash(isp.ChipOnBoard, 1)
	assert.EqualError(t, err, "flash init (D7): the board refused: bad checksum (E2), 10 attempts")
	board.Every = func(int) romtest.Fault { return romtest.DropReply }
	assert.EqualError(t, l.WriteFlash(0x10000, []byte{1}, nil), "flash write (D4) at 0x10000: no reply from the board, 10 attempts")

	board, wire, l := connectStub(nil)
	wire.Lost = errors.New("input/output error")
	for _, err := range []error{l.WriteFlash(0, []byte{1}, nil), l.Reboot(), l.StartStub(base)} {
		assert.ErrorContains(t, err, "cannot write to the port: input/output error")
	}
	assert.Zero(t, board.Frames)
}

// A noisy line drops and changes single bytes, in both directions.
type noisy struct {
	*romtest.Wire
	random *rand.Rand
	rate   int // one byte in so many
	hits   int
}

func (n *noisy) disturb(data []byte) (out []byte) {
	for _, b := range data {
		if n.random.IntN(n.rate) > 0 {
			out = append(out, b)
			continue
		}
		n.hits++
		if n.random.IntN(2) > 0 {
			out = append(out, b^1<<n.random.IntN(8))
		}
	}
	return out
}

func (n *noisy) Write(line []byte) (int, error) {
	_, err := n.Wire.Write(n.disturb(line))
	return len(line), err
}

func (n *noisy) Read(p []byte) (int, error) {
	got, err := n.Wire.Read(p)
	return copy(p, n.disturb(p[:got])), err
}

func TestWhatIsAcknowledgedIsInFlashHoweverBadTheLine(t *testing.T) {
	data := program(3*isp.MaxFlashWrite - 9)
	written, hits := 0, 0
	for seed := range uint64(24) {
		board := romtest.New()
		board.StartStub()
		line := &noisy{Wire: romtest.NewWire(board), random: rand.New(rand.NewPCG(seed, 8)), rate: 20_000 + int(seed)*5000}
		l := link.New(line, line, link.DefaultTiming)
		before := bytes.Clone(board.Chip.Flash)
		acknowledged := 0
		_, err := l.InitFlash(isp.ChipOnBoard, uint32(len(data)))
		if err == nil {
			err = l.WriteFlash(0x10000, data, func(done int) { acknowledged = done })
		}
		var failed *link.CommandError
		require.True(t, err == nil || errors.As(err, &failed) && errors.Is(err, link.ErrNoReply) || errors.Is(err, link.ErrRefused), "seed %d: %v", seed, err)
		if err == nil {
			written++
			acknowledged = len(data)
		}
		require.True(t, bytes.Equal(data[:acknowledged], board.Chip.Flash[0x10000:][:acknowledged]), "seed %d: acknowledged and not there", seed)
		require.True(t, bytes.Equal(before[:0x10000], board.Chip.Flash[:0x10000]), "seed %d: changed in front", seed)
		require.True(t, bytes.Equal(before[0x40000:], board.Chip.Flash[0x40000:]), "seed %d: changed behind", seed)
		require.Empty(t, board.Mistakes)
		hits += line.hits
	}
	assert.Greater(t, written, 10, "the line was too bad")
	assert.Greater(t, hits, 200, "the line was too good")
}

func TestWhatComesBehindTheLastReplyIsNotLost(t *testing.T) {
	board, wire, l := connectStub(nil)
	wire.Behind = []byte("the console")
	require.NoError(t, l.Reboot())
	assert.True(t, board.Rebooted)
	assert.Equal(t, "the console", string(l.Unread()))
	assert.Empty(t, l.Unread())
}

func TestTheHostAsksAgainBeforeTheRateLapses(t *testing.T) {
	assert.Less(t, link.DefaultTiming.Write, isp.BaudLapse*time.Millisecond)
	assert.Less(t, link.DefaultTiming.Reply, isp.BaudProbation*time.Millisecond)
}

func TestARateThatDoesNotWorkIsTakenBack(t *testing.T) {
	board, wire, l := connectStub(nil)
	board.BadBaud = 3_000_000
	err := l.SetStubBaud(115200, 3_000_000, wire.SetBaud)
	require.ErrorIs(t, err, link.ErrRate)
	assert.EqualError(t, err, "stub baud rate (D6): no answer at this rate: 3000000 baud")
	assert.EqualValues(t, 115200, board.Baud)
	assert.EqualValues(t, 115200, wire.Baud)
	_, err = l.InitFlash(isp.ChipOnBoard, 0)
	require.NoError(t, err)

	refused := func(rate uint32) error {
		if rate == 7 {
			return errors.New("invalid speed")
		}
		return wire.SetBaud(rate)
	}
	require.ErrorIs(t, l.SetStubBaud(115200, 7, refused), link.ErrRate)
	assert.EqualValues(t, 115200, board.Baud)

	frames := board.Frames
	require.NoError(t, l.SetStubBaud(115200, 115200, refused))
	assert.Equal(t, frames, board.Frames)
}
