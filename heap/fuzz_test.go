// SPDX-License-Identifier: MIT

package heap_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap"
)

// fuzzAllocator lets a program drive an allocator and the model. The first
// four bytes choose the region, then each operation takes three bytes.
func fuzzAllocator(f *testing.F, new func() heap.Allocator) {
	f.Add([]byte{0, 0, 0, 0})
	f.Add([]byte{1, 0xff, 3, 9, 0, 40, 0, 0, 41, 0, 1, 0, 0, 1, 0, 0})
	f.Add([]byte{15, 0x80, 0, 200, 0x0c, 0, 16, 0x0c, 0, 16, 0x0c, 0, 16, 2, 1, 0, 2, 0, 0, 3, 0, 64})
	memory := make([]byte, 1<<17+4096)
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) < 4 {
			return
		}
		// A region of up to 128 KiB that starts and ends anywhere.
		offset := uintptr(program[0])<<4 + uintptr(program[1])&15
		size := (uintptr(program[2])<<9 + uintptr(program[3])) & (1<<17 - 1)
		allocator := new()
		m := model{t: t, allocator: allocator, size: size, owner: make([]uint32, size), start: addressOf(memory) + offset}
		if err := allocator.Init(m.start, size); err != nil {
			require.ErrorIs(t, err, heap.ErrRegionTooSmall)
			require.Nil(t, allocator.Alloc(1, 1))
			return
		}
		fresh := allocator.Stats()
		for program = program[4:]; len(program) >= 3; program = program[3:] {
			operand := uintptr(program[1]) | uintptr(program[2])<<8
			switch operation := program[0]; operation & 3 {
			case 0: // a block whose alignment is in the other bits
				m.alloc(operand, 1<<(operation>>2&15))
			case 1: // several small ones
				for range operation >> 2 {
					m.alloc(operand&0x1ff, 8)
				}
			case 2: // free one, or a run of them
				for range 1 + operation>>2 {
					if len(m.blocks) > 0 {
						m.free(int(operand) % len(m.blocks))
					}
				}
			case 3:
				m.misuse(m.start + operand*uintptr(1+operation>>2))
			}
		}
		m.check()
		for len(m.blocks) > 0 {
			m.free(len(m.blocks) - 1)
		}
		m.check()
		stats := allocator.Stats()
		stats.Peak, stats.Failures = fresh.Peak, fresh.Failures
		require.Equal(t, fresh, stats)
	})
}

func FuzzBump(f *testing.F) {
	fuzzAllocator(f, func() heap.Allocator { return new(heap.Bump) })
}

func FuzzBuddy(f *testing.F) {
	fuzzAllocator(f, func() heap.Allocator { return new(heap.Buddy) })
}

func FuzzTLSF(f *testing.F) {
	fuzzAllocator(f, func() heap.Allocator { return new(heap.TLSF) })
}

// FuzzInit hands over regions at any address, also where no memory is: only
// those that must be refused before they are touched.
func FuzzInit(f *testing.F) {
	f.Add(uint64(0), uint64(1<<20))
	f.Add(^uint64(0), uint64(1))
	f.Add(^uint64(0)-4095, uint64(4096))
	f.Add(uint64(1)<<63, uint64(1)<<63)
	f.Add(uint64(4096), uint64(0))
	f.Fuzz(func(t *testing.T, start, size uint64) {
		if start != 0 && size <= ^uint64(0)-start && size != 0 {
			return
		}
		for _, kind := range kinds {
			allocator := kind.new()
			require.Error(t, allocator.Init(uintptr(start), uintptr(size)), kind.name)
			require.Nil(t, allocator.Alloc(8, 8), kind.name)
		}
	})
}
