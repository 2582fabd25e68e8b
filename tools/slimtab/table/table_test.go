// SPDX-License-Identifier: MIT

package table_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/slimtab/table"
	"bugo/tools/slimtab/tabletest"
)

func TestParseReadsWhatTheLinkerWrites(t *testing.T) {
	section, layout := tabletest.Fat(tabletest.Example())
	got, err := table.Parse(section, layout.Blobs)
	require.NoError(t, err)
	assert.Equal(t, tabletest.Example(), got)
}

func TestBuildWritesTheSameInFewerBytes(t *testing.T) {
	fat, _ := tabletest.Fat(tabletest.Example())
	slim, layout, err := table.Build(tabletest.Example())
	require.NoError(t, err)
	assert.Less(t, len(slim), len(fat))
	assert.Zero(t, layout.Functions.Offset%4)
	assert.Zero(t, layout.Units.Offset%4)
	assert.Zero(t, layout.Blobs%4)
	assert.False(t, bytes.Contains(slim, []byte("inlined.away")), "a name that no code needs")
	assert.Equal(t, 1, bytes.Count(slim, []byte("heap.(*List).Pop\x00")), "a name of two functions")
	assert.Equal(t, 1, bytes.Count(slim, []byte("main.go\x00")), "a file of two functions")

	got, err := table.Parse(slim, layout.Blobs)
	require.NoError(t, err)
	assert.Equal(t, tabletest.Example(), got)
}

func TestBuildIsStable(t *testing.T) {
	first, layout, err := table.Build(tabletest.Example())
	require.NoError(t, err)
	program, err := table.Parse(first, layout.Blobs)
	require.NoError(t, err)
	second, again, err := table.Build(program)
	require.NoError(t, err)
	assert.Equal(t, first, second)
	assert.Equal(t, layout, again)
}

func TestRecordsHaveOnlyTheOffsetsTheyNeed(t *testing.T) {
	slim, layout, err := table.Build(tabletest.Example())
	require.NoError(t, err)
	var sizes [][2]int
	for i := range uint64(4) {
		record := layout.Functions.Offset + uint64(binary.LittleEndian.Uint32(slim[layout.Functions.Offset+8*i+4:]))
		sizes = append(sizes, [2]int{int(slim[record+28]), int(slim[record+43])})
	}
	assert.Equal(t, [][2]int{{2, 2}, {0, 0}, {0, 0}, {2, 0}}, sizes, "PCDATA and FUNCDATA of each function")
}

func TestRemoveNeverTakesTheFirstFunction(t *testing.T) {
	p := tabletest.Example()
	assert.Equal(t, 1, p.Remove(map[uint32]bool{0: true, 0x20: true, 0x30: true}))
	require.Len(t, p.Functions, 3)
	assert.Equal(t, "main.main", p.Functions[0].Name)
	assert.Equal(t, "heap.(*List).Pop", p.Functions[1].Name)
}

func TestParseRefusesWhatItDoesNotUnderstand(t *testing.T) {
	little := binary.LittleEndian
	tests := map[string]struct {
		damage func(section []byte, l table.Layout) []byte
		want   string
	}{
		"too short":               {func(s []byte, _ table.Layout) []byte { return s[:71] }, "fewer than its header's 72"},
		"other version":           {func(s []byte, _ table.Layout) []byte { s[0] = 0xf0; return s }, "unknown version of Go"},
		"quantum":                 {func(s []byte, _ table.Layout) []byte { s[6] = 3; return s }, "quantum is 3"},
		"pointer size":            {func(s []byte, _ table.Layout) []byte { s[7] = 4; return s }, "pointers of 4 bytes"},
		"reserved bits":           {func(s []byte, _ table.Layout) []byte { s[4] = 1; return s }, "should be zero"},
		"other numbers":           {func(s []byte, _ table.Layout) []byte { s[24] = 2; return s }, "should be zero"},
		"numbers of what is slim": {func(s []byte, _ table.Layout) []byte { s[24] = 1; return s }, "at most 2 and 2 are known"},
		"part order": {func(s []byte, l table.Layout) []byte {
			little.PutUint64(s[40:], l.Names.Offset-1)
			return s
		}, "out of order"},
		"truncated": {func(s []byte, l table.Layout) []byte { return s[:l.Functions.Offset+4] }, "lie outside the function table"},
		"too many functions": {func(s []byte, _ table.Layout) []byte {
			little.PutUint64(s[8:], 1<<61+1)
			return s
		}, "do not fit"},
		"functions out of order": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(s[l.Functions.Offset+8:], 0x40)
			little.PutUint32(s[l.Functions.Offset+uint64(little.Uint32(s[l.Functions.Offset+12:])):], 0x40)
			return s
		}, "before the one in front of it"},
		"record of another function": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(s[l.Functions.Offset:], 2)
			return s
		}, "record is of a function at 0x0"},
		"record in the index": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(s[l.Functions.Offset+4:], 8)
			return s
		}, "lies inside the index"},
		"record outside": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(s[l.Functions.Offset+4:], 1<<30)
			return s
		}, "its record"},
		"name outside": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(record(s, l)[4:], 1<<30)
			return s
		}, "its name"},
		"sequence outside": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(record(s, l)[16:], 1<<30)
			return s
		}, "its frame sizes"},
		"sequence without end": {func(s []byte, l table.Layout) []byte {
			values := s[l.Values.Offset:l.Functions.Offset]
			copy(values[1:], bytes.Repeat([]byte{2}, len(values)))
			return s
		}, "has no end"},
		"long varint": {func(s []byte, l table.Layout) []byte {
			copy(s[l.Values.Offset+1:], "\xff\xff\xff\xff\x10")
			return s
		}, "more than 32 bits"},
		"new PCDATA": {func(s []byte, l table.Layout) []byte {
			little.PutUint32(record(s, l)[28:], 6)
			return s
		}, "teach slimtab"},
		"new FUNCDATA":  {func(s []byte, l table.Layout) []byte { record(s, l)[43] = 9; return s }, "teach slimtab"},
		"inline tree":   {func(s []byte, l table.Layout) []byte { little.PutUint32(record(s, l)[44+4*8:], 1<<30); return s }, "its inline tree"},
		"short tree":    {func(s []byte, l table.Layout) []byte { return s[:l.Blobs+8+32] }, "partly behind"},
		"open defers":   {func(s []byte, l table.Layout) []byte { little.PutUint32(record(s, l)[44+4*9:], 1<<30); return s }, "open-coded defers"},
		"unit of none":  {func(s []byte, l table.Layout) []byte { little.PutUint32(record(s, l)[32:], ^uint32(0)); return s }, "file number 1"},
		"unit outside":  {func(s []byte, l table.Layout) []byte { little.PutUint32(record(s, l)[32:], 1<<30); return s }, "its unit's file"},
		"end too early": {func(s []byte, l table.Layout) []byte { little.PutUint32(s[l.Functions.Offset+32:], 0); return s }, "behind the end"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			section, layout := tabletest.Fat(tabletest.Example())
			_, err := table.Parse(test.damage(section, layout), layout.Blobs)
			require.Error(t, err)
			assert.Contains(t, err.Error(), test.want)
		})
	}
}

// record returns the first function's.
func record(section []byte, l table.Layout) []byte {
	return section[l.Functions.Offset+uint64(binary.LittleEndian.Uint32(section[l.Functions.Offset+4:])):]
}

func FuzzParse(f *testing.F) {
	fat, layout := tabletest.Fat(tabletest.Example())
	f.Add(fat, layout.Blobs)
	slim, layout, err := table.Build(tabletest.Example())
	require.NoError(f, err)
	f.Add(slim, layout.Blobs)
	f.Fuzz(func(t *testing.T, section []byte, blobs uint64) {
		program, err := table.Parse(section, blobs)
		if err != nil {
			return
		}
		again, layout, err := table.Build(program)
		require.NoError(t, err)
		got, err := table.Parse(again, layout.Blobs)
		require.NoError(t, err)
		require.Equal(t, program, got)
	})
}
