// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"bugo/heap/bench/job"
	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
	"bugo/heap/trace"
)

// repetitions is how often the host's time is taken. The shortest counts.
const repetitions = 3

// runHost measures the traces on the host.
func (b *bench) runHost() error {
	align := job.RegionAlign(b.heapSize)
	memory := make([]byte, uintptr(b.heapSize)+align+job.RegionOffset)
	start := (uintptr(unsafe.Pointer(&memory[0]))+align-1)&^(align-1) + job.RegionOffset
	for i, packed := range b.packed {
		ops := make([]trace.Op, packed.Len())
		if err := packed.Unpack(ops); err != nil {
			return fmt.Errorf("%s: %w", b.workloads[i].name, err)
		}
		m := measure.New(start, uintptr(b.heapSize), ops, make([]trace.Op, 0, len(ops)), make([]measure.Slot, packed.Slots()), nil)
		for _, n := range b.allocators {
			o := new(outcome.Outcome)
			if err := m.Run(measure.Allocator(n), o); err != nil {
				return b.refused(n, err)
			}
			c := b.cell(n, i)
			c.host = o
			c.nanoseconds = nanoseconds(&m, n) / float64(max(o.Ops, 1))
		}
	}
	runtime.KeepAlive(memory)
	return nil
}

// refused says that an allocator cannot have such a heap.
func (b *bench) refused(allocator int, err error) error {
	return fmt.Errorf("%s: a heap of %d bytes: %w", measure.Names[allocator], b.heapSize, err)
}

// nanoseconds returns how long the trace takes that m ran last, less what the
// replay itself takes.
func nanoseconds(m *measure.Bench, allocator int) float64 {
	shortest, empty := time.Duration(1<<62), time.Duration(1<<62)
	for range repetitions {
		begun := time.Now()
		m.Replay(new(measure.Null))
		empty = min(empty, time.Since(begun))
		a := measure.Allocator(allocator)
		_ = a.Init(m.Start, m.Size) // went well before
		begun = time.Now()
		m.Replay(a)
		shortest = min(shortest, time.Since(begun))
	}
	return float64(max(shortest-empty, 0))
}
