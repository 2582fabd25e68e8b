// SPDX-License-Identifier: MIT

package film

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func cell(kind Kind, level int) Cell { return Cell(kind)*Levels + Cell(level) }

func TestCellShowsWhatMattersMost(t *testing.T) {
	small, large := KindOf(16), KindOf(1<<20)
	for name, c := range map[string]struct {
		bytes map[Kind]int32
		want  Cell
	}{
		"nothing but free":                  {map[Kind]int32{KindFree: 512}, cell(KindFree, 0)},
		"one small block":                   {map[Kind]int32{KindFree: 511, small: 1}, cell(small, 0)},
		"a quarter":                         {map[Kind]int32{KindFree: 384, small: 128}, cell(small, 0)},
		"over a quarter":                    {map[Kind]int32{KindFree: 383, small: 129}, cell(small, 1)},
		"full":                              {map[Kind]int32{small: 512}, cell(small, 3)},
		"the most frequent class":           {map[Kind]int32{small: 200, large: 312}, cell(large, 3)},
		"a bit of rounding":                 {map[Kind]int32{small: 300, KindRounded: 212}, cell(small, 2)},
		"more rounding than live":           {map[Kind]int32{small: 100, KindRounded: 300, KindFree: 112}, cell(KindRounded, 2)},
		"rounding, but more free":           {map[Kind]int32{small: 10, KindRounded: 100, KindFree: 402}, cell(small, 0)},
		"rounding in a free cell":           {map[Kind]int32{KindRounded: 8, KindFree: 504}, cell(KindRounded, 0)},
		"stuck":                             {map[Kind]int32{small: 100, KindStuck: 412}, cell(KindStuck, 3)},
		"records":                           {map[Kind]int32{KindRecords: 256, KindFree: 256}, cell(KindRecords, 1)},
		"stuck outweighs rounding and live": {map[Kind]int32{small: 100, KindRounded: 150, KindStuck: 262}, cell(KindStuck, 2)},
	} {
		t.Run(name, func(t *testing.T) {
			var bytes [Kinds]int32
			sum := int32(0)
			for kind, n := range c.bytes {
				bytes[kind] = n
				sum += n
			}
			require.EqualValues(t, 512, sum, "the case itself")
			require.Equal(t, c.want, show(&bytes, 512))
		})
	}
}

func TestMapperCutsAtCells(t *testing.T) {
	m := newMapper(100, 16) // the last cell has 4 bytes
	m.add(-50, 8, KindRecords)
	m.add(8, 40, KindOf(1))
	m.add(40, 96, KindFree)
	m.add(96, 1000, KindStuck)
	assert.Equal(t, []Cell{
		cell(KindOf(1), 1), cell(KindOf(1), 3), cell(KindOf(1), 1), 0, 0, 0, cell(KindStuck, 3),
	}, m.cells())
	// A new map starts empty.
	assert.Equal(t, make([]Cell, 7), m.cells())
}

func TestMoveChangesTheKind(t *testing.T) {
	m := newMapper(64, 16)
	m.add(0, 64, KindStuck)
	m.move(8, 40, KindStuck, KindOf(4096))
	live := KindOf(4096)
	// (What is live wins where it is not outweighed.)
	assert.Equal(t, []Cell{cell(live, 1), cell(live, 3), cell(live, 1), cell(KindStuck, 3)}, m.cells())
}

func TestCellSizeKeepsMapsSmall(t *testing.T) {
	for heap, want := range map[int]int{64: 16, 98304: 16, 98305: 32, 3 << 20: 512, 3<<20 + 1: 1024, 1 << 30: 262144} {
		assert.Equal(t, want, cellSizeFor(heap), "a heap of %d bytes", heap)
	}
}

func TestClassesHaveTheirLimits(t *testing.T) {
	assert.Equal(t, KindLive, KindOf(0))
	assert.Equal(t, KindLive, KindOf(64))
	assert.Equal(t, KindLive+1, KindOf(65))
	assert.Equal(t, KindLive+LiveClasses-2, KindOf(16<<10))
	assert.Equal(t, KindLive+LiveClasses-1, KindOf(16<<10+1))

	for size, want := range map[int]int{1: 0, 16: 0, 17: 1, 32: 1, 33: 2, 4096: 8, 4097: 9, 1 << 22: 18, 1<<22 + 1: 19, 1 << 30: 19} {
		assert.Equal(t, want, FreeClass(size), "%d bytes", size)
	}
}

func TestUnitsForPeople(t *testing.T) {
	for n, want := range map[int]string{0: "0 B", 1023: "1023 B", 1024: "1 KiB", 1536: "1.5 KiB", 10 << 10: "10 KiB", 100<<10 + 512: "100 KiB", 3 << 20: "3 MiB", 3200000: "3.05 MiB"} {
		assert.Equal(t, want, Bytes(n))
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		assert.Equal(t, want, Count(n))
	}
	assert.Equal(t, []string{"0 blocks", "1 block", "1,000 blocks"}, []string{Blocks(0), Blocks(1), Blocks(1000)})
}
