// SPDX-License-Identifier: MIT

package abi

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func block(t *testing.T, info StartInfo, name string, arguments ...string) []byte {
	t.Helper()
	b := bytes.Repeat([]byte{0xa5}, StartSize(name, arguments))
	require.True(t, PutStart(b, info, name, arguments))
	return b
}

func TestStartBlockBringsEverythingOver(t *testing.T) {
	for _, arguments := range [][]string{nil, {"3"}, {"", ""}, {"seed", "42", "mortal"}, {strings.Repeat("long", 100)}} {
		b := block(t, StartInfo{KernelEntryInstret: 1 << 40, PID: 7, Run: 2}, "power", arguments...)
		require.Zero(t, len(b)%16)
		info, got, err := ParseStart(b)
		require.NoError(t, err)
		assert.Equal(t, append([]string{"power"}, arguments...), got)
		assert.Equal(t, uint64(1<<40), info.KernelEntryInstret)
		assert.Equal(t, uint64(7), info.PID)
		assert.Equal(t, uint64(2), info.Run)
		assert.EqualValues(t, len(got), info.Arguments)
	}
}

func TestStartBlockIsItsStructureInMemory(t *testing.T) {
	b := block(t, StartInfo{KernelEntryInstret: 0x0102030405060708, PID: 2, Run: 3}, "ab", "c")
	require.Len(t, b, 48)
	var got StartInfo
	require.NoError(t, binary.Read(bytes.NewReader(b), binary.LittleEndian, &got))
	assert.Equal(t, StartInfo{0x0102030405060708, 2, 3, 2, 5}, got)
	assert.Equal(t, "ab\x00c\x00\x00\x00\x00", string(b[unsafe.Sizeof(got):]))
}

func TestStartBlockIsRefused(t *testing.T) {
	info := StartInfo{PID: 1}
	assert.False(t, PutStart(make([]byte, 32), info, "a", nil), "too small")
	assert.False(t, PutStart(make([]byte, 64), info, "a", nil), "too large")
	assert.False(t, PutStart(make([]byte, 48), info, "a\x00b", nil), "NUL in the name")
	assert.False(t, PutStart(make([]byte, 48), info, "a", []string{"\x00"}), "NUL in an argument")
}

func TestParseStartRefusesWhatIsNoBlock(t *testing.T) {
	good := block(t, StartInfo{}, "abc", "d")
	edit := func(offset int, value uint64) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint64(b[offset:], value)
		return b
	}
	for name, c := range map[string]struct {
		block []byte
		want  error
	}{
		"nothing":                {nil, ErrStartShort},
		"half a header":          {good[:39], ErrStartShort},
		"arguments cut off":      {good[:44], ErrStartShort},
		"bytes beyond the block": {edit(32, 1<<63), ErrStartShort},
		"too few bytes":          {edit(32, 5), ErrStartArguments},
		"too many arguments":     {edit(24, 3), ErrStartArguments},
		"huge count":             {edit(24, 1<<62), ErrStartArguments},
		"no NUL at the end":      {func() []byte { b := edit(24, 1); b[45] = 'x'; return b }(), ErrStartArguments},
	} {
		_, _, err := ParseStart(c.block)
		assert.Equal(t, c.want, err, name)
	}
	assert.EqualError(t, ErrStartShort, "start block: too short for its header or its arguments")
}

func TestPutStartDoesNotAllocate(t *testing.T) {
	arguments := []string{"3", "mortal"}
	b := make([]byte, StartSize("fuzz", arguments))
	assert.Zero(t, testing.AllocsPerRun(10, func() { PutStart(b, StartInfo{PID: 1}, "fuzz", arguments) }))
}

// What ParseStart accepts, PutStart writes again.
func FuzzParseStart(f *testing.F) {
	b := make([]byte, StartSize("power", []string{"3"}))
	PutStart(b, StartInfo{1, 2, 3, 0, 0}, "power", []string{"3"})
	f.Add(b)
	f.Add(b[:40])
	f.Fuzz(func(t *testing.T, b []byte) {
		info, arguments, err := ParseStart(b)
		if err != nil || len(arguments) == 0 {
			return
		}
		again := make([]byte, StartSize(arguments[0], arguments[1:]))
		require.True(t, PutStart(again, info, arguments[0], arguments[1:]))
		info2, arguments2, err := ParseStart(again)
		require.NoError(t, err)
		require.Equal(t, info, info2)
		require.Equal(t, arguments, arguments2)
	})
}
