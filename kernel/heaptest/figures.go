// SPDX-License-Identifier: MIT

// Package heaptest is the seed's heap_test in Go: it proves, at every boot and
// before anything else runs, that new, make and append work and that the heap
// keeps its books.
//
// An int on the heap must hold what was put there and lie in .bss, where the
// heap array is; so must a slice grown by append to 500 elements. Both are
// given back with heap.Free, and the heap's figures must change by exactly
// these two blocks. What append left behind while it grew stays: Go has no
// free, and until there is a collector nobody else gives it back.
//
// figures.go is plain Go, tested on the host; heaptest_riscv64.go runs in the
// kernel only.
package heaptest

import "bugo/heap"

// givenBack is what two frees must have changed.
type givenBack struct {
	blocks    uintptr // how many blocks were freed
	requested uintptr // the sizes asked for, in bytes
	taken     uintptr // the blocks' sizes; the heap may take a header more for each
	known     bool    // whether the allocator knows its blocks: bump does not
}

// check compares the heap's figures before and after the frees. It returns
// what is wrong, or "".
func (g givenBack) check(before, after heap.Stats) string {
	switch {
	case after.Allocations != before.Allocations-g.blocks:
		return "the count of allocations is wrong"
	case after.Failures != before.Failures:
		return "a failure was counted"
	case !g.known:
		// Bump's memory comes back all at once, when nothing is live.
		if after.Allocations != 0 && after.HandedOut != before.HandedOut {
			return "bump gave memory back while something was live"
		}
		return ""
	case after.Requested != before.Requested-g.requested:
		return "the bytes requested are wrong"
	case after.HandedOut+g.taken > before.HandedOut:
		return "too few bytes came back"
	case after.HandedOut+after.Free != before.HandedOut+before.Free:
		return "bytes were lost"
	}
	return ""
}
