// SPDX-License-Identifier: MIT

package dump_test

import (
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/dump"
)

// fake is a heap with the blocks that a test gives it.
type fake struct {
	heap.Inspector
	blocks []heap.Block
}

func (f *fake) NextBlock(previous heap.Block) (heap.Block, bool) {
	for i, block := range f.blocks {
		if previous == (heap.Block{}) {
			return block, true
		}
		if block == previous && i+1 < len(f.blocks) {
			return f.blocks[i+1], true
		}
	}
	return heap.Block{}, false
}

func printed(t *testing.T, name string, start, size uintptr, a heap.Allocator) ([]string, error) {
	t.Helper()
	var lines []string
	printer := dump.Printer{Line: func(text string) { lines = append(lines, strings.Clone(text)) }}
	err := printer.Print(name, start, size, a)
	return lines, err
}

func TestPrintsEachBlockInTheDocumentedForm(t *testing.T) {
	lines, err := printed(t, "tlsf", 0x80031230, 0x1000, &fake{blocks: []heap.Block{
		{Start: 0x80031240, Size: 0x40, Requested: 0x33},
		{Start: 0x80031280, Size: 0x800, Free: true},
		{Start: 0x80031a90, Size: 0x7a0, Requested: 0x7a0},
	}})
	require.NoError(t, err)
	counted := "v1 tlsf 80031230 1000\nb 10 40 33\nf 50 800\nb 860 7a0 7a0\n"
	require.Equal(t, []string{
		"heapdump v1 tlsf 80031230 1000",
		"heapdump b 10 40 33",
		"heapdump f 50 800",
		"heapdump b 860 7a0 7a0",
		fmt.Sprintf("heapdump end 3 %x", crc32.ChecksumIEEE([]byte(counted))),
	}, lines)
}

func TestPrintsAllocatorsWithoutBlocksFromTheirStats(t *testing.T) {
	memory := make([]byte, 4096)
	start := uintptr(unsafe.Pointer(&memory[0]))
	bump := new(heap.Bump)
	require.NoError(t, bump.Init(start, 4096))
	require.NotNil(t, bump.Alloc(256, 1))
	require.NotNil(t, bump.Alloc(16, 1))

	lines, err := printed(t, "bump", start, 4096, bump)
	require.NoError(t, err)
	require.Len(t, lines, 4)
	require.Equal(t, []string{"heapdump b 0 110 110", "heapdump f 110 ef0"}, lines[1:3])
}

func TestPrintsAnEmptyAndAFullHeap(t *testing.T) {
	lines, err := printed(t, "none", 0x1000, 64, &fake{})
	require.NoError(t, err)
	require.Len(t, lines, 2)

	last := ^uintptr(0)
	lines, err = printed(t, "edge", last-63, 63, &fake{blocks: []heap.Block{{Start: last - 63, Size: 63, Requested: 63}}})
	require.NoError(t, err)
	require.Equal(t, "heapdump v1 edge ffffffffffffffc0 3f", lines[0])
	require.Equal(t, "heapdump b 0 3f 3f", lines[1])
}

func TestMakesTheNameOneWord(t *testing.T) {
	for name, want := range map[string]string{
		"":                      "unknown",
		"two words":             "two-words",
		"a\nb\x7f":              "a-b-",
		strings.Repeat("x", 99): strings.Repeat("x", 32),
	} {
		lines, err := printed(t, name, ^uintptr(0)-64, 64, &fake{})
		require.NoError(t, err)
		require.Equal(t, "heapdump v1 "+want+" ffffffffffffffbf 40", lines[0])
	}
}

func TestStopsAtABlockThatCannotBe(t *testing.T) {
	good := heap.Block{Start: 0x1010, Size: 0x20, Requested: 0x20}
	for name, bad := range map[string]heap.Block{
		"empty":               {Start: 0x1030, Size: 0, Free: true},
		"overlaps":            {Start: 0x1020, Size: 0x20, Free: true},
		"goes back":           {Start: 0x1000, Size: 0x10, Free: true},
		"below the region":    {Start: 0x10, Size: 0x10, Free: true},
		"past the end":        {Start: 0x1030, Size: 0x1000, Free: true},
		"above the region":    {Start: 0x9000, Size: 0x10, Free: true},
		"wraps":               {Start: 0x1030, Size: ^uintptr(0), Free: true},
		"more than it has":    {Start: 0x1030, Size: 0x10, Requested: 0x11},
		"the same once again": good,
	} {
		t.Run(name, func(t *testing.T) {
			lines, err := printed(t, "broken", 0x1000, 0x1000, &fake{blocks: []heap.Block{good, bad, bad}})
			require.ErrorIs(t, err, heap.ErrCorrupted)
			require.Equal(t, "heapdump b 10 20 20", lines[1])
			require.Equal(t, fmt.Sprintf("heapdump damaged %x %x", bad.Start-0x1000, bad.Size), lines[2])
			require.Len(t, lines, 3)
		})
	}
}

// static is where a kernel would keep its printer.
var static = dump.Printer{Line: func(text string) { staticBytes += len(text) }}
var staticBytes int

func TestDumpingAllocatesNothing(t *testing.T) {
	memory := make([]byte, 1<<16)
	start := uintptr(unsafe.Pointer(&memory[0]))
	buddy := new(heap.Buddy)
	require.NoError(t, buddy.Init(start, 1<<16))
	for range 100 {
		require.NotNil(t, buddy.Alloc(48, 8))
	}
	allocations := testing.AllocsPerRun(10, func() {
		if static.Print("buddy", start, 1<<16, buddy) != nil {
			panic("the dump failed")
		}
	})
	require.Zero(t, allocations)
	require.Positive(t, staticBytes)
}
