// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strings"

	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
)

// A table has a title above its first column, and a row for each trace.
type table struct {
	title string
	rows  []row
}

type row struct {
	name  string
	cells []string // one for each allocator
}

// tables returns what the figures are shown as. A document has no use for
// nanoseconds, nor for a row for each adversary.
func (b *bench) tables(document bool) []table {
	measured := b.cell(b.allocators[0], 0)
	var all []table
	if measured.guest != nil {
		all = append(all, b.perTrace("Guest instructions per operation", document, func(c *cell) string { return perOperation(c.guest.Cost, c.guest.Ops) }))
		if !document {
			all = append(all, b.perTrace("Largest single Alloc / Free, in instructions", document, func(c *cell) string {
				return fmt.Sprintf("%d / %d", c.guest.MaxAlloc, c.guest.MaxFree)
			}))
		}
		also := ""
		if slices.ContainsFunc(b.workloads, func(w workload) bool { return w.adversary }) {
			also = ", adversaries included"
		}
		last := &all[len(all)-1]
		last.rows = append(last.rows,
			b.largest("largest single Alloc"+also, func(o *outcome.Outcome) uint64 { return o.MaxAlloc }),
			b.largest("largest single Free"+also, func(o *outcome.Outcome) uint64 { return o.MaxFree }))
	}
	all = append(all,
		b.perTrace("Load at the first failure (requests that fail)", document, b.failure),
		b.perTrace("Peak internal / external fragmentation", document, fragmentation))
	if !document {
		all = append(all,
			b.perTrace("Aligned pages that fail", document, func(c *cell) string { return fmt.Sprint(c.outcome().PageFailures) }),
			b.perTrace("Least LargestFree / Free", document, func(c *cell) string { return percent(c.outcome().LeastWhole, 10_000) }))
	}
	if measured.host != nil && !document {
		all = append(all, b.perTrace("Host nanoseconds per operation (for information)", document, func(c *cell) string { return fmt.Sprintf("%.1f", c.nanoseconds) }))
	}
	return all
}

func (b *bench) perTrace(title string, document bool, show func(*cell) string) table {
	t := table{title: title}
	for i, w := range b.workloads {
		if w.adversary && document {
			continue
		}
		r := row{name: w.name}
		for _, n := range b.allocators {
			r.cells = append(r.cells, show(b.cell(n, i)))
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// largest is a row with the largest figure of all traces.
func (b *bench) largest(name string, figure func(*outcome.Outcome) uint64) row {
	r := row{name: name}
	for _, n := range b.allocators {
		most := uint64(0)
		for i := range b.workloads {
			most = max(most, figure(b.cell(n, i).guest))
		}
		r.cells = append(r.cells, fmt.Sprint(most))
	}
	return r
}

func perOperation(cost, operations uint64) string {
	return fmt.Sprintf("%.1f", float64(cost)/float64(max(operations, 1)))
}

func (b *bench) failure(c *cell) string {
	o := c.outcome()
	if o.Failures == 0 {
		return "none"
	}
	return fmt.Sprintf("%s (%d)", percent(o.Load, uint64(b.heapSize)), o.Failures)
}

// fragmentation shows what of the memory handed out nobody asked for, at its
// peak, and what of the free memory lies in other pieces than the largest.
func fragmentation(c *cell) string {
	o := c.outcome()
	return percent(o.PeakHandedOut-o.PeakRequested, o.PeakHandedOut) + " / " + percent(10_000-o.LeastWhole, 10_000)
}

func percent(part, whole uint64) string {
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(max(whole, 1)))
}

// text renders the tables for a terminal.
func (b *bench) text() string {
	var out strings.Builder
	for _, t := range b.tables(false) {
		width := len(t.title)
		for _, r := range t.rows {
			width = max(width, len(r.name))
		}
		fmt.Fprintf(&out, "%-*s", width, t.title)
		for _, n := range b.allocators {
			fmt.Fprintf(&out, "  %16s", measure.Names[n])
		}
		out.WriteString("\n")
		for _, r := range t.rows {
			fmt.Fprintf(&out, "%-*s", width, r.name)
			for _, c := range r.cells {
				fmt.Fprintf(&out, "  %16s", c)
			}
			out.WriteString("\n")
		}
		out.WriteString("\n")
	}
	fmt.Fprintf(&out, "A heap of %d bytes. Instructions are those of Alloc and Free alone: what the replay itself needs is taken off.\n", b.heapSize)
	return out.String()
}

// document renders the tables for a document.
func (b *bench) document() string {
	var out strings.Builder
	for i, t := range b.tables(true) {
		if i > 0 {
			out.WriteString("\n")
		}
		fmt.Fprintf(&out, "| %s |", t.title)
		for _, n := range b.allocators {
			fmt.Fprintf(&out, " %s |", measure.Names[n])
		}
		out.WriteString("\n|---|" + strings.Repeat("--:|", len(b.allocators)) + "\n")
		for _, r := range t.rows {
			fmt.Fprintf(&out, "| %s | %s |\n", r.name, strings.Join(r.cells, " | "))
		}
	}
	return out.String()
}
