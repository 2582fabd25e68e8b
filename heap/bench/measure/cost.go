// SPDX-License-Identifier: MIT

package measure

import (
	"unsafe"

	"bugo/heap"
	"bugo/heap/bench/outcome"
	"bugo/heap/trace"
)

// Null is the allocator that does nothing. Its methods have pointer receivers
// like those of the others: a call through the interface then costs the same,
// and without it a wrapper would count as part of the harness. The return that
// each of them has does count as such: three instructions at most.
type Null struct{}

func (*Null) Init(start, size uintptr) error           { return nil }
func (*Null) Alloc(size, align uintptr) unsafe.Pointer { return nil }
func (*Null) Free(p unsafe.Pointer) error              { return nil }
func (*Null) Stats() heap.Stats                        { return heap.Stats{} }
func (*Null) Owns(address uintptr) bool                { return false }

// null is not on a stack, as the others are not.
var null Null

// weigh counts what the operations cost, together and each.
func (b *Bench) weigh(allocator heap.Allocator, o *outcome.Outcome) error {
	before := b.Count()
	b.Replay(&null)
	o.Harness = b.Count() - before
	if err := allocator.Init(b.Start, b.Size); err != nil {
		return err
	}
	before = b.Count()
	b.Replay(allocator)
	o.Cost = less(b.Count()-before, o.Harness)

	emptyAlloc, emptyFree := dearest(b.replayed, b.Slots, &null, b.Count)
	if err := allocator.Init(b.Start, b.Size); err != nil {
		return err
	}
	o.MaxAlloc, o.MaxFree = dearest(b.replayed, b.Slots, allocator, b.Count)
	o.MaxAlloc, o.MaxFree = less(o.MaxAlloc, emptyAlloc), less(o.MaxFree, emptyFree)
	return nil
}

// less returns a - b, or 0 if that is negative.
func less(a, b uint64) uint64 { return a - min(a, b) }

// Replay carries out the trace that was run last, with an allocator fresh from
// Init. It is the loop that is measured: it is the same for every allocator,
// with no branch that depends on what one returns.
func (b *Bench) Replay(allocator heap.Allocator) { replay(b.replayed, b.Slots, allocator) }

//go:noinline
func replay(ops []trace.Op, slots []Slot, allocator heap.Allocator) {
	for i := range ops {
		op := &ops[i]
		slot := &slots[op.ID]
		if op.Free {
			_ = allocator.Free(slot.address) // probe has counted the errors
		} else {
			slot.address = allocator.Alloc(uintptr(op.Size), uintptr(op.Align))
		}
	}
}

// dearest is replay with the counter read around each call. It returns the
// largest differences.
//
//go:noinline
func dearest(ops []trace.Op, slots []Slot, allocator heap.Allocator, count func() uint64) (alloc, free uint64) {
	for i := range ops {
		op := &ops[i]
		slot := &slots[op.ID]
		if op.Free {
			address := slot.address
			before := count()
			_ = allocator.Free(address)
			free = max(free, count()-before)
		} else {
			size, align := uintptr(op.Size), uintptr(op.Align)
			before := count()
			address := allocator.Alloc(size, align)
			alloc = max(alloc, count()-before)
			slot.address = address
		}
	}
	return alloc, free
}
