// SPDX-License-Identifier: MIT

package film_test

import (
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/trace"
	"bugo/tools/heapview/film"
)

var (
	bump  = film.Allocator{Name: "bump", New: func() heap.Allocator { return new(heap.Bump) }}
	buddy = film.Allocator{Name: "buddy", New: func() heap.Allocator { return new(heap.Buddy) }}
	both  = []film.Allocator{bump, buddy}
)

const heapSize = 1 << 18

// fill allocates blocks of 8 to 4096 bytes, frees some of them, and goes on
// until bytes are live that no heap of heapSize can hold.
func fill() *trace.Trace {
	random := rand.New(rand.NewPCG(1, 2))
	t := new(trace.Trace)
	var live []uint32
	sizes := map[uint32]uint32{}
	for sum := uint32(0); sum < heapSize+heapSize/4; {
		if len(live) > 0 && random.IntN(3) == 0 {
			i := random.IntN(len(live))
			t.Ops = append(t.Ops, trace.Op{ID: live[i], Free: true})
			sum -= sizes[live[i]]
			live[i] = live[len(live)-1]
			live = live[:len(live)-1]
			continue
		}
		id, size := uint32(t.IDs), uint32(8+random.IntN(4089))
		t.IDs++
		t.Ops = append(t.Ops, trace.Op{ID: id, Size: size, Align: 8})
		live = append(live, id)
		sizes[id] = size
		sum += size
	}
	return t
}

func TestRecordShowsTheWholeTraceAndEachFirstFailure(t *testing.T) {
	ops := fill()
	f, err := film.Record("fill", ops, both, heapSize, 20)
	require.NoError(t, err)
	require.Equal(t, "operation", f.Unit)
	require.Zero(t, f.Moments[0])
	require.Equal(t, len(ops.Ops), f.Moments[len(f.Moments)-1])
	require.IsIncreasing(t, f.Moments)
	require.LessOrEqual(t, len(f.Moments), 22)
	require.Equal(t, 64, f.CellSize*len(f.Reels[0].Frames[0].Cells)/4096)

	for _, reel := range f.Reels {
		require.Len(t, reel.Frames, len(f.Moments), reel.Allocator)
		failure := reel.Failure
		require.NotNil(t, failure, reel.Allocator)
		require.Equal(t, failure.Operation+1, f.Moments[failure.Frame])
		require.EqualValues(t, ops.Ops[failure.Operation].Size, failure.Size)
		require.Equal(t, 8, failure.Align)

		// The frame is the one right after the first failure.
		shown := reel.Frames[failure.Frame]
		require.Equal(t, 1, shown.Failures)
		require.Equal(t, shown.Requested, failure.Live)
		require.Less(t, shown.LargestFree, failure.Size)
		require.Zero(t, reel.Frames[failure.Frame-1].Failures)
	}
}

func TestRecordCountsWhatIsLive(t *testing.T) {
	ops := fill()
	f, err := film.Record("fill", ops, both, heapSize, 50)
	require.NoError(t, err)
	for _, reel := range f.Reels {
		empty := reel.Frames[0]
		require.Zero(t, empty.Requested)
		require.Zero(t, empty.Live)
		for i, frame := range reel.Frames {
			if reel.Failure != nil && i >= reel.Failure.Frame {
				break
			}
			live, requested := 0, 0
			for _, op := range ops.Ops[:f.Moments[i]] {
				if op.Free {
					live--
					requested -= int(size(ops, op.ID))
				} else {
					live++
					requested += int(op.Size)
				}
			}
			require.Equal(t, live, frame.Live, "%s, frame %d", reel.Allocator, i)
			require.Equal(t, requested, frame.Requested, "%s, frame %d", reel.Allocator, i)
			require.LessOrEqual(t, frame.Requested, frame.HandedOut)
			require.Equal(t, empty.Free, frame.HandedOut+frame.Free)
			require.LessOrEqual(t, frame.LargestFree, frame.Free)
			blocks := 0
			for _, n := range frame.FreeBlocks {
				blocks += n
			}
			require.Equal(t, frame.Free > 0, blocks > 0)
		}
	}
}

func size(t *trace.Trace, id uint32) uint32 {
	for _, op := range t.Ops {
		if op.ID == id && !op.Free {
			return op.Size
		}
	}
	return 0
}

func TestRecordIsTheSameEveryTime(t *testing.T) {
	ops := fill()
	first, err := film.Record("fill", ops, both, heapSize, 10)
	require.NoError(t, err)
	second, err := film.Record("fill", ops, both, heapSize, 10)
	require.NoError(t, err)
	require.Equal(t, first, second)
}

// kinds counts the cells of a frame by kind.
func kinds(frame film.Frame) map[film.Kind]int {
	counts := map[film.Kind]int{}
	for _, cell := range frame.Cells {
		counts[cell.Kind()]++
	}
	return counts
}

func TestBumpShowsStuckMemoryUntilAllIsFree(t *testing.T) {
	ops := &trace.Trace{IDs: 2, Ops: []trace.Op{
		{ID: 0, Size: 4096, Align: 1},
		{ID: 1, Size: 4096, Align: 1},
		{ID: 0, Free: true},
		{ID: 1, Free: true},
	}}
	f, err := film.Record("stuck", ops, []film.Allocator{bump}, 16384, 5)
	require.NoError(t, err)
	frames := f.Reels[0].Frames
	require.Equal(t, map[film.Kind]int{film.KindFree: 512, film.KindOf(4096): 512}, kinds(frames[2]))
	require.Equal(t, map[film.Kind]int{film.KindFree: 512, film.KindOf(4096): 256, film.KindStuck: 256}, kinds(frames[3]))
	require.Equal(t, 0.5, frames[3].Internal())
	require.Equal(t, map[film.Kind]int{film.KindFree: 1024}, kinds(frames[4]))
	require.Zero(t, frames[4].Internal())
}

func TestBuddyShowsItsRecordsAndItsRounding(t *testing.T) {
	ops := &trace.Trace{IDs: 1, Ops: []trace.Op{{ID: 0, Size: 4096 + 32, Align: 8}}}
	f, err := film.Record("rounding", ops, []film.Allocator{buddy}, 32768, 2)
	require.NoError(t, err)
	counts := kinds(f.Reels[0].Frames[1])
	require.Positive(t, counts[film.KindRecords])
	require.InDelta(t, 256, counts[film.KindRounded], 4)
	require.InDelta(t, 258, counts[film.KindOf(4128)], 1)
	require.Positive(t, counts[film.KindFree])
}

func TestRecordRefusesHeapsThatCannotBe(t *testing.T) {
	for size, want := range map[int]string{
		0:           "a heap of 0 bytes cannot be replayed",
		-5:          "a heap of -5 bytes cannot be replayed",
		1<<30 + 1:   "a heap of 1073741825 bytes cannot be replayed",
		100:         "buddy: a heap of 100 bytes: " + heap.ErrRegionTooSmall.Error(),
		film.Levels: "a heap of 4 bytes cannot be replayed: give it from 64 bytes to 1 GiB",
	} {
		_, err := film.Record("x", fill(), []film.Allocator{buddy}, size, 10)
		require.ErrorContains(t, err, want)
	}
}

// deaf is an allocator that refuses to take blocks back.
type deaf struct{ heap.Bump }

func (d *deaf) Free(unsafe.Pointer) error { return heap.ErrForeign }

func TestRecordReportsRefusedFrees(t *testing.T) {
	_, err := film.Record("x", fill(), []film.Allocator{{Name: "deaf", New: func() heap.Allocator { return new(deaf) }}}, heapSize, 10)
	require.ErrorContains(t, err, "deaf: ")
	require.ErrorContains(t, err, "frees of good blocks were refused")
	require.ErrorIs(t, err, heap.ErrForeign)
}

func TestRecordTakesAFrameForEachOperationOfShortTraces(t *testing.T) {
	ops := &trace.Trace{IDs: 1, Ops: []trace.Op{{ID: 0, Size: 16, Align: 8}, {ID: 0, Free: true}}}
	f, err := film.Record("short", ops, both, 65536, 400)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 2}, f.Moments)
	require.Nil(t, f.Reels[0].Failure)
	require.Equal(t, []int{0, 1, 1, 2}, []int{f.At(0), f.At(0.5), f.At(0.99), f.At(1)})
}
