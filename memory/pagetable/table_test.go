// SPDX-License-Identifier: MIT

package pagetable

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	kib = 1 << 10
	mib = 1 << 20
	gib = 1 << 30
)

func TestEntriesAreLaidOutAsTheSpecificationSays(t *testing.T) {
	assert.Equal(t, PTE(0x80400<<10|0b1100_0111), leaf(0x80400000, Read|Write), "V R W A D")
	assert.Equal(t, PTE(0x80400<<10|0b1101_1011), leaf(0x80400000, Read|Execute|User), "V R X U A D")
	assert.Equal(t, PTE(0x80400<<10|0b1110_0011), leaf(0x80400000, Read|Global), "V R G A D")
	assert.Equal(t, PTE(0x80400<<10|1), pointer(0x80400000))
	assert.EqualValues(t, 0x80400000, leaf(0x80400000, Read).Physical())
	assert.Equal(t, Read|User, leaf(0x80400000, Read|User).Permissions())
}

func TestFlagsAreWrittenAsLetters(t *testing.T) {
	for f := range Flags(64) {
		want := []byte("-----")
		for i, letter := range []byte("rwxug") {
			if f&(Read<<i) != 0 {
				want[i] = letter
			}
		}
		assert.Equal(t, string(want), f.String())
	}
}

func TestATranslationGoesThroughThreeTables(t *testing.T) {
	table, f := newTable(t, 10)
	const virtual = 1<<30 | 5<<21 | 7<<12
	require.NoError(t, table.Map(virtual, 0x8012_3000, PageSize, Read|Write|User))
	physical, permissions, ok := table.Translate(virtual + 0x456)
	assert.True(t, ok)
	assert.EqualValues(t, 0x8012_3456, physical)
	assert.Equal(t, Read|Write|User, permissions)
	assert.Len(t, f.used, 3)
	second := table.at(table.Root)[1]
	assert.True(t, second.isTable())
	third := table.at(second.Physical())[5]
	assert.True(t, third.isTable())
	assert.Equal(t, leaf(0x8012_3000, Read|Write|User), table.at(third.Physical())[7])
	for _, other := range []uintptr{0, virtual - 1, virtual + PageSize, virtual | 1<<39, 1 << 38, 1 << 63, ^uintptr(0)} {
		_, _, ok := table.Translate(other)
		assert.False(t, ok, "%#x", other)
	}
	require.NoError(t, table.Unmap(virtual, PageSize))
	assert.Len(t, f.used, 1, "empty tables are given back")
	table.Free()
	assert.Empty(t, f.used)
}

func TestLargePagesAreUsedWhereAddressesAndSizeAllow(t *testing.T) {
	for _, c := range []struct {
		name                    string
		virtual, physical, size uintptr
		pages                   map[uintptr]int
		tables                  int
	}{
		{"a gigabyte", 2 * gib, 1 * gib, gib, map[uintptr]int{gib: 1}, 1},
		{"two gigabytes and a bit", 2 * gib, 0, 2*gib + 2*mib + 4*kib, map[uintptr]int{gib: 2, 2 * mib: 1, 4 * kib: 1}, 3},
		{"2 MiB", 0x80400000, 0x80400000, 2 * mib, map[uintptr]int{2 * mib: 1}, 2},
		{"2 MiB from one page before", 0x803ff000, 0x803ff000, 2*mib + 8*kib, map[uintptr]int{2 * mib: 1, 4 * kib: 2}, 4},
		{"2 MiB, but elsewhere", 0x40400000, 0x80401000, 2 * mib, map[uintptr]int{4 * kib: 512}, 3},
		{"across 2 MiB, all small", 0x401ff000, 0x80000000, 8 * kib, map[uintptr]int{4 * kib: 2}, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, f := newTable(t, 10)
			require.NoError(t, table.Map(c.virtual, c.physical, c.size, Read))
			pages := map[uintptr]int{}
			end := c.virtual
			table.Walk(0, AddressEnd, func(l Leaf) bool {
				assert.Equal(t, end, l.Virtual)
				assert.Equal(t, l.Virtual-c.virtual+c.physical, l.Physical)
				pages[l.Size]++
				end += l.Size
				return true
			})
			assert.Equal(t, c.pages, pages)
			assert.Equal(t, c.virtual+c.size, end)
			assert.Len(t, f.used, c.tables)
			require.NoError(t, table.Check())
			require.NoError(t, table.Unmap(c.virtual, c.size))
			assert.Len(t, f.used, 1)
		})
	}
}

func TestAPartOfALargePageIsSplitOff(t *testing.T) {
	table, f := newTable(t, 20)
	require.NoError(t, table.Map(gib, 2*gib, gib, Read|Write|Global))
	require.NoError(t, table.Protect(gib+10*mib, 8*kib, Read))
	before, _ := table.Lookup(gib + 10*mib - 1)
	assert.Equal(t, Leaf{gib + 8*mib, 2*gib + 8*mib, 2 * mib, Read | Write | Global}, before)
	changed, _ := table.Lookup(gib + 10*mib + 5*kib)
	assert.Equal(t, Leaf{gib + 10*mib + 4*kib, 2*gib + 10*mib + 4*kib, 4 * kib, Read}, changed)
	after, _ := table.Lookup(gib + 10*mib + 8*kib)
	assert.Equal(t, Leaf{gib + 10*mib + 8*kib, 2*gib + 10*mib + 8*kib, 4 * kib, Read | Write | Global}, after)
	assert.Len(t, f.used, 3)
	require.NoError(t, table.Unmap(gib+20*mib, 2*mib))
	assert.Len(t, f.used, 3, "a whole page needs no split")
	_, _, ok := table.Translate(gib + 21*mib)
	assert.False(t, ok)
	require.NoError(t, table.Check())
}

func TestMistakesChangeNothing(t *testing.T) {
	table, f := newTable(t, 20)
	require.NoError(t, table.Map(0x40000000, 0x80000000, 16*kib, Read|Write))
	require.NoError(t, table.Map(0x40400000, 0x80400000, 2*mib, Read|Write))
	want, tables := contents(table), len(f.used)
	for _, c := range []struct {
		want error
		call func() error
	}{
		{ErrAlignment, func() error { return table.Map(0x40000800, 0, 4*kib, Read) }},
		{ErrAlignment, func() error { return table.Map(0, 0x800, 4*kib, Read) }},
		{ErrAlignment, func() error { return table.Map(0, 0, 0x800, Read) }},
		{ErrAlignment, func() error { return table.Unmap(1, 4*kib) }},
		{ErrRange, func() error { return table.Map(0, 0, 0, Read) }},
		{ErrRange, func() error { return table.Map(AddressEnd-4*kib, 0, 8*kib, Read) }},
		{ErrRange, func() error { return table.Map(^uintptr(4*kib-1), 0, 8*kib, Read) }},
		{ErrRange, func() error { return table.Map(0, PhysicalEnd, 4*kib, Read) }},
		{ErrRange, func() error { return table.Map(0, PhysicalEnd-4*kib, 8*kib, Read) }},
		{ErrRange, func() error { return table.Unmap(AddressEnd, 4*kib) }},
		{ErrRange, func() error { return table.Protect(0, ^uintptr(4*kib-1), Read) }},
		{ErrPermissions, func() error { return table.Map(0, 0, 4*kib, 0) }},
		{ErrPermissions, func() error { return table.Map(0, 0, 4*kib, User) }},
		{ErrPermissions, func() error { return table.Map(0, 0, 4*kib, Write) }},
		{ErrPermissions, func() error { return table.Map(0, 0, 4*kib, Read|Write|Execute) }},
		{ErrPermissions, func() error { return table.Map(0, 0, 4*kib, Read|Valid) }},
		{ErrPermissions, func() error { return table.Protect(0x40000000, 4*kib, Write|Execute|Read) }},
		{ErrMapped, func() error { return table.Map(0x40000000, 0, 4*kib, Read) }},
		{ErrMapped, func() error { return table.Map(0x40400000, 0, 4*kib, Read) }},
		{ErrMapped, func() error { return table.Map(0x3fe00000, 0, 4*mib, Read) }},
		{ErrMapped, func() error { return table.Map(0x40000000, 0, gib, Read) }},
		{ErrMapped, func() error { return table.Map(0x3f000000, 4*kib, 32*mib, Read) }},
		{ErrNotMapped, func() error { return table.Protect(0x40000000, 20*kib, Read) }},
		{ErrNotMapped, func() error { return table.Protect(0, 4*kib, Read) }},
	} {
		assert.Equal(t, c.want, c.call())
		require.Equal(t, want, contents(table))
		require.Len(t, f.used, tables)
		require.NoError(t, table.Check())
	}
	require.ErrorContains(t, ErrMapped, "mapped already")
	assert.EqualError(t, Error(200), "page table: unknown error")
}

func TestWithoutFramesNothingChanges(t *testing.T) {
	for count := 1; count < 6; count++ {
		table, f := newTable(t, count)
		err := table.Map(0x3fff_f000, 0x8000_0000, 2*mib+8*kib, Read) // 6 tables
		require.Equal(t, ErrNoFrame, err, "%d frames", count)
		assert.Empty(t, contents(table))
		assert.Len(t, f.used, 1)
	}
	table, f := newTable(t, 4)
	require.NoError(t, table.Map(0x4000_0000, 0x8000_0000, 4*mib, Read))
	require.NoError(t, table.Map(0x4080_0000, 0x8000_0000, 4*kib, Read))
	want := contents(table)
	assert.Equal(t, ErrNoFrame, table.Protect(0x401f_f000, 8*kib, Read|Write), "two pages to split, one frame")
	assert.Equal(t, want, contents(table))
	require.NoError(t, table.Unmap(0x4080_0000, 4*kib))
	assert.NoError(t, table.Protect(0x401f_f000, 8*kib, Read|Write))
	table.Free()
	assert.Empty(t, f.used)
	assert.Equal(t, ErrNoFrame, (&Table{}).Init(&frames{}, &frames{}))
}

func TestBorrowedTablesAreTheOwners(t *testing.T) {
	f := newFrames(t, 20)
	var kernel, app Table
	require.NoError(t, kernel.Init(f, f))
	require.NoError(t, kernel.Map(2*gib, 2*gib, 8*kib, Read|Global))
	require.NoError(t, kernel.Pin(2*gib))
	require.NoError(t, kernel.Pin(3*gib))
	require.NoError(t, kernel.Pin(3*gib), "once more")
	require.NoError(t, app.Init(f, f))
	require.NoError(t, app.Adopt(&kernel))
	assert.Equal(t, contents(&kernel), contents(&app))

	require.NoError(t, kernel.Map(3*gib+4*kib, 2*gib+mib, 4*kib, Read|Write))
	_, _, ok := app.Translate(3*gib + 4*kib)
	assert.True(t, ok, "what the owner maps is seen")
	require.NoError(t, kernel.Unmap(3*gib+4*kib, 4*kib))
	require.NoError(t, kernel.Map(3*gib, 2*gib+mib, 4*kib, Read|Write), "its pinned table was not given back")
	_, _, ok = app.Translate(3 * gib)
	assert.True(t, ok)

	for _, change := range []func() error{
		func() error { return app.Map(2*gib+mib, 2*gib, 4*kib, Read) },
		func() error { return app.Unmap(2*gib, 4*kib) },
		func() error { return app.Unmap(gib, 4*gib) },
		func() error { return app.Protect(2*gib, 4*kib, Read|Write) },
	} {
		assert.Equal(t, ErrBorrowed, change())
	}
	require.NoError(t, app.Map(gib, 2*gib, 4*kib, Read|User))
	require.NoError(t, app.Check())
	assert.Equal(t, ErrMapped, app.Adopt(&kernel))
	want := contents(&kernel)
	mine := 0
	app.Tables(func(uintptr) { mine++ })
	assert.Equal(t, 3, mine)
	used := len(f.used)
	app.Free()
	assert.Len(t, f.used, used-3, "only its own tables")
	assert.Equal(t, want, contents(&kernel))
	require.NoError(t, kernel.Check())
	kernel.Free()
	assert.Empty(t, f.used)

	require.NoError(t, kernel.Init(f, f))
	require.NoError(t, kernel.Map(0, 0, gib, Read))
	assert.Equal(t, ErrMapped, kernel.Pin(0), "a leaf of the root is no table")
	assert.Equal(t, ErrRange, kernel.Pin(AddressEnd))
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	for name, damage := range map[string]func(table *Table, third *entries){
		"a frame number above the K210's": func(_ *Table, third *entries) { third[0] |= 1 << 30 },
		"reserved bits":                   func(_ *Table, third *entries) { third[0] |= 1 << 60 },
		"no A bit":                        func(_ *Table, third *entries) { third[0] &^= PTE(Accessed) },
		"no D bit":                        func(_ *Table, third *entries) { third[0] &^= PTE(Dirty) },
		"writable and executable":         func(_ *Table, third *entries) { third[0] |= PTE(Write | Execute) },
		"a table below the last level":    func(_ *Table, third *entries) { third[0] = pointer(base) },
		"invalid, but not zero":           func(_ *Table, third *entries) { third[1] = 1 << 10 },
		"an empty table":                  func(_ *Table, third *entries) { third[0] = 0 },
		"a crooked large page":            func(table *Table, _ *entries) { table.at(table.Root)[5] = leaf(4096, Read) },
		"a pointer with a U bit":          func(table *Table, _ *entries) { table.at(table.Root)[1] |= PTE(User) },
	} {
		table, _ := newTable(t, 5)
		require.NoError(t, table.Map(gib, 0, 4*kib, Read))
		require.NoError(t, table.Check())
		third := table.at(table.at(table.at(table.Root)[1].Physical())[0].Physical())
		damage(table, third)
		assert.Equal(t, ErrCorrupted, table.Check(), name)
	}
}

func TestAWalkCanBeConfinedAndStopped(t *testing.T) {
	table, _ := newTable(t, 10)
	require.NoError(t, table.Map(gib, 0, 16*kib, Read))
	var seen []uintptr
	visit := func(l Leaf) bool { seen = append(seen, l.Virtual); return len(seen) < 2 }
	assert.False(t, table.Walk(gib+4*kib, gib+16*kib, visit))
	assert.Equal(t, []uintptr{gib + 4*kib, gib + 8*kib}, seen)
	seen = nil
	assert.True(t, table.Walk(gib+12*kib, ^uintptr(0), visit))
	assert.Equal(t, []uintptr{gib + 12*kib}, seen)
	assert.True(t, table.Walk(0, gib, visit))
}

func TestAnAddressSpaceIsPrintedAsATable(t *testing.T) {
	table, _ := newTable(t, 10)
	require.NoError(t, table.Map(0x40000000, 0x8007d000, 36*kib, Read|Execute|User))
	require.NoError(t, table.Map(0x40009000, 0x80086000, 8*kib, Read|User))
	require.NoError(t, table.Map(0x4000b000, 0x80410000, 4*kib, Read|Write|User))
	require.NoError(t, table.Map(0x4000c000, 0x80408000, 4*kib, Read|Write|User))
	require.NoError(t, table.Map(0x80400000, 0x80400000, 2*mib, Read|Write|Global))
	name := func(virtual uintptr) string {
		switch {
		case virtual < 0x40009000:
			return "text"
		case virtual < 0x4000b000:
			return "rodata"
		case virtual < 0x80000000:
			return "data"
		}
		return "frames"
	}
	assert.Equal(t, strings.TrimLeft(`
virtual                     size  rwxug  physical    what
0x40000000-0x40008fff       36 K  r-xu-  0x8007d000  text
0x40009000-0x4000afff        8 K  r--u-  0x80086000  rodata
0x4000b000-0x4000cfff        8 K  rw-u-  0x80410000+ data
0x80400000-0x805fffff     2048 K  rw--g  0x80400000  frames
`, "\n"), string(table.Print(nil, name)))
	ranges := 0
	table.Ranges(0, AddressEnd, false, nil, func(r Range) { ranges++; assert.True(t, r.Contiguous) })
	assert.Equal(t, 5, ranges)
	assert.Equal(t, "0x0", string(appendHex(nil, 0, 1)))
	assert.Equal(t, "0x123456789", string(appendHex(nil, 0x123456789, 8)))
}
