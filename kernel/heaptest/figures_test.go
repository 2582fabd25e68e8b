// SPDX-License-Identifier: MIT

package heaptest

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/heap"
)

func TestFiguresOfEveryAllocatorPass(t *testing.T) {
	for name, allocator := range map[string]heap.Allocator{"bump": &heap.Bump{}, "buddy": &heap.Buddy{}, "tlsf": &heap.TLSF{}} {
		t.Run(name, func(t *testing.T) {
			memory := make([]byte, 1<<16)
			require.NoError(t, allocator.Init(uintptr(unsafe.Pointer(&memory[0])), uintptr(len(memory))))
			keep := allocator.Alloc(100, 8)
			require.NotNil(t, keep)
			a, b := allocator.Alloc(8, 8), allocator.Alloc(4096, 8)
			before := allocator.Stats()
			want := givenBack{blocks: 2, requested: 8 + 4096}
			if inspector, ok := allocator.(heap.Inspector); ok {
				want.known = true
				for _, p := range []unsafe.Pointer{a, b} {
					block, ok := inspector.BlockOf(uintptr(p))
					require.True(t, ok)
					want.taken += block.Size
				}
			}
			require.NoError(t, allocator.Free(a))
			require.NoError(t, allocator.Free(b))
			assert.Empty(t, want.check(before, allocator.Stats()))
		})
	}
}

func TestWrongFiguresAreFound(t *testing.T) {
	before := heap.Stats{Allocations: 3, Requested: 300, HandedOut: 384, Free: 616}
	right := heap.Stats{Allocations: 1, Requested: 100, HandedOut: 128, Free: 872}
	want := givenBack{blocks: 2, requested: 200, taken: 256, known: true}
	require.Empty(t, want.check(before, right))
	for message, spoil := range map[string]func(*heap.Stats){
		"the count of allocations is wrong": func(s *heap.Stats) { s.Allocations++ },
		"a failure was counted":             func(s *heap.Stats) { s.Failures++ },
		"the bytes requested are wrong":     func(s *heap.Stats) { s.Requested-- },
		"too few bytes came back":           func(s *heap.Stats) { s.HandedOut++ },
		"bytes were lost":                   func(s *heap.Stats) { s.Free-- },
	} {
		after := right
		spoil(&after)
		assert.Equal(t, message, want.check(before, after))
	}
	bump := givenBack{blocks: 2, requested: 200}
	after := before
	after.Allocations = 1
	assert.Empty(t, bump.check(before, after))
	after.HandedOut = 0
	assert.Equal(t, "bump gave memory back while something was live", bump.check(before, after))
}
