// SPDX-License-Identifier: MIT

package draw

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/user/abi"
	"bugo/user/layout"
)

var place = Place{
	Layout: layout.Layout{
		Text: 0x40000000, ROData: 0x40008000, Data: 0x4000c000, DataEnd: 0x40010000, Stack: 0x40011000, StackEnd: 0x40013000,
		Heap: 0x40014000, HeapEnd: 0x40024000, Start: 0x40025000, StartEnd: 0x40026000,
	},
	Break: 0x40024000, Scratch: 0x4000d000, Quiet: 0x4000d200, Request: 0x4000d300, Pid: 5,
}

const draws = 300_000

// within reports whether size bytes at address are in the block at start.
func within(address, size, start, length uintptr) bool {
	return address >= start && address-start <= length && length-(address-start) >= size
}

// memory is every argument that is memory: call, index, size (0: in the next
// argument), alignment, whether 0 means nothing, and whether the
// kernel writes.
var memory = []struct {
	number      uintptr
	index       int
	size, align uintptr
	nullable    bool
	out         bool // the kernel writes there
}{
	{abi.SysRead, 1, 0, 1, false, true},
	{abi.SysWrite, 1, 0, 1, false, false},
	{abi.SysNanosleep, 0, 16, 8, false, false},
	{abi.SysNanosleep, 1, 16, 8, true, true},
	{abi.SysClockGettime, 1, 16, 8, false, true},
	{abi.SysGettimeofday, 0, 16, 8, true, true},
	{abi.SysGettimeofday, 1, 8, 4, true, true},
	{abi.SysSysinfo, 0, 112, 8, false, true},
}

func TestFaultIsExpectedWhereMemoryIsBadAndNowhereElse(t *testing.T) {
	g := New(place, 1, 0)
	var c Call
	for range draws {
		g.Next(&c)
		bad := false
		for _, m := range memory {
			if m.number != c.Number {
				continue
			}
			address, size := c.Arguments[m.index], m.size
			if size == 0 {
				size = c.Arguments[m.index+1]
			}
			if m.nullable && address == 0 {
				continue
			}
			good := place.Readable(address, size)
			if m.out {
				good = place.Writable(address, size)
			}
			if !good || address%m.align != 0 {
				bad = true
				continue
			}
			switch c.Number { // good memory is only what may be used
			case abi.SysWrite:
				require.True(t, c.Exactly == abi.EBADF.Result() || within(address, size, place.Quiet, QuietSize))
			case abi.SysNanosleep:
				require.True(t, m.index == 1 && within(address, size, place.Scratch, ScratchSize) || address == place.Request)
			default:
				require.True(t, within(address, size, place.Scratch, ScratchSize), "%s(%#x)", abi.Name(c.Number), c.Arguments)
			}
		}
		require.Equal(t, bad, c.Answer == Fault, "%s(%#x)", abi.Name(c.Number), c.Arguments)
		require.Equal(t, abi.Name(c.Number) == "", c.Answer == Unknown, "%d", c.Number)
	}
}

func TestNothingHarmfulIsDrawn(t *testing.T) {
	g := New(place, 2, 0)
	var c Call
	for range draws {
		g.Next(&c)
		switch c.Number {
		case abi.SysExit:
			t.Fatal("exit")
		case abi.SysKill:
			pid, signal := int32(c.Arguments[0]), int32(c.Arguments[1])
			require.True(t, signal == abi.SignalProbe || pid >= 1000 || signal > 64, "kill(%d, %d)", pid, signal)
		case abi.SysNanosleep:
			if c.Sleep.Valid() {
				require.LessOrEqual(t, c.Sleep.Sec*1_000_000_000+c.Sleep.Nsec, int64(1_000_000))
			}
		case abi.SysBrk:
			limit := c.Arguments[0]
			require.True(t, limit < place.Heap || limit > place.HeapEnd || limit == place.Break, "%#x", limit)
		case abi.SysSetpriority:
			who := int32(c.Arguments[1])
			require.True(t, who == 0 || who == 5 || who >= 1000, "%d", who)
		case abi.SysRead:
			require.True(t, c.Arguments[0] != 0 || c.Answer == Fault, "a read that waits")
		}
	}
}

func TestEveryCallAndEveryAnswerIsDrawn(t *testing.T) {
	mortal := place
	mortal.Mortal, mortal.Reads = true, 3
	g := New(mortal, 3, 1)
	numbers, answers := map[uintptr]int{}, map[Answer]int{}
	kills, reads := 0, 0
	var c Call
	for range 4 * draws {
		g.Next(&c)
		numbers[c.Number]++
		answers[c.Answer]++
		if c.Number == abi.SysKill && c.Arguments[0] == 5 && (c.Arguments[1] == abi.SIGKILL || c.Arguments[1] == abi.SIGTERM) {
			kills++
		}
		if c.Number == abi.SysRead && c.Arguments[0] == 0 && c.Answer == Sensible {
			reads++
		}
	}
	for number := range uintptr(abi.MaxNumber + 1) {
		assert.NotZero(t, numbers[number], "%d", number)
	}
	assert.Len(t, answers, 4)
	assert.Positive(t, kills)
	assert.Equal(t, 3, reads)
}

func TestASeedAndARunMakeOneSequence(t *testing.T) {
	draw := func(seed, run uint64) (calls [50]Call) {
		g := New(place, seed, run)
		for i := range calls {
			g.Next(&calls[i])
		}
		return calls
	}
	assert.Equal(t, draw(1, 0), draw(1, 0))
	assert.NotEqual(t, draw(1, 0), draw(2, 0))
	assert.NotEqual(t, draw(1, 0), draw(1, 1))
}

func TestAnswersAreJudged(t *testing.T) {
	for _, c := range []struct {
		call Call
		a0   uintptr
		good bool
	}{
		{Call{Answer: Fault}, abi.EFAULT.Result(), true},
		{Call{Answer: Fault}, 0, false},
		{Call{Answer: Unknown}, abi.ENOSYS.Result(), true},
		{Call{Answer: Unknown}, abi.EINVAL.Result(), false},
		{Call{Answer: Value, Exactly: 5}, 5, true},
		{Call{Answer: Value, Exactly: 5}, 6, false},
		{Call{}, 0, true},
		{Call{}, 1 << 20, true},
		{Call{}, abi.EINVAL.Result(), true},
		{Call{}, abi.EFAULT.Result(), false},
		{Call{}, abi.ENOSYS.Result(), false},
		{Call{}, abi.Errno(77).Result(), false},
		{Call{}, 1 << 63, false},
	} {
		assert.Equal(t, c.good, c.call.Good(c.a0), "%v %#x", c.call.Answer, c.a0)
	}
}

func TestDrawingDoesNotAllocate(t *testing.T) {
	g := New(place, 4, 0)
	var c Call
	assert.Zero(t, testing.AllocsPerRun(1000, func() { g.Next(&c) }))
}
