// SPDX-License-Identifier: MIT

package object_test

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/slimtab/object"
	"bugo/tools/slimtab/table"
	"bugo/tools/slimtab/tabletest"
)

func TestSlimMakesTheTablesSmaller(t *testing.T) {
	in := newInput()
	old := in.bytes()
	before := bytes.Clone(old)
	slim, err := object.Slim(old)
	require.NoError(t, err)
	assert.Equal(t, before, old, "the input was changed")

	file := read(t, slim)
	section := contents(t, file, ".gopclntab")
	assert.Less(t, len(section), len(in.table))
	want := tabletest.Example()
	want.Remove(map[uint32]bool{0x20: true}) // nothing refers to the trampoline
	program, err := table.Parse(section, symbol(t, file, "go:func.*").Value)
	require.NoError(t, err)
	assert.Equal(t, want, program)
}

func TestSlimTablesKeepAReferencedTrampoline(t *testing.T) {
	in := newInput()
	in.textRelocations = append(in.textRelocations, elf.Rela64{Off: 0x10, Info: elf.R_INFO(symTrampoline, uint32(elf.R_RISCV_JAL))})
	slim, err := object.Slim(in.bytes())
	require.NoError(t, err)
	file := read(t, slim)
	program, err := table.Parse(contents(t, file, ".gopclntab"), symbol(t, file, "go:func.*").Value)
	require.NoError(t, err)
	assert.Equal(t, tabletest.Example(), program)
}

func TestModuledataFollowsTheTables(t *testing.T) {
	slim, err := object.Slim(newInput().bytes())
	require.NoError(t, err)
	file := read(t, slim)
	section := contents(t, file, ".gopclntab")
	header, err := table.ParseHeader(section)
	require.NoError(t, err)
	symbols, err := file.Symbols()
	require.NoError(t, err)

	points := make(map[uint64]uint64) // from a field of moduledata to a place in the table
	relocations := contents(t, file, ".rela.go.module")
	for len(relocations) > 0 {
		var r elf.Rela64
		n, err := binary.Decode(relocations, binary.LittleEndian, &r)
		require.NoError(t, err)
		relocations = relocations[n:]
		points[r.Off-moduledataAt] = symbols[elf.R_SYM64(r.Info)-1].Value + uint64(r.Addend)
	}
	size := uint64(len(section))
	blobs := symbol(t, file, "go:func.*")
	assert.Equal(t, size, blobs.Value+blobs.Size)
	assert.Equal(t, size, symbol(t, file, "runtime.epclntab").Value)
	assert.Equal(t, size, symbol(t, file, "runtime.findfunctab").Value)
	assert.Zero(t, symbol(t, file, "runtime.findfunctab").Size)
	assert.Zero(t, symbol(t, file, "runtime.pclntab").Value)
	assert.Equal(t, map[uint64]uint64{
		0x00: 0, 0x08: header.Names, 0x20: header.Units, 0x38: header.Files, 0x50: header.Values,
		0x68: header.Functions, 0x80: header.Functions, 0x98: size, 0xb0: 0, 0x140: blobs.Value, 0x148: size,
	}, points)

	moduledata := contents(t, file, ".go.module")[moduledataAt:]
	length := func(field int) uint64 {
		n := binary.LittleEndian.Uint64(moduledata[field+8:])
		assert.Equal(t, n, binary.LittleEndian.Uint64(moduledata[field+16:]), "capacity of the field at %#x", field)
		return n
	}
	assert.LessOrEqual(t, header.Names+length(0x08), header.Units)
	assert.Equal(t, header.Files, header.Units+4*length(0x20))
	assert.Equal(t, header.Values, header.Files+length(0x38))
	assert.LessOrEqual(t, header.Values+length(0x50), header.Functions)
	assert.Equal(t, blobs.Value, header.Functions+length(0x68))
	assert.Equal(t, header.Count+1, length(0x80))
}

func TestEverythingElseStaysAsItWas(t *testing.T) {
	in := newInput()
	old := in.bytes()
	slim, err := object.Slim(old)
	require.NoError(t, err)
	require.Len(t, slim, len(old))
	before, after := read(t, old), read(t, slim)
	for i, s := range before.Sections {
		switch s.Name {
		case ".gopclntab", ".go.module", ".rela.go.module", ".symtab":
			continue
		}
		assert.Equal(t, s.SectionHeader, after.Sections[i].SectionHeader)
		if s.Type != elf.SHT_NULL {
			assert.Equal(t, contents(t, before, s.Name), contents(t, after, s.Name), s.Name)
		}
	}
	shrunk := before.Section(".gopclntab").SectionHeader
	shrunk.Size = after.Section(".gopclntab").Size
	shrunk.FileSize = shrunk.Size
	assert.Equal(t, shrunk, after.Section(".gopclntab").SectionHeader)
	rest := slim[shrunk.Offset+shrunk.Size : shrunk.Offset+uint64(len(in.table))]
	assert.Equal(t, make([]byte, len(rest)), rest, "what is left of the old tables")
}

func TestSlimTwiceChangesNothing(t *testing.T) {
	once, err := object.Slim(newInput().bytes())
	require.NoError(t, err)
	twice, err := object.Slim(once)
	require.NoError(t, err)
	assert.Equal(t, once, twice)
}

func TestSlimRefusesWhatItDoesNotUnderstand(t *testing.T) {
	tests := map[string]struct {
		change func(*input)
		want   string
	}{
		"another machine":   {func(in *input) { in.machine = elf.EM_X86_64 }, "want a relocatable object of 64 bits for RISC-V"},
		"linked":            {func(in *input) { in.kind = elf.ET_EXEC }, "ET_EXEC"},
		"no table":          {func(in *input) { in.tableName = ".pcln" }, "there is no .gopclntab"},
		"two tables":        {func(in *input) { in.textName = ".gopclntab" }, "two sections .gopclntab"},
		"low alignment":     {func(in *input) { in.tableAlign = 4 }, "alignment 4"},
		"another version":   {func(in *input) { in.table[0] = 0xf0 }, "unknown version of Go"},
		"no moduledata":     {func(in *input) { in.symbols[symModuledata].name = "runtime.module" }, "runtime.firstmoduledata is not defined"},
		"short moduledata":  {func(in *input) { in.symbols[symModuledata].Size = 0x140 }, "too short"},
		"truncated section": {func(in *input) { in.module = in.module[:0x140] }, "lies outside its section"},
		"address in the table": {func(in *input) {
			in.tableRelocations = []elf.Rela64{{Off: 72, Info: elf.R_INFO(symText, uint32(elf.R_RISCV_64))}}
		}, "should hold no addresses"},
		"reference from code": {func(in *input) {
			in.textRelocations = append(in.textRelocations, elf.Rela64{Info: elf.R_INFO(symStart, uint32(elf.R_RISCV_CALL_PLT))})
		}, "only the known fields"},
		"another field": {func(in *input) { in.relocations[0].Off += 0x100 }, "only the known fields"},
		"relative field": {func(in *input) {
			in.relocations[0].Info = elf.R_INFO(symStart, uint32(elf.R_RISCV_32_PCREL))
		}, "only the known fields"},
		"a field twice":         {func(in *input) { in.relocations = append(in.relocations, in.relocations[0]) }, "only the known fields"},
		"a field missing":       {func(in *input) { in.relocations = in.relocations[1:] }, "at 0x0 does not point into"},
		"text missing":          {func(in *input) { in.relocations = in.relocations[:len(in.relocations)-1] }, "where the code begins"},
		"a field elsewhere":     {func(in *input) { in.relocations[1].Addend++ }, "the table itself says"},
		"wrong length":          {func(in *input) { in.module[moduledataAt+0x10] = 1 }, "has length"},
		"wrong count":           {func(in *input) { in.module[moduledataAt+0x88]--; in.module[moduledataAt+0x90]-- }, "counts 4 functions and an end, the table itself 4"},
		"an unknown symbol":     {func(in *input) { in.symbols[symBlobs].name = "runtime.newtab" }, "runtime.newtab in .gopclntab is unknown"},
		"a global symbol":       {func(in *input) { in.symbols[symEnd].Info = 0x11 }, "is not local"},
		"the start elsewhere":   {func(in *input) { in.symbols[symStart].Value = 8; in.relocations[0].Addend = -8; shift(in, -8) }, "want its start"},
		"a damaged table":       {func(in *input) { clear(in.table[72:]) }, "lies inside the index"},
		"symbol out of range":   {func(in *input) { in.relocations[0].Info = elf.R_INFO(99, uint32(elf.R_RISCV_64)) }, "against symbol 99"},
		"unknown relocations":   {func(in *input) { in.relocationKind = elf.SHT_REL }, "without addends"},
		"relocations of others": {func(in *input) { in.relocationLink = 1 }, "unknown form"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := newInput()
			test.change(in)
			out, err := object.Slim(in.bytes())
			require.Error(t, err)
			assert.Nil(t, out)
			assert.Contains(t, err.Error(), test.want)
		})
	}
}

func TestSlimRefusesDamagedFiles(t *testing.T) {
	whole := newInput().bytes()
	for size := 0; size < len(whole); size += 7 {
		_, err := object.Slim(whole[:size])
		require.Error(t, err, "%d bytes of %d", size, len(whole))
	}
}

// shift lets relocations against the table's start mean the same although the
// symbol moved.
func shift(in *input, by int64) {
	for i := range in.relocations[1:] {
		if r := &in.relocations[i+1]; elf.R_SYM64(r.Info) == symStart {
			r.Addend += by
		}
	}
}

func read(t *testing.T, data []byte) *elf.File {
	t.Helper()
	file, err := elf.NewFile(bytes.NewReader(data))
	require.NoError(t, err)
	return file
}

func contents(t *testing.T, file *elf.File, name string) []byte {
	t.Helper()
	s := file.Section(name)
	require.NotNil(t, s, name)
	data, err := s.Data()
	require.NoError(t, err)
	return data
}

func symbol(t *testing.T, file *elf.File, name string) elf.Symbol {
	t.Helper()
	symbols, err := file.Symbols()
	require.NoError(t, err)
	for _, s := range symbols {
		if s.Name == name {
			return s
		}
	}
	require.Fail(t, "no symbol "+name)
	return elf.Symbol{}
}

func FuzzSlim(f *testing.F) {
	f.Add(newInput().bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := object.Slim(data)
		if err == nil {
			require.Len(t, out, len(data))
		}
	})
}
