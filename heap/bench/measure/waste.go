// SPDX-License-Identifier: MIT

package measure

import (
	"bugo/heap"
	"bugo/heap/bench/outcome"
)

// sample replays the trace and asks for the Stats at moments spread over it.
// What is live it knows itself: bump does not. Asking has its effects, so that
// other requests may fail than before: it replays all of the trace.
func (b *Bench) sample(allocator heap.Allocator, o *outcome.Outcome) {
	clear(b.Slots)
	o.LeastWhole = whole
	live := uint64(0)
	step := len(b.Ops)/Samples + 1
	for i := range b.Ops {
		op := &b.Ops[i]
		slot := &b.Slots[op.ID]
		if op.Free {
			_ = allocator.Free(slot.address) // probe has counted the errors
			live -= uint64(slot.size)
			*slot = Slot{}
		} else if p := allocator.Alloc(uintptr(op.Size), uintptr(op.Align)); p != nil {
			*slot = Slot{p, uintptr(op.Size)}
			live += uint64(op.Size)
		}
		if (i+1)%step != 0 && i+1 != len(b.Ops) {
			continue
		}
		s := allocator.Stats()
		o.PeakRequested = max(o.PeakRequested, live)
		o.PeakHandedOut = max(o.PeakHandedOut, uint64(s.HandedOut))
		if s.Free >= b.Size/8 {
			o.LeastWhole = min(o.LeastWhole, uint64(s.LargestFree)*whole/uint64(s.Free))
		}
	}
}

// whole is all of the free memory, in the units of Outcome.LeastWhole.
const whole = 10_000
