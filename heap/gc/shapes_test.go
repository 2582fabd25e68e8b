// SPDX-License-Identifier: MIT

package gc_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The work is bounded whatever the shape: each object is scanned once (collect
// checks that), and pages are visited not much more often than there are
// objects to be found in them.
func TestShapesOfHeapsNeedBoundedWork(t *testing.T) {
	const size = 1 << 20
	pointers := []byte{1}
	shapes := []struct {
		name  string
		build func(g *graph)
		// visits is the most page visits per object, in thousandths.
		visits uintptr
	}{
		{"list upwards", func(g *graph) {
			for last := &g.roots[0]; ; {
				o := g.alloc(1, 16, 1, pointers)
				if o == nil {
					return
				}
				*last = o.address
				last = o.word(0)
			}
		}, 100},
		{"list downwards", func(g *graph) {
			for o := g.alloc(1, 16, 1, pointers); o != nil; o = g.alloc(1, 16, 1, pointers) {
				*o.word(0), g.roots[0] = g.roots[0], o.address
			}
		}, 100},
		{"list without order", func(g *graph) {
			var nodes []*object
			for o := g.alloc(1, 16, 1, pointers); o != nil; o = g.alloc(1, 16, 1, pointers) {
				nodes = append(nodes, o)
			}
			for i, o := range nodes {
				if i+7919 < len(nodes) {
					*o.word(0) = nodes[i+7919].address
				} else if i%7919 != 7918 {
					*o.word(0) = nodes[i%7919+1].address
				}
			}
			g.roots[0] = nodes[0].address
		}, 1000},
		{"wide array", func(g *graph) {
			array := g.alloc(20000, 8, 1, pointers)
			g.roots[0] = array.address
			for i := range array.size / 8 {
				*array.word(i) = g.alloc(1, 16, 1, pointers).address
			}
		}, 100},
		{"buffers", func(g *graph) {
			for i := range g.roots {
				g.roots[i] = g.alloc(20_000, 0, 0, []byte{}).address + 19_999
			}
		}, 1000},
		{"garbage", func(g *graph) {
			for g.alloc(3, 24, 2, []byte{3}) != nil {
			}
		}, 0},
		{"nothing", func(*graph) {}, 0},
	}
	for _, kind := range kinds {
		for _, shape := range shapes {
			t.Run(kind.name+"/"+shape.name, func(t *testing.T) {
				g := newGraph(t, kind.new(), 24, size)
				shape.build(g)
				g.collect()
				f := g.collector.Figures()
				require.LessOrEqual(t, f.Visits*1000, f.LiveObjects*shape.visits)
				clear(g.roots[:])
				g.collect()
				require.Zero(t, g.collector.Figures().Visits)
				require.Zero(t, g.allocator.Stats().Allocations)
			})
		}
	}
}

func TestInteriorPointersKeepWhatTheyPointInto(t *testing.T) {
	for _, kind := range kinds {
		for _, size := range []uintptr{1, 16, 24, 100, 256, 257, 1000, 4096, 5000, 70_000} {
			for _, offset := range []uintptr{0, size / 3, size / 2, size - 1} {
				g := newGraph(t, kind.new(), 0, 1<<20)
				lower, o, upper := g.alloc(size, 0, 0, []byte{}), g.alloc(size, 0, 0, []byte{}), g.alloc(size, 0, 0, []byte{})
				g.roots[0] = o.address + offset
				g.collect()
				require.NotContains(t, g.objects, lower.address)
				require.Contains(t, g.objects, o.address, "%s: byte %d of %d", kind.name, offset, size)
				require.NotContains(t, g.objects, upper.address)
			}
		}
	}
}

func TestCollectionsAreDueByWhatWasHandedOut(t *testing.T) {
	for _, kind := range kinds {
		g := newGraph(t, kind.new(), 0, 1<<20)
		quarter := g.collector.Limit()
		require.InDelta(t, float64(1<<18), float64(quarter), 1<<14)
		require.False(t, g.collector.Due(1))
		for i := range 13 {
			g.roots[i] = g.alloc(30_000, 0, 0, []byte{}).address
		}
		require.True(t, g.collector.Due(1), "more than a quarter of the heap")
		g.collect()
		require.GreaterOrEqual(t, g.collector.Limit(), uintptr(13*30_000))
		require.False(t, g.collector.Due(13*30_000), "as much as is live may be handed out")
		for range 5 {
			o := g.alloc(30_000, 0, 0, []byte{})
			require.NoError(t, g.collector.Free(at(o.address)))
			g.drop(o)
		}
		require.False(t, g.collector.Due(13*30_000), "what was freed by hand does not count")
		require.True(t, g.collector.Due(1<<20))
	}
}

func TestFreeReportsWhatTheAllocatorReports(t *testing.T) {
	for _, kind := range kinds {
		g := newGraph(t, kind.new(), 0, 1<<16)
		require.NoError(t, g.collector.Free(nil))
		o := g.alloc(2, 16, 2, []byte{3})
		require.Error(t, g.collector.Free(at(o.address+8)))
		require.NoError(t, g.collector.Free(at(o.address)))
		require.Error(t, g.collector.Free(at(o.address)))
		require.Equal(t, uint64(1), g.collector.Figures().Frees)
	}
}
