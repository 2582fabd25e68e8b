// SPDX-License-Identifier: MIT

package heap_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
)

func TestBuddyRoundsToPowersOfTwo(t *testing.T) {
	for _, c := range []struct{ size, align, want uintptr }{
		{1, 1, 32}, {32, 8, 32}, {33, 8, 64}, {64, 8, 64}, {100, 8, 128}, {4096, 8, 4096}, {4097, 8, 8192},
		{8, 256, 256}, {300, 4096, 4096}, {65536, 8, 65536}, {65537, 1, 131072},
	} {
		var b heap.Buddy
		start(t, &b, 1<<20)
		p := b.Alloc(c.size, c.align)
		require.NotNil(t, p)
		require.Equal(t, c.want, b.Stats().HandedOut, "%d bytes aligned to %d", c.size, c.align)
		require.Equal(t, c.size, b.Stats().Requested)
		require.Zero(t, uintptr(p)%c.want, "a block is as aligned as it is long")
		require.NoError(t, b.Free(p))
		require.Zero(t, b.Stats().HandedOut)
	}
}

func TestBuddySplitsAndMergesToTheTop(t *testing.T) {
	var b heap.Buddy
	start(t, &b, 1<<20)
	largest := b.Stats().LargestFree
	require.Equal(t, uintptr(1<<19), largest, "half of the region: the records need some of the other half")
	var blocks []unsafe.Pointer
	for p := b.Alloc(32, 8); p != nil; p = b.Alloc(32, 8) {
		blocks = append(blocks, p)
	}
	require.Zero(t, b.Stats().Free)
	for i := range blocks { // the two halves of the blocks, one after the other
		require.NoError(t, b.Free(blocks[i*7919%len(blocks)]))
	}
	require.Equal(t, largest, b.Stats().LargestFree)
	require.NoError(t, b.Check())
	require.NotNil(t, b.Alloc(largest, 8))
}

func TestBuddyPagesLieSideBySide(t *testing.T) {
	var b heap.Buddy
	start(t, &b, 1<<20)
	// Of 256 pages the records take no more than 32 KiB and a bit.
	for range 256 - 9 {
		require.NotNil(t, b.Alloc(4096, 4096))
	}
}

func TestBuddyKnowsADoubleFreeAfterMerging(t *testing.T) {
	var b heap.Buddy
	start(t, &b, 1<<16)
	p, q := b.Alloc(32, 8), b.Alloc(32, 8)
	require.Equal(t, uintptr(p)+32, uintptr(q))
	require.NoError(t, b.Free(p))
	require.ErrorIs(t, b.Free(p), heap.ErrDoubleFree)
	require.NoError(t, b.Free(q))
	require.ErrorIs(t, b.Free(q), heap.ErrDoubleFree, "q is inside a larger free block now")
	require.ErrorIs(t, b.Free(unsafe.Add(p, 4)), heap.ErrMisaligned)
	require.NoError(t, b.Check())
}

func TestBuddyCheckSeesBrokenLinks(t *testing.T) {
	var b heap.Buddy
	start(t, &b, 1<<16)
	p := b.Alloc(64, 8)
	require.NotNil(t, b.Alloc(64, 8))
	require.NoError(t, b.Free(p))
	*(*uintptr)(unsafe.Add(p, 8)) = 0 // use after free
	require.ErrorIs(t, b.Check(), heap.ErrCorrupted)
}
