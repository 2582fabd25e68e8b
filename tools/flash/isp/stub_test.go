// SPDX-License-Identifier: MIT

package isp_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/flash/isp"
	"bugo/tools/flash/isp/romtest"
)

// connectStub is connect with a stub that answers, and not the ROM.
func connectStub(faults map[int]romtest.Fault) (*romtest.Board, *romtest.Wire, *isp.Link) {
	board, wire, link := connect(faults)
	board.Stub = true
	return board, wire, link
}

func TestStubWritesFlashInPaddedFrames(t *testing.T) {
	board, wire, link := connectStub(nil)
	data := program(isp.MaxFlashWrite + 5)
	require.NoError(t, link.GreetStub())
	require.NoError(t, link.SetStubBaud(115200, 2000000, wire.SetBaud))
	require.NoError(t, link.InitFlash(isp.ChipOnBoard))
	require.NoError(t, link.EraseFlash(0, 4*isp.MaxFlashWrite))
	var done []int
	require.NoError(t, link.WriteFlash(isp.MaxFlashWrite, data, func(n int) { done = append(done, n) }))
	assert.Equal(t, []int{isp.MaxFlashWrite, isp.MaxFlashWrite + 5}, done)
	require.NoError(t, link.Reboot())

	assert.Empty(t, board.Mistakes)
	assert.EqualValues(t, 2000000, board.Baud)
	assert.Equal(t, 1, board.Chip)
	assert.False(t, board.Stub, "the board has not restarted")
	erased := bytes.Repeat([]byte{0xff}, isp.MaxFlashWrite)
	want := append(bytes.Clone(erased), data...)
	want = append(want, make([]byte, isp.MaxFlashWrite-5)...)
	want = append(want, erased...)
	require.True(t, bytes.Equal(want, board.Flash[:len(want)]))
	assert.Equal(t, bytes.Repeat([]byte{romtest.Poison}, len(board.Flash)-len(want)), board.Flash[len(want):])
}

func TestStubSurvivesEveryFaultInEveryFrame(t *testing.T) {
	data := program(isp.MaxFlashWrite + 5)
	for _, fault := range romtest.Transient {
		for frame := range 5 {
			t.Run(fmt.Sprintf("fault %d in frame %d", fault, frame), func(t *testing.T) {
				board, _, link := connectStub(map[int]romtest.Fault{frame: fault})
				require.NoError(t, link.GreetStub())
				require.NoError(t, link.InitFlash(isp.ChipInPackage))
				require.NoError(t, link.EraseFlash(0, 2*isp.MaxFlashWrite))
				require.NoError(t, link.WriteFlash(0, data, nil))
				assert.Empty(t, board.Mistakes)
				assert.Zero(t, board.Chip)
				require.True(t, bytes.Equal(data, board.Flash[:len(data)]))
			})
		}
	}
}

func TestStubErrors(t *testing.T) {
	board, _, link := connectStub(nil)
	assert.EqualError(t, link.EraseFlash(0, 4096), "flash erase (D3) at 0x0: the board refused: bad initialisation (E4), 10 attempts")
	frames := board.Frames
	assert.EqualError(t, link.EraseFlash(0xfff000, 0x1001), "flash erase (D3) at 0xfff000: 4097 bytes pass the end of flash, 0x1000000")
	assert.EqualError(t, link.WriteFlash(0xff0000, make([]byte, 65537), nil), "flash write (D4) at 0xff0000: 131072 bytes pass the end of flash, 0x1000000")
	assert.EqualError(t, link.WriteFlash(4096, []byte{1}, nil), "flash write (D4) at 0x1000: want a multiple of 0x10000")
	assert.Equal(t, frames, board.Frames)

	board, _, link = connect(nil)
	assert.EqualError(t, link.InitFlash(isp.ChipOnBoard), "flash init (D7) at 0x1: the board refused: invalid command (E3), 10 attempts")
	assert.Equal(t, -1, board.Chip)
}
