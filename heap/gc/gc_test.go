// SPDX-License-Identifier: MIT

package gc_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/gc"
)

// mutations is how many random operations each allocator's collector sees.
const mutations = 1_200_000

func TestKeepsExactlyWhatIsReachable(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			done := 0
			for seed := uint64(0); done < mutations; seed++ {
				// Regions that start and end anywhere.
				g := newGraph(t, kind.new(), uintptr(r.IntN(5000)), uintptr(20_000+r.IntN(700_000)))
				for range 12 {
					for range 4000 {
						g.mutate(r)
						if g.failures > 0 || g.collector.Due(0) {
							break
						}
						done++
					}
					g.failures = 0
					g.collect()
				}
				clear(g.roots[:])
				g.collect()
				require.Zero(t, g.allocator.Stats().Allocations)
			}
		})
	}
}

func TestRefusesRegionsWithoutRoomForItsRecords(t *testing.T) {
	memory := make([]byte, 1<<16)
	for _, kind := range kinds {
		accepted := false
		for size := range uintptr(8192) {
			var c gc.Collector
			err := c.Init(kind.new(), addressOf(memory)+size%64, size)
			if err != nil {
				require.Equal(t, heap.ErrRegionTooSmall, err)
				continue
			}
			accepted = true
			c.Start()
			require.NoError(t, c.Finish())
		}
		require.True(t, accepted)
		var c gc.Collector
		require.Equal(t, heap.ErrNoRegion, c.Init(kind.new(), 0, 1<<20))
		require.Equal(t, heap.ErrRegionWraps, c.Init(kind.new(), ^uintptr(0)-100, 1<<20))
	}
}
