// SPDX-License-Identifier: MIT

package gc_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/gc"
)

// FuzzCollector lets a program drive a graph of objects: four bytes choose the
// region and the allocator, then each operation takes two. The first says what
// to do, the second is where chance starts from.
func FuzzCollector(f *testing.F) {
	f.Add([]byte{0, 0, 40, 0})
	f.Add([]byte{1, 77, 30, 8, 0, 1, 0, 2, 0, 3, 1, 0, 2, 0, 0, 9, 1, 0})
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) < 4 {
			return
		}
		allocator := kinds[program[0]%2].new()
		offset, size := uintptr(program[1])*8+uintptr(program[0]>>1), uintptr(program[2])<<9+uintptr(program[3])
		var c gc.Collector
		if err := c.Init(allocator, addressOf(make([]byte, offset+size+8))+offset, size); err != nil {
			require.ErrorIs(t, err, heap.ErrRegionTooSmall)
			return
		}
		g := newGraph(t, allocator, offset, size)
		for program = program[4:]; len(program) >= 2; program = program[2:] {
			r := rand.New(rand.NewPCG(uint64(program[1]), 7))
			switch n := program[0]; n & 3 {
			case 0:
				for range 1 + n>>2 {
					g.mutate(r)
				}
			case 1:
				g.collect()
			case 2:
				g.roots[int(program[1])%len(g.roots)] = 0
			case 3: // an address that is nothing of ours
				g.roots[int(program[1])%len(g.roots)] = addressOf(g.memory) + uintptr(n)<<8 + uintptr(program[1])
			}
		}
		g.collect()
		clear(g.roots[:])
		g.collect()
		require.Zero(t, g.allocator.Stats().Allocations)
	})
}
