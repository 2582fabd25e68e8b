// SPDX-License-Identifier: MIT

package heap_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
)

// start starts an allocator at a multiple of 4096, and of 1 MiB if it gets that
// much: how the buddies of a region lie depends on its address.
func start(t *testing.T, allocator heap.Allocator, size uintptr) {
	t.Helper()
	align := uintptr(4096)
	if size >= 1<<20 {
		align = 1 << 20
	}
	memory := make([]byte, size+align)
	address := (addressOf(memory) + align - 1) &^ (align - 1)
	require.NoError(t, allocator.Init(address, size))
	t.Cleanup(func() { clear(memory) }) // the memory is in use until here
}

func TestBumpHandsOutUpwards(t *testing.T) {
	var b heap.Bump
	start(t, &b, 4096)
	p, q, r := uintptr(b.Alloc(10, 1)), uintptr(b.Alloc(1, 1)), uintptr(b.Alloc(8, 8))
	require.Equal(t, p+10, q)
	require.Equal(t, p+16, r)
	require.Equal(t, heap.Stats{
		Requested: 19, HandedOut: 24, Free: 4096 - 24, LargestFree: 4096 - 24, Peak: 24, Allocations: 3,
	}, b.Stats())
}

func TestBumpTakesAllBackWhenTheLastBlockIsFreed(t *testing.T) {
	var b heap.Bump
	start(t, &b, 4096)
	p, q := b.Alloc(1000, 8), b.Alloc(3000, 8)
	require.Nil(t, b.Alloc(1000, 8), "no memory")
	require.NoError(t, b.Free(p))
	require.Nil(t, b.Alloc(1000, 8), "a freed block does not come back alone")
	require.NoError(t, b.Free(q))
	require.Equal(t, p, b.Alloc(4096, 8), "everything came back")
	require.Equal(t, uintptr(2), b.Stats().Failures)
}

// The lesson of the fourth teaching program: one long-lived box, and the
// memory of all the short-lived ones is lost to Bump but not to the others.
func TestOnlyBumpFailsBesideALongLivedBox(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			a := kind.new()
			start(t, a, 64<<10)
			require.NotNil(t, a.Alloc(8, 8), "the long-lived box")
			failed := false
			for range 64 << 10 {
				p := a.Alloc(8, 8)
				if p == nil {
					failed = true
					break
				}
				require.NoError(t, a.Free(p))
			}
			require.Equal(t, kind.name == "bump", failed)
		})
	}
}

func TestBumpReportsWhatItCan(t *testing.T) {
	var b heap.Bump
	start(t, &b, 4096)
	p := b.Alloc(64, 8)
	require.ErrorIs(t, b.Free(unsafe.Add(p, 64)), heap.ErrForeign, "not handed out yet")
	require.ErrorIs(t, b.Free(unsafe.Pointer(&b)), heap.ErrForeign)
	require.NoError(t, b.Free(p))
	require.ErrorIs(t, b.Free(p), heap.ErrTooManyFrees)
}

// Peak is exact where nothing is set aside for small requests.
func TestPeakIsTheMostHandedOut(t *testing.T) {
	for _, a := range []heap.Allocator{new(heap.Bump), new(heap.Buddy)} {
		start(t, a, 1<<20)
		p, q := a.Alloc(1024, 8), a.Alloc(2048, 8)
		require.Equal(t, uintptr(3072), a.Stats().Peak)
		require.NoError(t, a.Free(q))
		require.NoError(t, a.Free(p))
		r := a.Alloc(2048, 8)
		require.Equal(t, uintptr(3072), a.Stats().Peak)
		require.NoError(t, a.Free(r))
		require.NotNil(t, a.Alloc(4096, 8))
		require.Equal(t, uintptr(4096), a.Stats().Peak)
	}
}
