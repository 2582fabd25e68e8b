// SPDX-License-Identifier: MIT

package heap_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// operations returns how many random operations each allocator is tested
// with: half a million, or HEAP_OPERATIONS. The Bazel targets property_*_test say
// ten million.
func operations(t *testing.T) int {
	text := os.Getenv("HEAP_OPERATIONS")
	if text == "" {
		return 500_000
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, "HEAP_OPERATIONS")
	require.Positive(t, n, "HEAP_OPERATIONS")
	return n
}

// chosen returns the allocators to test: all, or the one that HEAP_ALLOCATOR
// names.
func chosen(t *testing.T) []kind {
	name := os.Getenv("HEAP_ALLOCATOR")
	if name == "" {
		return kinds
	}
	for i := range kinds {
		if kinds[i].name == name {
			return kinds[i : i+1]
		}
	}
	require.FailNow(t, "there is no such allocator", "HEAP_ALLOCATOR=%s", name)
	return nil
}

// sizes are ways to draw the size of a request.
var sizes = []struct {
	name string
	draw func(r *rand.Rand) uintptr
}{
	{"small", func(r *rand.Rand) uintptr { return draw64(r, 257) }},
	{"mixed", func(r *rand.Rand) uintptr { return 1 + draw64(r, 4096) }},
	{"powers of two", func(r *rand.Rand) uintptr { return 1 << draw64(r, 13) }},
	{"few", func(r *rand.Rand) uintptr { return []uintptr{8, 24, 48, 4096}[r.IntN(4)] }},
	{"wide", func(r *rand.Rand) uintptr { return draw64(r, 1<<(1+draw64(r, 16))) }},
}

// TestRandomOperations lets each allocator and the model live through heaps of
// several sizes, drawing sizes in several ways, filling up and draining.
func TestRandomOperations(t *testing.T) {
	memory := make([]byte, 1<<20+8192)
	for _, kind := range chosen(t) {
		t.Run(kind.name, func(t *testing.T) {
			wanted, done := operations(t), 0
			for seed := uint64(1); done < wanted; seed++ {
				r := rand.New(rand.NewPCG(seed, 7))
				size := uintptr(1) << (13 + draw64(r, 8))
				size -= draw64(r, size/4)
				m := newModel(t, kind.new(), memory, draw64(r, 4096), size)
				done += live(m, r, min(wanted-done, 50_000))
			}
			t.Logf("%d operations", done)
		})
	}
}

// live carries out random operations, at least as many as steps, ends with an
// empty heap, and returns how often it called Alloc or Free.
func live(m *model, r *rand.Rand, steps int) int {
	fresh := m.allocator.Stats()
	draw := sizes[r.IntN(len(sizes))].draw
	filling := true
	for m.operations < steps {
		switch chance := r.IntN(1000); {
		case chance == 0:
			filling = !filling
		case chance == 1:
			m.check()
		case chance == 2:
			draw = sizes[r.IntN(len(sizes))].draw
		case chance < 10:
			m.misuse(m.start - 64 + draw64(r, m.size+128))
		case len(m.blocks) > 0 && (chance < 400 || !filling && chance < 700):
			m.free(r.IntN(len(m.blocks)))
		default:
			align := uintptr(1) << draw64(r, 5)
			if r.IntN(20) == 0 {
				align = 1 << draw64(r, 13)
			}
			if !m.alloc(draw(r), align) {
				filling = false
			}
		}
	}
	m.check()
	for len(m.blocks) > 0 {
		m.free(r.IntN(len(m.blocks)))
	}
	m.check()
	stats := m.allocator.Stats()
	stats.Peak, stats.Failures = fresh.Peak, fresh.Failures
	require.Equal(m.t, fresh, stats, "an empty heap is as good as a fresh one")
	return m.operations
}

// TestNothingIsAllocated is what makes an allocator fit to stand behind new.
func TestNothingIsAllocated(t *testing.T) {
	memory := make([]byte, 1<<20)
	for _, kind := range kinds {
		allocator := kind.new()
		require.NoError(t, allocator.Init(uintptr(unsafe.Pointer(&memory[0])), uintptr(len(memory))))
		pointers := make([]unsafe.Pointer, 500)
		average := testing.AllocsPerRun(20, func() {
			for i := range pointers {
				pointers[i] = allocator.Alloc(uintptr(i*i%3000), 1<<(i%13))
			}
			for _, p := range pointers {
				if allocator.Free(p) != nil {
					t.Error("free failed")
				}
			}
			if allocator.Free(unsafe.Pointer(&memory[8])) == nil {
				t.Error("a foreign pointer was freed")
			}
		})
		require.Zero(t, average, kind.name)
	}
}

// draw64 returns a number below limit.
func draw64(r *rand.Rand, limit uintptr) uintptr { return uintptr(r.Uint64N(uint64(limit))) }
