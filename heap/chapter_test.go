// SPDX-License-Identifier: MIT

package heap

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// The chapter, README.md, shows what small programs do to the allocators, and
// names sizes. Both must be what the code does.

// runs are the programs of the chapter. Each returns what the chapter shows.
var runs = map[string]func() string{"bump": runBump, "buddy": runBuddy, "tlsf": runTLSF}

// runBump uses no memory: Bump does not look into what it hands out.
func runBump() string {
	var out strings.Builder
	var b Bump
	const start = 0x80040000
	if err := b.Init(start, 4096); err != nil {
		return err.Error()
	}
	alloc := func(size, align uintptr) unsafe.Pointer {
		p := b.Alloc(size, align)
		result := "nil: no memory"
		if p != nil {
			result = fmt.Sprintf("%#x", uintptr(p))
		}
		fmt.Fprintf(&out, "%-28s %s\n", fmt.Sprintf("Alloc(%d, %d)", size, align), result)
		return p
	}
	free := func(name string, p unsafe.Pointer) {
		if err := b.Free(p); err != nil {
			out.WriteString(err.Error() + "\n")
			return
		}
		fmt.Fprintf(&out, "%-28s %d live, %d bytes handed out\n", "Free of the "+name, b.Stats().Allocations, b.Stats().HandedOut)
	}
	first, second, third := alloc(100, 8), alloc(8, 8), alloc(64, 64)
	free("second", second)
	free("first", first)
	alloc(4000, 8)
	free("third", third)
	alloc(4000, 8)
	return out.String()
}

func runBuddy() string { return runInspector(new(Buddy), 100, 60, 200, 30) }

func runTLSF() string { return runInspector(new(TLSF), 1000, 700, 1200, 300) }

// runInspector allocates four blocks, frees the second, the third and the
// first one, and draws the heap after each step: (n) is a free block of n
// bytes and [n] a live one.
func runInspector(a Inspector, sizes ...uintptr) string {
	const size = 4096
	memory := make([]byte, 2*size)
	start := alignUp(uintptr(unsafe.Pointer(unsafe.SliceData(memory))), size)
	if err := a.Init(start, size); err != nil {
		return err.Error()
	}
	var out strings.Builder
	draw := func(step string) {
		fmt.Fprintf(&out, "%-14s", step)
		for b, ok := a.NextBlock(Block{}); ok; b, ok = a.NextBlock(b) {
			if b.Free {
				fmt.Fprintf(&out, " (%d)", b.Size)
			} else {
				fmt.Fprintf(&out, " [%d]", b.Size)
			}
		}
		out.WriteString("\n")
	}
	draw("fresh")
	var blocks []unsafe.Pointer
	for _, n := range sizes {
		blocks = append(blocks, a.Alloc(n, 8))
		draw(fmt.Sprintf("Alloc %d", n))
	}
	for _, i := range []int{1, 2, 0, 3} {
		if err := a.Free(blocks[i]); err != nil {
			return err.Error()
		}
		draw(fmt.Sprintf("Free %d", sizes[i]))
	}
	return out.String()
}

func chapter(t *testing.T) string {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	return string(text)
}

func TestChapterShowsWhatItsProgramsDo(t *testing.T) {
	for name, run := range runs {
		_, rest, found := strings.Cut(chapter(t), "<!-- run: "+name+" -->\n```\n")
		require.True(t, found, "README.md does not show the run %q", name)
		shown, _, found := strings.Cut(rest, "```\n")
		require.True(t, found)
		require.Equal(t, run(), shown, "README.md, the run %q", name)
	}
}

// What the prose says, and the constants that it speaks of.
func TestChapterNamesTheSizesOfTheCode(t *testing.T) {
	text := strings.Join(strings.Fields(chapter(t)), " ")
	for _, want := range []string{
		fmt.Sprintf("The smallest block has %d bytes", buddyUnit),
		fmt.Sprintf("a multiple of %d bytes long", tlsfUnit),
		fmt.Sprintf("a header of %d bytes", tlsfHeader),
		fmt.Sprintf("%d bits of its own address", 64-tlsfAddressShift),
		fmt.Sprintf("one of %d lists", tlsfLists),
		fmt.Sprintf("no more than %d blocks", tlsfMaxTries),
		fmt.Sprintf("up to %d bytes come from slabs", slabMaxSize),
		fmt.Sprintf("first %d requests of a size class", slabDemand),
		fmt.Sprintf("up to %d neighbouring pages", spanMaxPages),
		fmt.Sprintf("at most %d empty slabs", slabMaxEmpty),
	} {
		require.Contains(t, text, want)
	}
}

// cells returns the row of the chapter's tables that starts with name and has
// unit in it, without what stands in brackets; nil if there is none.
func cells(t *testing.T, name, unit string) []float64 {
	for _, line := range strings.Split(chapter(t), "\n") {
		if !strings.HasPrefix(line, "| "+name+" |") || strings.Contains(line, " / ") || strings.Contains(line, "%") != (unit == "%") {
			continue
		}
		var row []float64
		for _, cell := range strings.Split(strings.Trim(line, "| "), "|")[1:] {
			number, err := strconv.ParseFloat(strings.Fields(cell)[0], 64)
			if strings.TrimSpace(cell) == "none" {
				number, err = 100, nil
			}
			require.NoError(t, err, line)
			row = append(row, number)
		}
		require.Len(t, row, 3, line)
		return row
	}
	require.FailNow(t, "no such row", name)
	return nil
}

// What the chapter says of its tables. (//heap/bench keeps the tables true.)
func TestChapterReadsItsTablesRightly(t *testing.T) {
	const bump, buddy, tlsf = 0, 1, 2
	for _, trace := range []string{"a_lifo", "b_steady60", "c_vecgrow", "d_pages", "f_fill_mixed_1", "f_fill_mixed_2", "f_fill_small_1"} {
		cost, load := cells(t, trace, ""), cells(t, trace, "%")
		require.Less(t, 2*cost[bump], min(cost[buddy], cost[tlsf]), "%s: more than twice as quick", trace)
		require.Less(t, load[bump], 100.0, "%s: bump runs out of memory", trace)
		if strings.HasPrefix(trace, "f_") {
			require.InDelta(t, 75, load[buddy], 5, "%s: a quarter of the heap lost", trace)
			require.Greater(t, load[tlsf], 90.0, "%s: almost to the brim", trace)
		}
		switch trace[0] {
		case 'a', 'd':
			require.Less(t, cost[tlsf], cost[buddy], trace)
		case 'b':
			require.Greater(t, cost[tlsf], cost[buddy], trace)
		}
	}
}

// Each picture and file that the chapter names is there.
func TestChapterNamesWhatIsThere(t *testing.T) {
	for _, part := range strings.Split(chapter(t), "](")[1:] {
		target, _, _ := strings.Cut(part, ")")
		target, _, _ = strings.Cut(target, "#")
		if target == "" || strings.Contains(target, "://") {
			continue
		}
		_, err := os.Stat(target)
		require.NoError(t, err, "README.md refers to %s", target)
	}
}
