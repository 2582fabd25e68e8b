// SPDX-License-Identifier: MIT

// Package measure replays traces over allocators and finds out what they cost
// and waste. The same code runs on the host and in the guest; what counts
// instructions is handed in, and on the host nothing does.
//
// A trace is replayed four times over a fresh heap, because each question
// would disturb the answer to the others:
//
//  1. What fails? Requests that fail stay in the replays that follow; frees of
//     what was never handed out are taken from them.
//  2. What does it cost? The counter is read before the first operation and
//     after the last. From the difference goes what the very same loop costs
//     with Null, an allocator that does nothing, behind the same interface.
//  3. What is the dearest call? The counter is read around each, less what
//     Null needs there.
//  4. What is wasted? The heap's Stats at moments spread over the trace. They
//     are not free of effects: TLSF gives empty slabs back for them.
//
// Every figure is the same in every run: an allocator's decisions depend on
// the trace and on its region's address alone, see job.RegionOffset.
package measure

import (
	"unsafe"

	"bugo/heap"
	"bugo/heap/bench/outcome"
	"bugo/heap/trace"
)

// Samples is how often the heap's Stats are asked for in a replay, at most.
const Samples = 64

// pageSize is the alignment from which on a request is one for aligned pages.
const pageSize = 4096

// A Bench is the place where allocators are measured.
type Bench struct {
	Start, Size uintptr       // the heap's region
	Ops         []trace.Op    // the trace
	Slots       []Slot        // as many as the trace has
	Count       func() uint64 // the counter of instructions, or nil

	replayed []trace.Op // Ops without the frees of what was never handed out
}

// A Slot holds a live block.
type Slot struct {
	address unsafe.Pointer // nil if there is none
	size    uintptr        // what was asked for
}

// New returns a Bench. replayed has room for as many operations as ops; ops
// and slots are used in place.
func New(start, size uintptr, ops, replayed []trace.Op, slots []Slot, count func() uint64) Bench {
	return Bench{Start: start, Size: size, Ops: ops, Slots: slots, Count: count, replayed: replayed[:0]}
}

// Run measures an allocator. The error is that of its Init.
func (b *Bench) Run(allocator heap.Allocator, o *outcome.Outcome) error {
	*o = outcome.Outcome{}
	if err := allocator.Init(b.Start, b.Size); err != nil {
		return err
	}
	b.probe(allocator, o)
	if b.Count != nil {
		if err := b.weigh(allocator, o); err != nil {
			return err
		}
	}
	if err := allocator.Init(b.Start, b.Size); err != nil {
		return err
	}
	b.sample(allocator, o)
	return nil
}

// probe finds out what fails, and so what the other replays do.
func (b *Bench) probe(allocator heap.Allocator, o *outcome.Outcome) {
	live := uint64(0)
	b.replayed = b.replayed[:0]
	clear(b.Slots)
	for i := range b.Ops {
		op := &b.Ops[i]
		slot := &b.Slots[op.ID]
		if op.Free {
			if slot.address == nil {
				continue
			}
			o.Frees++
			if allocator.Free(slot.address) != nil {
				o.FreeErrors++
			}
			live -= uint64(slot.size)
			*slot = Slot{}
		} else {
			o.Allocs++
			*slot = Slot{allocator.Alloc(uintptr(op.Size), uintptr(op.Align)), uintptr(op.Size)}
			if slot.address != nil {
				live += uint64(op.Size)
			} else {
				o.Failures++
				if op.Align >= pageSize {
					o.PageFailures++
				}
				if o.FirstFailure == 0 {
					o.FirstFailure, o.Load = uint64(i)+1, live
				}
			}
		}
		b.replayed = append(b.replayed, *op)
	}
	o.Ops = uint64(len(b.replayed))
	if inspector, ok := allocator.(heap.Inspector); ok && inspector.Check() != nil {
		o.Corrupted = 1
	}
}
