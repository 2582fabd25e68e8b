// SPDX-License-Identifier: MIT

package task

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeMemory is some memory that begins at base.
type fakeMemory struct {
	base  uintptr
	bytes []byte
}

func (m *fakeMemory) Bytes(base, size uintptr) []byte {
	return m.bytes[base-m.base:][:size]
}

const window = 0x80400000

func newMemory() *fakeMemory {
	return &fakeMemory{base: window, bytes: bytes.Repeat([]byte{0xa5}, 0x3000)}
}

func TestLoadCopiesTheImageAndZeroesTheRest(t *testing.T) {
	memory := newMemory()
	task := Task{Image: []byte("image"), Base: window, Size: 0x2000}
	task.Load(memory)
	assert.Equal(t, "image", string(memory.bytes[:5]))
	assert.Equal(t, make([]byte, 0x2000-5), memory.bytes[5:0x2000])
	assert.Equal(t, bytes.Repeat([]byte{0xa5}, 0x1000), memory.bytes[0x2000:], "beyond the window")
}

func TestMemoryIsTheWindowAndNothingElse(t *testing.T) {
	memory := newMemory()
	task := Task{Base: window + 0x1000, Size: 0x1000}
	for _, c := range []struct {
		addr, size uintptr
		ok         bool
	}{
		{window + 0x1000, 0x1000, true},
		{window + 0x1000, 0, true},
		{window + 0x2000, 0, true},
		{window + 0x1fff, 1, true},
		{window + 0x1fff, 2, false},
		{window + 0x2000, 1, false},
		{window + 0xfff, 1, false},
		{window + 0xfff, 2, false},
		{0, 1, false},
		{window + 0x1800, ^uintptr(0), false},
		{^uintptr(0), 2, false},
	} {
		p, ok := task.Memory(memory, c.addr, c.size)
		require.Equal(t, c.ok, ok, "%#x + %#x", c.addr, c.size)
		if ok {
			require.Len(t, p, int(c.size))
		}
	}
}

func TestTasksRunInOrderAndEnd(t *testing.T) {
	table := Table{Tasks: []Task{{Name: "a"}, {Name: "b"}, {Name: "c"}}}
	require.Nil(t, table.Current())
	for i, end := range []State{Exited, Killed, Exited} {
		next := table.Next()
		require.Equal(t, &table.Tasks[i], next)
		require.Equal(t, Running, next.State)
		require.Equal(t, next, table.Current())
		table.End(end, 10+i)
		require.Equal(t, end, next.State)
		require.Nil(t, table.Current())
	}
	require.Nil(t, table.Next(), "all have ended")
	require.Equal(t, 12, table.Tasks[2].ExitCode)
}

func TestEndWithoutARunningTaskIsABug(t *testing.T) {
	require.PanicsWithValue(t, "task.End: no task is running", func() { (&Table{}).End(Exited, 0) })
}

func TestStatesHaveNames(t *testing.T) {
	assert.Equal(t, "ready running exited killed unknown state",
		Ready.String()+" "+Running.String()+" "+Exited.String()+" "+Killed.String()+" "+State(9).String())
}
