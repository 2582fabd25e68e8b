// SPDX-License-Identifier: MIT

package job_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap/bench/job"
	"bugo/heap/trace"
)

func example() []trace.Packed {
	return []trace.Packed{
		trace.Pack(&trace.Trace{IDs: 2, Ops: []trace.Op{{ID: 0, Size: 16, Align: 8}, {ID: 1, Size: 4096, Align: 4096}, {ID: 0, Free: true}}}),
		trace.Pack(&trace.Trace{IDs: 1, Ops: []trace.Op{{ID: 0, Size: 1, Align: 1}}}),
	}
}

func TestAJobIsReadAsItWasWritten(t *testing.T) {
	file := job.Encode(3<<20, 1<<0|1<<2, example())
	require.Equal(t, len(file), job.Length(file[:job.HeaderLength]))
	j, err := job.Open(file)
	require.NoError(t, err)
	require.Equal(t, 3<<20, j.HeapSize())
	require.True(t, j.Wants(0))
	require.False(t, j.Wants(1))
	require.True(t, j.Wants(2))
	require.Equal(t, len(example()), j.Traces())
	for i, want := range example() {
		require.Equal(t, want, j.Trace(i))
	}
}

func TestWhatLiesBehindAJobDoesNotOverlap(t *testing.T) {
	file := job.Encode(3<<20, 7, example())
	j, err := job.Open(file)
	require.NoError(t, err)
	l := j.Layout(job.Address)
	require.Equal(t, 3, l.MaxOps)
	require.Equal(t, 2, l.MaxSlots)
	require.GreaterOrEqual(t, l.Ops, uintptr(job.Address+len(file)))
	require.GreaterOrEqual(t, l.Slots, l.Ops+2*3*16)
	require.GreaterOrEqual(t, l.Region, l.Slots+2*16)
	require.Equal(t, l.Region+3<<20, l.End)
	for _, address := range []uintptr{l.Ops, l.Slots} {
		require.Zero(t, address%8)
	}
	require.Equal(t, uintptr(24), l.Region%64, "an ordinary address")
	require.Equal(t, uintptr(job.RegionOffset), l.Region%(4<<20), "the same to buddies of up to the heap's size")
}

func TestRegionsAreCountedFromAPowerOfTwo(t *testing.T) {
	for heapSize, want := range map[int]uintptr{100: 1 << 20, 1 << 20: 1 << 20, 1<<20 + 1: 2 << 20, 3 << 20: 4 << 20, 256 << 20: 256 << 20} {
		require.Equal(t, want, job.RegionAlign(heapSize))
	}
}

func TestDamagedJobsAreRefused(t *testing.T) {
	good := job.Encode(1<<20, 1, example())
	for length := range good {
		_, err := job.Open(good[:length])
		require.ErrorIs(t, err, job.ErrDamaged, "cut off after %d bytes", length)
	}
	_, err := job.Open(append(good[:len(good):len(good)], 0))
	require.ErrorIs(t, err, job.ErrDamaged, "a byte too many")
	for name, spoiled := range map[string]struct {
		word  int
		value uint64
	}{
		"another magic":               {0, 1},
		"a length beyond all":         {1, 1 << 62},
		"a length of nothing":         {1, 0},
		"a heap beyond all":           {2, 1 << 40},
		"more traces than bytes":      {4, 1 << 60},
		"one trace more":              {4, 3},
		"one trace less":              {4, 1},
		"a trace at its own offset":   {5, 8},
		"a trace beyond the end":      {6, 1 << 63},
		"a trace shorter than it was": {8, 1},
	} {
		t.Run(name, func(t *testing.T) {
			file := append([]byte(nil), good...)
			binary.LittleEndian.PutUint64(file[8*spoiled.word:], spoiled.value)
			_, err := job.Open(file)
			require.ErrorIs(t, err, job.ErrDamaged)
		})
	}
}

// FuzzOpen reads any bytes: a job that opens can be read whole.
func FuzzOpen(f *testing.F) {
	f.Add(job.Encode(1<<20, 1, example()))
	f.Add(job.Encode(0, 0, nil))
	f.Add([]byte("BUGBENCH"))
	f.Fuzz(func(t *testing.T, file []byte) {
		j, err := job.Open(file)
		if err != nil {
			require.ErrorIs(t, err, job.ErrDamaged)
			return
		}
		read := 0
		for i := range j.Traces() {
			read += len(j.Trace(i))
		}
		require.Less(t, read, len(file))
	})
}
