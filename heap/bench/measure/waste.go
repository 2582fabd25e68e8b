// SPDX-License-Identifier: MIT

package measure

import (
	"bugo/heap"
	"bugo/heap/bench/outcome"
)

// sample replays the trace and asks for the Stats at moments spread over it.
func (b *Bench) sample(allocator heap.Allocator, o *outcome.Outcome) {
	clear(b.Slots)
	o.LeastWhole = whole
	step := len(b.replayed)/Samples + 1
	for from := 0; from < len(b.replayed); from += step {
		replay(b.replayed[from:min(from+step, len(b.replayed))], b.Slots, allocator)
		s := allocator.Stats()
		o.PeakRequested = max(o.PeakRequested, uint64(s.Requested))
		o.PeakHandedOut = max(o.PeakHandedOut, uint64(s.HandedOut))
		if s.Free >= b.Size/8 {
			o.LeastWhole = min(o.LeastWhole, uint64(s.LargestFree)*whole/uint64(s.Free))
		}
	}
}

// whole is all of the free memory, in the units of Outcome.LeastWhole.
const whole = 10_000
