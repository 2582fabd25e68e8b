// SPDX-License-Identifier: MIT

package measure

import (
	"bugo/heap"
	"bugo/heap/bench/outcome"
)

// sample replays the trace and asks for the Stats at moments spread over it.
// What is live it knows itself: bump does not.
func (b *Bench) sample(allocator heap.Allocator, o *outcome.Outcome) {
	clear(b.Slots)
	o.LeastWhole = whole
	live := uint64(0)
	step := len(b.replayed)/Samples + 1
	for i := range b.replayed {
		op := &b.replayed[i]
		slot := &b.Slots[op.ID]
		if op.Free {
			_ = allocator.Free(slot.address) // probe has counted the errors
			live -= uint64(slot.size)
		} else {
			*slot = Slot{allocator.Alloc(uintptr(op.Size), uintptr(op.Align)), uintptr(op.Size)}
			if slot.address != nil {
				live += uint64(op.Size)
			}
		}
		if (i+1)%step != 0 && i+1 != len(b.replayed) {
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
