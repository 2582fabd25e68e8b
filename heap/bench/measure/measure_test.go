// SPDX-License-Identifier: MIT

package measure_test

import (
	"errors"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
	"bugo/heap/trace"
)

// meter is a counter that counts itself, as instructions are counted, and what
// allocators say they need.
var meter uint64

func count() uint64 { meter += 5; return meter }

// metered is an allocator over a bump allocator whose calls have a price.
type metered struct {
	heap.Bump
	inits int
	first uint64 // extra, for the first Alloc after Init
	next  uint64
	wrong error // of every Free
}

func (a *metered) Init(start, size uintptr) error {
	a.inits++
	a.next = a.first
	return a.Bump.Init(start, size)
}

func (a *metered) Alloc(size, align uintptr) unsafe.Pointer {
	meter += 20 + a.next
	a.next = 0
	return a.Bump.Alloc(size, align)
}

func (a *metered) Free(p unsafe.Pointer) error {
	meter += 7
	if a.wrong != nil {
		return a.wrong
	}
	return a.Bump.Free(p)
}

// over makes a bench over a heap of 1,000 bytes. The trace asks for more at
// once: its third and fourth request fail.
func over(t *testing.T, count func() uint64) *measure.Bench {
	t.Helper()
	ops := []trace.Op{
		{ID: 0, Size: 400, Align: 8},
		{ID: 1, Size: 300, Align: 8},
		{ID: 2, Size: 500, Align: 8},
		{ID: 0, Free: true},
		{ID: 3, Size: 100, Align: 4096},
		{ID: 2, Free: true},
		{ID: 1, Free: true},
		{ID: 3, Free: true},
	}
	memory := make([]byte, 1064)
	t.Cleanup(func() { clear(memory) }) // it is in use until here
	start := (uintptr(unsafe.Pointer(&memory[0]))+63)&^63 | 24
	m := measure.New(start, 1000, ops, make([]trace.Op, 0, len(ops)), make([]measure.Slot, 4), count)
	return &m
}

func TestFailuresAndTheirLoad(t *testing.T) {
	var o outcome.Outcome
	require.NoError(t, over(t, nil).Run(new(heap.Bump), &o))
	require.Equal(t, outcome.Outcome{
		Ops: 6, Allocs: 4, Frees: 2,
		Failures: 2, PageFailures: 1, FirstFailure: 3, Load: 700,
		PeakRequested: 700, PeakHandedOut: 700, LeastWhole: 10_000,
	}, o)
}

func TestCostIsThatOfTheCallsAlone(t *testing.T) {
	a := &metered{first: 1000}
	var o outcome.Outcome
	require.NoError(t, over(t, count).Run(a, &o))
	require.Equal(t, uint64(4*20+1000+2*7), o.Cost)
	require.Equal(t, uint64(5), o.Harness, "one reading of the counter")
	require.Equal(t, uint64(1020), o.MaxAlloc)
	require.Equal(t, uint64(7), o.MaxFree)
	require.Equal(t, 4, a.inits, "each replay has a fresh heap")

	var again outcome.Outcome
	require.NoError(t, over(t, count).Run(a, &again))
	require.Equal(t, o, again)
}

func TestErrorsOfFreeAreCounted(t *testing.T) {
	var o outcome.Outcome
	require.NoError(t, over(t, nil).Run(&metered{wrong: heap.ErrForeign}, &o))
	require.Equal(t, uint64(2), o.FreeErrors)
}

// damaged is an allocator that finds its heap damaged.
type damaged struct{ heap.TLSF }

func (*damaged) Check() error { return heap.ErrCorrupted }

func TestDamageIsFound(t *testing.T) {
	var o outcome.Outcome
	require.NoError(t, over(t, nil).Run(new(damaged), &o))
	require.Equal(t, uint64(1), o.Corrupted)
	require.NoError(t, over(t, nil).Run(new(heap.TLSF), &o))
	require.Zero(t, o.Corrupted)
}

// refusing is an allocator whose Init fails at the nth call.
type refusing struct {
	heap.Bump
	left int
}

var errRefused = errors.New("refused")

func (a *refusing) Init(start, size uintptr) error {
	if a.left--; a.left < 0 {
		return errRefused
	}
	return a.Bump.Init(start, size)
}

func TestARefusedHeapIsAnError(t *testing.T) {
	var o outcome.Outcome
	for calls := range 4 {
		require.ErrorIs(t, over(t, count).Run(&refusing{left: calls}, &o), errRefused)
	}
	require.NoError(t, over(t, count).Run(&refusing{left: 4}, &o))
}

func TestFragmentationIsSeenAtItsWorst(t *testing.T) {
	// Every other block of a full heap is freed: half is free, in small pieces.
	var ops []trace.Op
	for id := range uint32(60) {
		ops = append(ops, trace.Op{ID: id, Size: 1000, Align: 8})
	}
	for id := uint32(0); id < 60; id += 2 {
		ops = append(ops, trace.Op{ID: id, Free: true})
	}
	for id := uint32(1); id < 60; id += 2 {
		ops = append(ops, trace.Op{ID: id, Free: true})
	}
	memory := make([]byte, 64<<10)
	var o outcome.Outcome
	m := measure.New(uintptr(unsafe.Pointer(&memory[0])), 64<<10, ops, make([]trace.Op, 0, len(ops)), make([]measure.Slot, 60), nil)
	require.NoError(t, m.Run(new(heap.TLSF), &o))
	require.Less(t, o.LeastWhole, uint64(1500))
	require.Equal(t, uint64(60_000), o.PeakRequested)
	require.Greater(t, o.PeakHandedOut, o.PeakRequested)
	clear(memory)
}

// forgetful is an allocator that Stats has an effect on: after it, nothing can
// be had any more, or everything.
type forgetful struct {
	heap.Bump
	asked, reversed bool
}

func (a *forgetful) Init(start, size uintptr) error {
	a.asked = false
	return a.Bump.Init(start, size)
}

func (a *forgetful) Alloc(size, align uintptr) unsafe.Pointer {
	if a.asked != a.reversed {
		return nil
	}
	return a.Bump.Alloc(size, align)
}

func (a *forgetful) Stats() heap.Stats {
	a.asked = true
	return a.Bump.Stats()
}

func TestWhatAskingChangesIsCountedRight(t *testing.T) {
	var o outcome.Outcome
	require.NoError(t, over(t, nil).Run(&forgetful{}, &o))
	require.Equal(t, uint64(400), o.PeakRequested)
	require.NoError(t, over(t, nil).Run(&forgetful{reversed: true}, &o))
	require.Equal(t, uint64(4), o.Failures)
	require.Equal(t, uint64(300+500), o.PeakRequested, "the first sample is taken behind the first request")
}

func TestEveryNameHasItsAllocator(t *testing.T) {
	seen := map[heap.Allocator]bool{}
	for n := range measure.Names {
		seen[measure.Allocator(n)] = true
	}
	require.Len(t, seen, len(measure.Names))
}
