// SPDX-License-Identifier: MIT

package trace

import (
	"iter"
	"unsafe"

	"bugo/heap"
)

// Result is what a replay found. Sizes are in bytes, costs in whatever the
// counter counts.
type Result struct {
	Allocs     int   // calls of Alloc
	Frees      int   // calls of Free
	Failures   int   // calls of Alloc that returned nil
	FreeErrors int   // calls of Free that returned an error
	FirstError error // the first of those

	PeakRequested uintptr // most bytes that were live at once, as asked for

	// FirstFailure is the index of the operation that failed first, -1 when
	// none did, and LoadAtFailure the requested bytes that were live then: the
	// load is LoadAtFailure / heap size.
	FirstFailure  int
	LoadAtFailure uintptr

	// Costs, less what calling an allocator that does nothing costs.
	AllocCost, FreeCost uint64 // sums
	MaxAlloc, MaxFree   uint64 // of one call
}

// Cost returns the average cost of an operation.
func (r *Result) Cost() float64 {
	if r.Allocs+r.Frees == 0 {
		return 0
	}
	return float64(r.AllocCost+r.FreeCost) / float64(r.Allocs+r.Frees)
}

// Max returns the cost of the dearest single operation.
func (r *Result) Max() uint64 { return max(r.MaxAlloc, r.MaxFree) }

// block is a slot of the replay's table.
type block struct {
	address unsafe.Pointer // nil when the slot is empty or its allocation failed
	size    uintptr
}

// Replay carries out ops, whose ids are below slots, with an allocator fresh
// from Init. counter is read before and after each call; nil means do not
// measure. The free of a block whose allocation failed is left out.
func Replay(ops iter.Seq[Op], slots int, allocator heap.Allocator, counter func() uint64) Result {
	result := Result{FirstFailure: -1}
	blocks := make([]block, slots)
	if counter == nil {
		counter = func() uint64 { return 0 }
	}
	overhead := overheadOf(counter, &nothing{})
	live := uintptr(0)
	index := 0
	for op := range ops {
		slot := &blocks[op.ID]
		if !op.Free {
			before := counter()
			address := allocator.Alloc(uintptr(op.Size), uintptr(op.Align))
			cost := counter() - before
			cost -= min(cost, overhead)
			result.Allocs++
			result.AllocCost += cost
			result.MaxAlloc = max(result.MaxAlloc, cost)
			*slot = block{address, uintptr(op.Size)}
			if address != nil {
				live += slot.size
				result.PeakRequested = max(result.PeakRequested, live)
			} else {
				result.Failures++
				if result.FirstFailure < 0 {
					result.FirstFailure, result.LoadAtFailure = index, live
				}
			}
		} else if slot.address != nil {
			before := counter()
			err := allocator.Free(slot.address)
			cost := counter() - before
			cost -= min(cost, overhead)
			result.Frees++
			result.FreeCost += cost
			result.MaxFree = max(result.MaxFree, cost)
			if err != nil {
				result.FreeErrors++
				if result.FirstError == nil {
					result.FirstError = err
				}
			}
			live -= slot.size
			*slot = block{}
		}
		index++
	}
	return result
}

// nothing is the allocator that costs nothing but the calls. Its methods have
// pointer receivers like those of the others: a call through the interface
// then costs the same.
type nothing struct{}

func (*nothing) Init(start, size uintptr) error           { return nil }
func (*nothing) Alloc(size, align uintptr) unsafe.Pointer { return nil }
func (*nothing) Free(p unsafe.Pointer) error              { return nil }
func (*nothing) Stats() heap.Stats                        { return heap.Stats{} }
func (*nothing) Owns(address uintptr) bool                { return false }

// overheadOf returns what Replay counts for a call that does nothing.
//
//go:noinline
func overheadOf(counter func() uint64, allocator heap.Allocator) uint64 {
	least := ^uint64(0)
	for range 4 {
		before := counter()
		allocator.Alloc(8, 8)
		least = min(least, counter()-before)
	}
	return least
}
