// SPDX-License-Identifier: MIT

package trace_test

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/trace"
)

// over starts an allocator over fresh memory.
func over(t *testing.T, allocator heap.Allocator, size int) heap.Allocator {
	t.Helper()
	memory := make([]byte, size)
	require.NoError(t, allocator.Init(uintptr(unsafe.Pointer(&memory[0])), uintptr(size)))
	t.Cleanup(func() { clear(memory) }) // the memory is in use until here
	return allocator
}

func TestReplayFindsTheFirstFailure(t *testing.T) {
	parsed, err := trace.Parse(strings.NewReader("a 0 400 8\na 1 300 8\nf 0\na 2 400 8\na 3 100 8\nf 2\nf 1\nf 3"))
	require.NoError(t, err)
	want := trace.Result{
		Allocs: 4, Frees: 3, Failures: 1, PeakRequested: 700, FirstFailure: 3, LoadAtFailure: 300,
	}
	require.Equal(t, want, trace.Replay(parsed.All(), parsed.IDs, over(t, new(heap.Bump), 1000), nil))
	packed := trace.Pack(parsed)
	require.Equal(t, want, trace.Replay(packed.Ops(), packed.Slots(), over(t, new(heap.Bump), 1000), nil))
}

// careless frees every block twice.
type careless struct{ heap.Buddy }

func (a *careless) Free(p unsafe.Pointer) error {
	_ = a.Buddy.Free(p)
	return a.Buddy.Free(p)
}

func TestReplayReportsErrorsOfFree(t *testing.T) {
	parsed, err := trace.Parse(strings.NewReader("a 0 400 8\na 1 300 8\nf 0\nf 1"))
	require.NoError(t, err)
	result := trace.Replay(parsed.All(), parsed.IDs, over(t, new(careless), 1<<16), nil)
	require.Equal(t, 2, result.FreeErrors)
	require.ErrorIs(t, result.FirstError, heap.ErrDoubleFree)
	require.Equal(t, -1, result.FirstFailure)
}

func TestReplayTakesOffTheCostOfMeasuring(t *testing.T) {
	parsed, err := trace.Parse(strings.NewReader("a 0 400 8\na 1 300 8\nf 0\nf 1"))
	require.NoError(t, err)
	ticks := uint64(0)
	counter := func() uint64 { ticks += 10; return ticks } // each reading costs 10, and nothing else does
	result := trace.Replay(parsed.All(), parsed.IDs, over(t, new(heap.Bump), 1000), counter)
	require.Zero(t, result.AllocCost+result.FreeCost)

	ticks = 0
	step := uint64(0)
	counter = func() uint64 { step++; ticks += step; return ticks } // each costs more than the last
	result = trace.Replay(parsed.All(), parsed.IDs, over(t, new(heap.Bump), 1000), counter)
	require.Equal(t, max(result.MaxAlloc, result.MaxFree), result.Max())
	require.Equal(t, float64(result.AllocCost+result.FreeCost)/4, result.Cost())
	require.Less(t, result.MaxAlloc, result.MaxFree)
	require.Zero(t, (&trace.Result{}).Cost())
}

func TestAdversariesAreSoundAndAlwaysTheSame(t *testing.T) {
	const size = 1 << 18
	first, second := trace.Adversaries(size), trace.Adversaries(size)
	require.NotEmpty(t, first)
	for i, adversary := range first {
		t.Run(adversary.Name, func(t *testing.T) {
			require.Equal(t, second[i], adversary)
			require.NoError(t, trace.Pack(adversary.Trace).Check())
			for _, allocator := range []heap.Inspector{new(heap.Buddy), new(heap.TLSF)} {
				over(t, allocator, size)
				result := trace.Replay(adversary.Trace.All(), adversary.Trace.IDs, allocator, nil)
				require.Zero(t, result.FreeErrors)
				require.Positive(t, result.Failures, "the heap never was full")
				require.NoError(t, allocator.Check())
			}
		})
	}
}
