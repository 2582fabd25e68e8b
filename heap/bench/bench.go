// SPDX-License-Identifier: MIT

package main

import (
	"fmt"

	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
	"bugo/heap/trace"
)

// A bench is what is measured, and the figures so far.
type bench struct {
	workloads  []workload
	packed     []trace.Packed
	allocators []int // numbers in measure.Names
	heapSize   int
	cells      map[[2]int]*cell // by allocator and trace
}

// A cell is what is known of one allocator on one trace.
type cell struct {
	host, guest *outcome.Outcome // nil where it was not measured
	nanoseconds float64          // per operation, on the host
}

func newBench(all []workload, allocators []int, heapSize int) *bench {
	b := &bench{workloads: all, allocators: allocators, heapSize: heapSize, cells: map[[2]int]*cell{}}
	for i, w := range all {
		b.packed = append(b.packed, trace.Pack(w.trace))
		for _, n := range allocators {
			b.cells[[2]int{n, i}] = new(cell)
		}
	}
	return b
}

func (b *bench) cell(allocator, workload int) *cell { return b.cells[[2]int{allocator, workload}] }

// outcome returns what is known of memory: host and guest agree on it.
func (c *cell) outcome() *outcome.Outcome {
	if c.guest != nil {
		return c.guest
	}
	return c.host
}

// check looks for what must never be: an allocator that took a proper Free for
// an error or damaged its heap, and a host and a guest that do not agree.
func (b *bench) check() error {
	for i, w := range b.workloads {
		for _, n := range b.allocators {
			c := b.cell(n, i)
			o := c.outcome()
			switch {
			case o.FreeErrors > 0:
				return fmt.Errorf("%s, trace %s: %d proper calls of Free were refused", measure.Names[n], w.name, o.FreeErrors)
			case o.Corrupted > 0:
				return fmt.Errorf("%s, trace %s: the heap's records are damaged at the end", measure.Names[n], w.name)
			}
			if c.host == nil || c.guest == nil {
				continue
			}
			if name := differ(c.host, c.guest); name != "" {
				return fmt.Errorf("%s, trace %s: host and guest do not agree on %s", measure.Names[n], w.name, name)
			}
		}
	}
	return nil
}

// differ returns the name of a figure about memory that differs, or "".
func differ(host, guest *outcome.Outcome) string {
	different := ""
	guest = new(*guest)
	guest.Cost, guest.Harness, guest.MaxAlloc, guest.MaxFree = 0, 0, 0, 0
	figures := map[string]uint64{}
	host.Each(func(name string, figure *uint64) { figures[name] = *figure })
	guest.Each(func(name string, figure *uint64) {
		if *figure != figures[name] && different == "" {
			different = fmt.Sprintf("%s: %d and %d", name, figures[name], *figure)
		}
	})
	return different
}
