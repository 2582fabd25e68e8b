// SPDX-License-Identifier: MIT

package table_test

import (
	"debug/elf"
	"debug/gosym"
	"encoding/binary"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/slimtab/table"
)

// executable returns this test's own tables, where its FUNCDATA begin, and the
// address of its code. It finds them by moduledata, since the program may have
// been stripped: the only place which points first to the section and then to
// the names in it.
func executable(t *testing.T) (section []byte, blobs, text uint64) {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	file, err := elf.Open(path)
	require.NoError(t, err)
	defer file.Close()
	tables := file.Section(".gopclntab")
	require.NotNil(t, tables)
	section, err = tables.Data()
	require.NoError(t, err)
	names := tables.Addr + binary.LittleEndian.Uint64(section[32:])
	for _, s := range file.Sections {
		if s.Flags&elf.SHF_WRITE == 0 || s.Type != elf.SHT_PROGBITS {
			continue
		}
		data, err := s.Data()
		require.NoError(t, err)
		for ; len(data) >= 0x150; data = data[8:] {
			field := func(at int) uint64 { return binary.LittleEndian.Uint64(data[at:]) }
			if field(0) == tables.Addr && field(8) == names {
				return section, field(0x140) - tables.Addr, field(0xb0)
			}
		}
	}
	require.Fail(t, "no moduledata in "+path)
	return nil, 0, 0
}

// TestSlimTablesOfThisExecutableSayTheSame takes the thousands of functions of
// a real program, and two readers that know nothing of this package: that of
// the standard library for names, files and lines, and one made like that of
// our runtime for all the rest.
func TestSlimTablesOfThisExecutableSayTheSame(t *testing.T) {
	fat, blobs, text := executable(t)
	program, err := table.Parse(fat, blobs)
	require.NoError(t, err)
	require.Greater(t, len(program.Functions), 1000)
	slim, layout, err := table.Build(program)
	require.NoError(t, err)
	assert.Less(t, len(slim), len(fat)*9/10)

	before, after := symbols(t, fat, text), symbols(t, slim, text)
	require.Len(t, after.Funcs, len(before.Funcs))
	old, now := newReader(fat, blobs), newReader(slim, layout.Blobs)
	for i, f := range before.Funcs {
		require.Equal(t, f.Name, after.Funcs[i].Name)
		require.Equal(t, f.Entry, after.Funcs[i].Entry)
		require.Equal(t, f.End, after.Funcs[i].End)
		recordBefore, code, end := old.function(i)
		recordAfter, _, _ := now.function(i)
		hasLines := word(recordBefore, 6) != 0 // gosym takes 0 for an offset like any other
		step := uint32(61)                     // and with step 1 in some functions: all would take half a minute
		if i%16 == 0 {
			step = 1
		}
		for offset := uint32(0); offset < end-code; offset += step {
			pc := f.Entry + uint64(offset)
			fileBefore, lineBefore, _ := before.PCToLine(pc)
			fileAfter, lineAfter, _ := after.PCToLine(pc)
			if hasLines && (fileBefore != fileAfter || lineBefore != lineAfter) {
				require.Failf(t, "another line", "%s+%#x: %s:%d, was %s:%d", f.Name, offset, fileAfter, lineAfter, fileBefore, lineBefore)
			}
			if want, got := old.describe(recordBefore, offset), now.describe(recordAfter, offset); want != got {
				require.Failf(t, "another description", "%s+%#x: %s\nwas %s", f.Name, offset, got, want)
			}
		}
	}
}

func symbols(t *testing.T, section []byte, text uint64) *gosym.Table {
	t.Helper()
	symbols, err := gosym.NewTable(nil, gosym.NewLineTable(section, text))
	require.NoError(t, err)
	return symbols
}
