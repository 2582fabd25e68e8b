// SPDX-License-Identifier: MIT

package frame

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/heap"
)

const base = 0x8040_0000

// memory is physical memory from base on.
type memory []byte

func (m memory) Bytes(address, size uintptr) []byte { return m[address-base:][:size] }

func newAllocator(t testing.TB, count uintptr) (*Allocator, memory) {
	m := memory(slices.Repeat([]byte{0xa5}, int(count)*Size))
	a := &Allocator{}
	require.NoError(t, a.Init(m, base, count, make([]byte, RecordsSize(count))))
	require.NoError(t, a.Check())
	return a, m
}

func TestEveryFrameIsHandedOutOnce(t *testing.T) {
	for _, count := range []uintptr{3, 4, 7, 100, 511, 512, 513} {
		a, _ := newAllocator(t, count)
		seen := map[uintptr]bool{}
		for range count {
			frame, ok := a.Alloc(UserPage)
			require.True(t, ok, "%d frames", count)
			require.Zero(t, frame%Size)
			require.GreaterOrEqual(t, frame, uintptr(base))
			require.Less(t, frame, base+count*Size)
			require.False(t, seen[frame])
			seen[frame] = true
		}
		_, ok := a.Alloc(UserPage)
		require.False(t, ok, "out of frames is no panic")
		require.EqualValues(t, 1, a.Stats().Failed)
		require.Zero(t, a.Stats().Free)
		for frame := range seen {
			require.NoError(t, a.Free(frame))
		}
		require.NoError(t, a.Check())
		require.Equal(t, count, a.Stats().Free)
		require.Equal(t, count, a.Stats().Peak)
	}
}

func TestARecordIsBuddysUnit(t *testing.T) {
	a, _ := newAllocator(t, 512)
	_, _ = a.Alloc(UserPage)
	assert.EqualValues(t, 1<<recordShift, a.buddy.Stats().HandedOut)
	assert.EqualValues(t, 512<<recordShift, a.buddy.Stats().HandedOut+a.buddy.Stats().Free)
	assert.Zero(t, a.records%(512<<recordShift))
}

func TestRecordsTakeLittleRoom(t *testing.T) {
	a, _ := newAllocator(t, 512)
	used := 512<<recordShift + 512 + buddyHeads
	assert.Less(t, used*100, 512*Size, "less than 1 % of the frames")
	assert.LessOrEqual(t, int(RecordsSize(512)), 2*512<<recordShift+1024)
	assert.EqualValues(t, 512, a.Stats().Total)
}

func TestZeroedFramesAreZeroAndOthersAreLeftAlone(t *testing.T) {
	a, m := newAllocator(t, 8)
	frame, ok := a.Alloc(UserPage)
	require.True(t, ok)
	assert.Equal(t, byte(0xa5), m.Bytes(frame, 1)[0])
	zeroed, ok := a.AllocZeroed(UserTable)
	require.True(t, ok)
	assert.Equal(t, make([]byte, Size), m.Bytes(zeroed, Size))
	require.NoError(t, a.Free(frame))
	require.NoError(t, a.Free(zeroed))
	for i, b := range m {
		require.True(t, b == 0xa5 || base+uintptr(i)&^(Size-1) == zeroed, "free frames are not written")
	}
}

func TestFramesAreCountedByUse(t *testing.T) {
	a, _ := newAllocator(t, 16)
	table, _ := a.Alloc(KernelTable)
	block, ok := a.AllocBlock(2, KernelStack)
	require.True(t, ok)
	assert.Zero(t, (block-base)%(4*Size), "a block lies at a multiple of its length")
	_, _ = a.Alloc(UserPage)
	assert.Equal(t, Stats{Total: 16, Free: 10, Used: [Uses]uintptr{1, 4, 0, 1}, Peak: 6}, a.Stats())
	use, ok := a.Use(block + 3*Size)
	assert.True(t, ok)
	assert.Equal(t, KernelStack, use)
	require.NoError(t, a.Free(block))
	_, ok = a.Use(block)
	assert.False(t, ok)
	_, ok = a.Use(base - 1)
	assert.False(t, ok)
	require.NoError(t, a.Free(table))
	assert.Equal(t, Stats{Total: 16, Free: 15, Used: [Uses]uintptr{0, 0, 0, 1}, Peak: 6}, a.Stats())
	_, ok = a.AllocBlock(5, UserPage)
	assert.False(t, ok)
	_, ok = a.AllocBlock(64, UserPage)
	assert.False(t, ok)
	assert.Equal(t, "kernel tables, kernel stacks, user tables, user pages, unknown use",
		KernelTable.String()+", "+KernelStack.String()+", "+UserTable.String()+", "+UserPage.String()+", "+Uses.String())
}

func TestAWrongFreeIsReportedAndChangesNothing(t *testing.T) {
	a, _ := newAllocator(t, 16)
	block, _ := a.AllocBlock(1, UserPage)
	want := a.Stats()
	for frame, err := range map[uintptr]error{
		base - Size: heap.ErrForeign, base + 16*Size: heap.ErrForeign, block + 8: heap.ErrMisaligned,
		block + Size: heap.ErrForeign, 0: heap.ErrForeign, ^uintptr(0): heap.ErrForeign,
	} {
		assert.Equal(t, err, a.Free(frame), "%#x", frame)
		assert.Equal(t, want, a.Stats())
	}
	require.NoError(t, a.Free(block))
	assert.Error(t, a.Free(block))
	assert.NoError(t, a.Check())
}

func TestInitWantsRoomForItsRecords(t *testing.T) {
	var a Allocator
	assert.Error(t, a.Init(nil, base, 2, make([]byte, 4096)))
	assert.Error(t, a.Init(nil, base, 0, make([]byte, 4096)))
	assert.Error(t, a.Init(nil, base+1, 8, make([]byte, 4096)))
	assert.Error(t, a.Init(nil, base, 8, make([]byte, RecordsSize(8)-1)))
}

// TestTheAllocatorDoesWhatASetDoes also writes into each record, as their owner may.
func TestTheAllocatorDoesWhatASetDoes(t *testing.T) {
	const count = 200
	a, _ := newAllocator(t, count)
	owned := map[uintptr]uint{}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 100_000 {
		if order := uint(r.IntN(6)); r.IntN(2) == 0 {
			if frame, ok := a.AllocBlock(order, Use(r.IntN(int(Uses)))); ok {
				for other, o := range owned {
					require.True(t, frame+Size<<order <= other || other+Size<<o <= frame)
				}
				require.LessOrEqual(t, frame+Size<<order, uintptr(base+count*Size))
				owned[frame] = order
			} else {
				require.Greater(t, uintptr(len(owned)), uintptr(0))
			}
		} else {
			for frame := range owned {
				require.NoError(t, a.Free(frame))
				delete(owned, frame)
				break
			}
		}
		if i%1000 == 0 {
			require.NoError(t, a.Check())
		}
	}
	total := uintptr(0)
	for _, order := range owned {
		total += 1 << order
	}
	assert.Equal(t, count-total, a.Stats().Free)
}

func TestASourceServesTables(t *testing.T) {
	a, m := newAllocator(t, 4)
	s := &Source{a, UserTable}
	frame, ok := s.AllocTable()
	require.True(t, ok)
	assert.Equal(t, make([]byte, Size), m.Bytes(frame, Size))
	assert.EqualValues(t, 1, a.Stats().Used[UserTable])
	s.FreeTable(frame)
	assert.EqualValues(t, 4, a.Stats().Free)
	assert.Panics(t, func() { s.FreeTable(frame) })
}

func TestNothingIsAllocated(t *testing.T) {
	a, _ := newAllocator(t, 16)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		frame, _ := a.AllocZeroed(UserPage)
		_ = a.Free(frame)
	}))
	require.Zero(t, unsafe.Sizeof(Use(0))-1)
}
