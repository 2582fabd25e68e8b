// SPDX-License-Identifier: MIT

package service

import (
	"encoding/binary"
	"testing"

	"bugo/arch/sbi"
	"bugo/firmware/board"

	"github.com/stretchr/testify/require"
)

// extensions are what a fuzzed call may ask for, so that most calls are known
// ones.
var extensions = [16]uint64{
	0, 1, 2, 3, 4, 5, 6, 7, 8,
	sbi.ExtensionBase, sbi.ExtensionTimer, sbi.ExtensionIPI, sbi.ExtensionRemoteFence,
	sbi.ExtensionHart, sbi.ExtensionReset, sbi.ExtensionDebugConsole,
}

// callBytes is the length of one call in a fuzzer's input: a byte for hart and
// extension, one for the function, and three arguments.
const callBytes = 2 + 3*8

// FuzzHandle makes sequences of calls on two harts, and wants of each: an answer
// of its convention, no access outside the kernel's memory (the fake machine
// panics), a start that is valid, and a state that is one.
func FuzzHandle(f *testing.F) {
	f.Fuzz(func(t *testing.T, input []byte) {
		m, s := newMachine(board.MaxHarts)
		m.caller[maskAt] = 3
		m.input = []byte("typed")
		m.onRaise = func(hart int) {
			if s.records[hart].running() {
				m.on(hart, s.SoftwareInterrupt)
			}
		}
		for ; len(input) >= callBytes; input = input[callBytes:] {
			hart := int(input[0]>>7) % board.MaxHarts
			c := Call{Extension: extensions[input[0]&15], Function: uint64(int8(input[1]))}
			if input[0]&0x40 != 0 {
				c.Extension ^= 0x100 // a neighbour that nobody knows
			}
			for i := range 3 {
				c.Args[i] = binary.LittleEndian.Uint64(input[2+8*i:])
			}
			m.on(hart, func() { step(t, m, s, &c) })
		}
	})
}

// step makes a call on the hart that runs, or lets it start if it is stopped.
func step(t *testing.T, m *machine, s *Service, c *Call) {
	if !s.records[m.hart].running() {
		entry, _, ok := s.Start()
		require.Equal(t, ok, s.records[m.hart].running())
		if ok {
			require.True(t, s.Board.RAM.Contains(uintptr(entry), 2))
			require.False(t, s.Board.Firmware.Overlaps(uintptr(entry), 2))
		}
		return
	}
	answer := s.Handle(c)
	require.Equal(t, answer.Stop, !s.records[m.hart].running())
	err := sbi.Error(answer.A0)
	switch {
	case answer.KeepA1:
		require.True(t, sbi.IsLegacy(c.Extension))
	case err != sbi.Success:
		require.Negative(t, err)
		require.NotEqual(t, "SBI: unknown error", err.Error())
		require.Zero(t, answer.A1, "an error has no value")
	}
	if c.Extension == sbi.ExtensionDebugConsole && c.Function != sbi.DebugConsoleWriteByte {
		require.LessOrEqual(t, answer.A1, c.Args[0])
	}
	for hart := range s.Harts {
		state := status(s, uint64(hart))
		require.Zero(t, state.A0)
		require.Contains(t, []sbi.HartState{sbi.HartStarted, sbi.HartStopped, sbi.HartStartPending}, sbi.HartState(state.A1))
	}
}
