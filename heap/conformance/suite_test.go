// SPDX-License-Identifier: MIT

package conformance_test

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/conformance"
)

// recorder is a T that remembers what failed.
type recorder struct{ failures []string }

func (r *recorder) Helper()           {}
func (r *recorder) Error(args ...any) { r.failures = append(r.failures, fmt.Sprintln(args...)) }

func TestGoodAllocatorsPass(t *testing.T) {
	conformance.Run(t, func() heap.Allocator { return new(heap.Bump) })
	conformance.Run(t, func() heap.Allocator { return new(heap.Buddy) })
	conformance.Run(t, func() heap.Allocator { return new(heap.TLSF) })
}

// Each of these is a good allocator with one defect, which the suite must see.

type misaligned struct{ heap.Buddy }

func (a *misaligned) Alloc(size, align uintptr) unsafe.Pointer {
	return a.Buddy.Alloc(size, min(align, 64))
}

type overlapping struct {
	heap.Bump
	count int
}

func (a *overlapping) Alloc(size, align uintptr) unsafe.Pointer {
	p := a.Bump.Alloc(size, align)
	if a.count++; p != nil && size < 64 && a.count%10 == 0 {
		return unsafe.Add(p, -8)
	}
	return p
}

type leaking struct {
	heap.Buddy
	frees int
}

func (a *leaking) Free(p unsafe.Pointer) error {
	if a.frees++; a.frees%16 == 0 && a.UsableSize(p) != 0 {
		return nil
	}
	return a.Buddy.Free(p)
}

type blind struct{ heap.TLSF }

func (a *blind) Free(p unsafe.Pointer) error {
	_ = a.TLSF.Free(p)
	return nil
}

type outside struct{ heap.Bump }

func (a *outside) Init(start, size uintptr) error { return a.Bump.Init(start, size+8) }

type trusting struct{ heap.Bump }

func (a *trusting) Init(start, size uintptr) error { return a.Bump.Init(start, size&0xffffff) }

type wrapping struct{ heap.Buddy }

func (a *wrapping) Alloc(size, align uintptr) unsafe.Pointer {
	return a.Buddy.Alloc((size+align)-align&^63, align&0xffff)
}

type boastful struct{ heap.TLSF }

func (a *boastful) Stats() heap.Stats {
	stats := a.TLSF.Stats()
	stats.LargestFree += 64
	return stats
}

type forgetful struct{ heap.Buddy }

func (a *forgetful) BlockOf(address uintptr) (heap.Block, bool) {
	block, ok := a.Buddy.BlockOf(address)
	return block, ok && (block.Start == address || block.Size < 256)
}

type generous struct{ heap.Buddy }

func (a *generous) UsableSize(p unsafe.Pointer) uintptr { return (a.Buddy.UsableSize(p) + 31) &^ 31 }

func TestBrokenAllocatorsFail(t *testing.T) {
	for _, c := range []struct {
		allocator func() heap.Allocator
		check     string // one that must fail
	}{
		{func() heap.Allocator { return new(misaligned) }, "aligns up to 4096"},
		{func() heap.Allocator { return new(overlapping) }, "keeps content and never overlaps"},
		{func() heap.Allocator { return new(leaking) }, "recovers from exhaustion in any order"},
		{func() heap.Allocator { return new(leaking) }, "merges up to the largest block"},
		{func() heap.Allocator { return new(blind) }, "detects double frees"},
		{func() heap.Allocator { return new(blind) }, "detects foreign pointers"},
		{func() heap.Allocator { return new(blind) }, "detects misaligned and interior pointers"},
		{func() heap.Allocator { return new(outside) }, "stays inside odd regions"},
		{func() heap.Allocator { return new(trusting) }, "refuses impossible regions"},
		{func() heap.Allocator { return new(wrapping) }, "refuses bad alignments"},
		{func() heap.Allocator { return new(wrapping) }, "counts what it hands out"},
		{func() heap.Allocator { return new(boastful) }, "tells the largest request"},
		{func() heap.Allocator { return new(forgetful) }, "describes its blocks"},
		{func() heap.Allocator { return new(generous) }, "lets all usable bytes be used"},
	} {
		name := strings.TrimPrefix(fmt.Sprintf("%T", c.allocator()), "*conformance_test.")
		t.Run(name+" "+c.check, func(t *testing.T) {
			found := false
			for i := range conformance.Checks {
				check := &conformance.Checks[i]
				if check.Name != c.check {
					continue
				}
				found = true
				var r recorder
				check.Run(&r, c.allocator)
				require.NotEmpty(t, r.failures, "the suite does not see the defect")
				require.Contains(t, r.failures[0], c.check)
			}
			require.True(t, found, "there is no such check")
		})
	}
}
