// SPDX-License-Identifier: MIT

//go:build bazel

package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap/bench/measure"
	"bugo/tools/boot/spec"
)

// What the allocators may cost, in guest instructions, and must achieve.
const (
	buddyBudget  = 70   // per operation on a, b, c and d
	tlsfBudget   = 60   // likewise
	singleBudget = 1500 // one Alloc or Free, whatever the state of the heap

	mixedLoad = 0.96 // of the heap, in bytes asked for, at the default's first failure
	smallLoad = 0.90
)

// measured runs the guest, once for all tests.
var measured = sync.OnceValues(func() (*bench, error) {
	all, err := workloads(nil, 3<<20)
	if err != nil {
		return nil, err
	}
	chosen, err := choose(nil)
	if err != nil {
		return nil, err
	}
	b := newBench(all, chosen, 3<<20)
	if err := b.runHost(); err != nil {
		return nil, err
	}
	root, err := spec.Root(os.Args[0])
	if err != nil {
		return nil, err
	}
	path := filepath.Join(root, os.Getenv("BENCH_SPEC"))
	run := func(file []byte) ([]byte, error) { return runSpec(path, root, file) }
	if err := b.runGuest(run); err != nil {
		return nil, err
	}
	return b, nil
})

// figures returns the cells of a trace by the allocators' names.
func figures(t *testing.T, name string) map[string]*cell {
	t.Helper()
	b, err := measured()
	require.NoError(t, err)
	for i, w := range b.workloads {
		if w.name != name {
			continue
		}
		cells := map[string]*cell{}
		for _, n := range b.allocators {
			cells[measure.Names[n]] = b.cell(n, i)
		}
		return cells
	}
	require.Fail(t, "there is no such trace", name)
	return nil
}

func TestHostAndGuestAgreeAndNoHeapIsDamaged(t *testing.T) {
	b, err := measured()
	require.NoError(t, err)
	require.NoError(t, b.check())
}

func TestOperationsStayWithinTheirBudgets(t *testing.T) {
	for _, name := range []string{"a_lifo", "b_steady60", "c_vecgrow", "d_pages"} {
		cells := figures(t, name)
		for allocator, budget := range map[string]uint64{"buddy": buddyBudget, "tlsf": tlsfBudget} {
			o := cells[allocator].guest
			require.Positive(t, o.Cost)
			require.LessOrEqual(t, o.Cost, budget*o.Ops, "%s on %s: %s instructions per operation",
				allocator, name, perOperation(o.Cost, o.Ops))
		}
	}
}

func TestNoSingleOperationIsDear(t *testing.T) {
	b, err := measured()
	require.NoError(t, err)
	adversaries := 0
	for i, w := range b.workloads {
		if w.adversary {
			adversaries++
		}
		for _, n := range b.allocators {
			o := b.cell(n, i).guest
			require.Positive(t, o.MaxAlloc)
			require.Positive(t, o.MaxFree)
			require.LessOrEqual(t, o.MaxAlloc, uint64(singleBudget), "%s: an Alloc on %s", measure.Names[n], w.name)
			require.LessOrEqual(t, o.MaxFree, uint64(singleBudget), "%s: a Free on %s", measure.Names[n], w.name)
		}
	}
	require.Positive(t, adversaries)
}

func TestTLSFFillsTheHeap(t *testing.T) {
	for name, least := range map[string]float64{"f_fill_mixed_1": mixedLoad, "f_fill_mixed_2": mixedLoad, "f_fill_small_1": smallLoad} {
		o := figures(t, name)["tlsf"].guest
		require.Positive(t, o.Failures, "%s is no fill", name)
		require.GreaterOrEqual(t, float64(o.Load)/(3<<20), least, name)
	}
}

func TestNoAlignedPageFails(t *testing.T) {
	for _, allocator := range []string{"buddy", "tlsf"} {
		require.Zero(t, figures(t, "d_pages")[allocator].guest.PageFailures, allocator)
	}
}

func TestTheChapterShowsTheseFigures(t *testing.T) {
	b, err := measured()
	require.NoError(t, err)
	root, err := spec.Root(os.Args[0])
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join(root, os.Getenv("CHAPTER")))
	require.NoError(t, err)
	start, end, err := between(string(data))
	require.NoError(t, err)
	if got := string(data)[start:end]; got != b.document() {
		require.Equal(t, strings.Split(b.document(), "\n"), strings.Split(got, "\n"),
			"the figures in heap/README.md are not those measured. If these are right, say:\n./bazelw run //heap/bench -- --update heap/README.md")
	}
}
