// SPDX-License-Identifier: MIT

package heap_test

import (
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
)

func TestTLSFKeepsSmallObjectsTogether(t *testing.T) {
	var a heap.TLSF
	start(t, &a, 1<<20)
	for range 32 { // until the class has earned a slab
		require.NotNil(t, a.Alloc(24, 8))
	}
	previous := uintptr(a.Alloc(24, 8))
	for range 100 {
		p := uintptr(a.Alloc(24, 8))
		require.Equal(t, previous+24, p)
		previous = p
	}
}

func TestTLSFPagesLieSideBySide(t *testing.T) {
	var a heap.TLSF
	start(t, &a, 3<<20)
	neighbours := 0
	pages := map[uintptr]bool{}
	for range 600 {
		p := uintptr(a.Alloc(4096, 4096))
		require.NotZero(t, p)
		require.Zero(t, p%4096)
		pages[p] = true
	}
	for p := range pages {
		if pages[p+4096] {
			neighbours++
		}
	}
	require.Greater(t, neighbours, 500)
}

func TestTLSFNeverRunsOutOfPagesTooEarly(t *testing.T) {
	var a heap.TLSF
	start(t, &a, 3<<20)
	r := rand.New(rand.NewPCG(1, 2))
	var pages []unsafe.Pointer
	for step := range 100_000 {
		if len(pages) == 512 || len(pages) > 256 && r.IntN(2) == 0 {
			i := r.IntN(len(pages))
			require.NoError(t, a.Free(pages[i]))
			pages[i] = pages[len(pages)-1]
			pages = pages[:len(pages)-1]
			continue
		}
		p := a.Alloc(4096, 4096)
		require.NotNil(t, p, "step %d with %d pages", step, len(pages))
		pages = append(pages, p)
	}
	require.NoError(t, a.Check())
}

// fill allocates, and frees a random block after every third allocation on
// average, until an allocation fails. It returns the load at that point.
func fill(t *testing.T, a heap.Allocator, seed uint64, smallest, largest uintptr) float64 {
	const size = 3 << 20
	start(t, a, size)
	r := rand.New(rand.NewPCG(seed, 0))
	var blocks []unsafe.Pointer
	var lengths []uintptr
	live := uintptr(0)
	for {
		n := smallest + draw64(r, largest-smallest+1)
		p := a.Alloc(n, 8)
		if p == nil {
			return float64(live) / size
		}
		blocks, lengths, live = append(blocks, p), append(lengths, n), live+n
		if r.IntN(3) == 0 {
			i, last := r.IntN(len(blocks)), len(blocks)-1
			require.NoError(t, a.Free(blocks[i]))
			live -= lengths[i]
			blocks[i], lengths[i] = blocks[last], lengths[last]
			blocks, lengths = blocks[:last], lengths[:last]
		}
	}
}

func TestTLSFFillsTheHeap(t *testing.T) {
	const seeds = 8
	small, mixed := 0.0, 0.0
	for seed := range uint64(seeds) {
		small += fill(t, new(heap.TLSF), seed, 16, 256) / seeds
		mixed += fill(t, new(heap.TLSF), seed, 8, 4096) / seeds
	}
	require.Greater(t, small, 0.92, "load with blocks of 16 to 256 bytes")
	require.Greater(t, mixed, 0.96, "load with blocks of 8 to 4096 bytes")
}

func TestTLSFRefusesRegionsItCannotDescribe(t *testing.T) {
	var a heap.TLSF
	require.ErrorIs(t, a.Init(4096, 256<<20+1), heap.ErrRegionTooLarge)
}

func TestTLSFDoesNotTrustHeadersOfAnEarlierHeap(t *testing.T) {
	memory := make([]byte, 1<<16)
	var a heap.TLSF
	require.NoError(t, a.Init(addressOf(memory), 1<<16))
	var old []unsafe.Pointer
	for range 100 {
		old = append(old, a.Alloc(300, 8))
	}
	require.NoError(t, a.Init(addressOf(memory), 1<<16))
	all := a.Alloc(40_000, 8)
	for _, p := range old {
		if p != all {
			require.Error(t, a.Free(p))
		}
	}
	require.NoError(t, a.Check())
	require.NoError(t, a.Free(all))
}

// A word of zeros in a program's memory must not pass for the header of the
// block that it would name, whatever the epoch is: here the one that makes it
// name itself.
func TestTLSFDoesNotTakeZerosForAHeader(t *testing.T) {
	memory := make([]byte, 1<<16)
	var a heap.TLSF
	require.NoError(t, a.Init(addressOf(memory), 1<<16))
	p := a.Alloc(1000, 8)
	zeros := uintptr(p) + 64
	*(*uintptr)(unsafe.Pointer(unsafe.SliceData(memory))) = zeros>>6 - 1 // the epoch before
	require.NoError(t, a.Init(addressOf(memory), 1<<16))
	require.Equal(t, p, a.Alloc(1000, 8))
	require.ErrorIs(t, a.Free(unsafe.Add(p, 64+8)), heap.ErrForeign)
	require.NoError(t, a.Check())
	require.NoError(t, a.Free(p))
}

func TestTLSFReportsAnOverwrittenHeader(t *testing.T) {
	var a heap.TLSF
	start(t, &a, 1<<16)
	p, q := a.Alloc(1000, 8), a.Alloc(1000, 8)
	bytes := unsafe.Slice((*byte)(p), a.UsableSize(p)+8)
	for i := range bytes {
		bytes[i] = 'x' // eight bytes too many
	}
	require.ErrorIs(t, a.Check(), heap.ErrCorrupted)
	require.ErrorIs(t, a.Free(q), heap.ErrForeign)
}

// A slab or a span that is empty must not stand in the way of a large block.
func TestTLSFGivesBackWhatItKeeps(t *testing.T) {
	var a heap.TLSF
	start(t, &a, 1<<20)
	largest := a.Stats().LargestFree
	var blocks []unsafe.Pointer
	for size := uintptr(8); size <= 256; size += 8 {
		for range 40 {
			blocks = append(blocks, a.Alloc(size, 8))
		}
		blocks = append(blocks, a.Alloc(4096, 4096))
	}
	for _, p := range blocks {
		require.NoError(t, a.Free(p))
	}
	require.NotNil(t, a.Alloc(largest, 8))
}

// What Stats names as the largest request can be had, not one byte more, and
// everything that is smaller: also in a heap whose only free memory is in
// slabs of other classes.
func TestTLSFServesWhateverIsNoLargerThanTheLargest(t *testing.T) {
	for seed := range uint64(400) {
		var a heap.TLSF
		r := rand.New(rand.NewPCG(seed, 11))
		start(t, &a, 1<<14+draw64(r, 1<<16))
		most := 16 + draw64(r, 300)
		var blocks []unsafe.Pointer
		for failures := 0; failures < 20; {
			if p := a.Alloc(1+draw64(r, most), 8); p != nil {
				blocks = append(blocks, p)
			} else {
				failures++
			}
		}
		for _, size := range []uintptr{256, 16, 1, 120} { // to the last byte
			for p := a.Alloc(size, 8); p != nil; p = a.Alloc(size, 8) {
				blocks = append(blocks, p)
			}
		}
		for range draw64(r, 6) {
			i, last := r.IntN(len(blocks)), len(blocks)-1
			require.NoError(t, a.Free(blocks[i]))
			blocks[i], blocks = blocks[last], blocks[:last]
		}
		largest := a.Stats().LargestFree
		require.Nil(t, a.Alloc(largest+1, 1), "seed %d: more than %d bytes", seed, largest)
		for size := largest; size > 0; size -= 1 + size/300 {
			before := a.Stats()
			p := a.Alloc(size, 1)
			require.NotNil(t, p, "seed %d: %d of %d bytes", seed, size, largest)
			require.NoError(t, a.Check())
			require.Equal(t, before.Requested+size, a.Stats().Requested)
			require.GreaterOrEqual(t, a.UsableSize(p), size)
			require.NoError(t, a.Free(p))
			require.ErrorIs(t, a.Free(p), heap.ErrDoubleFree)
			require.Equal(t, before, a.Stats())
		}
	}
}
