// SPDX-License-Identifier: MIT

package riscvelf

import (
	"debug/elf"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// program is what our linker makes, in small.
func program() elftest.ELF {
	return elftest.ELF{
		Entry: 0x80020000,
		Sections: []elftest.Section{
			{Name: ".text", Addr: 0x80020000, Data: make([]byte, 64)},
			{Name: ".bss", Addr: 0x80020040, Size: 0x1000},
		},
		Symbols: map[string]uint64{"stext": 0x80020000, "sbss": 0x80020040, "ebss": 0x80021040},
	}
}

func TestOpenReadsAnExecutable(t *testing.T) {
	f, err := Open(program().File(t, "kernel.elf"))
	require.NoError(t, err)
	assert.Equal(t, uint64(0x80020000), f.Entry)
	assert.Len(t, f.Loads(), 2)
	assert.NoError(t, f.Static())

	at, err := f.Address("sbss")
	require.NoError(t, err)
	assert.Equal(t, uint64(0x80020040), at)
	low, high, err := f.Span("sbss", "ebss")
	require.NoError(t, err)
	assert.Equal(t, uint64(0x1000), high-low)
}

func TestOpenRefusesWhatIsNoSuchExecutable(t *testing.T) {
	whole := program().Bytes()
	with := func(change func(*elftest.ELF)) []byte {
		e := program()
		change(&e)
		return e.Bytes()
	}
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "F.elf is empty: its link failed or was interrupted, build it again"},
		{"a flat image", []byte{0x13, 0, 0, 0, 0x6f, 0}, "F.elf is not an ELF file (it starts with 13 00 00 00): give the linker's output, not a flat image"},
		{"two bytes", []byte{0x7f, 'E'}, "not an ELF file (it starts with 7f 45)"},
		{"the magic alone", []byte(elf.ELFMAG), "truncated or damaged ELF file"},
		{"half the header", whole[:40], "truncated or damaged ELF file"},
		{"no section table", whole[:len(whole)-100], "truncated or damaged ELF file"},
		{"an archive", []byte("!<arch>\n"), "not an ELF file"},
		{"32 bits", with(func(e *elftest.ELF) { e.Class = elf.ELFCLASS32 }), "F.elf is"},
		{"big endian", with(func(e *elftest.ELF) { e.Data = elf.ELFDATA2MSB }), "F.elf is"},
		{"the host's", with(func(e *elftest.ELF) { e.Machine = elf.EM_X86_64 }), "F.elf is for EM_X86_64, not EM_RISCV: build it for //platforms/k210"},
		{"an object", with(func(e *elftest.ELF) { e.Type = elf.ET_REL }), "of type ET_REL, want ET_EXEC"},
		{"position independent", with(func(e *elftest.ELF) { e.Type = elf.ET_DYN }), "of type ET_DYN, want ET_EXEC: link it with a script of platforms/k210 and without -pie"},
		{"a segment behind the end", with(func(e *elftest.ELF) {
			e.Segments = []elftest.Segment{{Type: elf.PT_LOAD, Vaddr: 0x80030000, Off: 1 << 20, Filesz: 8, Memsz: 8}}
		}), "F.elf is truncated: segment 2 needs 8 bytes at offset 1048576"},
		{"more bytes in the file than in memory", with(func(e *elftest.ELF) {
			e.Segments = []elftest.Segment{{Type: elf.PT_LOAD, Vaddr: 0x80030000, Filesz: 8, Memsz: 4}}
		}), "F.elf is damaged: segment 2 at 0x80030000 has 8 bytes in the file and 4 in memory"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := New("F.elf", test.data)
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "\n", "one line")
		})
	}
}

func TestOpenNamesAMissingFile(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "no.elf"))
	require.ErrorIs(t, err, os.ErrNotExist)
	assert.ErrorContains(t, err, "no.elf")
}

func TestStaticFindsWhatADynamicLinkerIsFor(t *testing.T) {
	for _, test := range []struct {
		name    string
		section elftest.Section
		segment elftest.Segment
		want    string
	}{
		{name: "dynamic segment", segment: elftest.Segment{Type: elf.PT_DYNAMIC}, want: "PT_DYNAMIC segment"},
		{name: "interpreter segment", segment: elftest.Segment{Type: elf.PT_INTERP}, want: "PT_INTERP segment"},
		{name: "dynamic section", section: elftest.Section{Name: ".dynamic", Type: elf.SHT_DYNAMIC, Data: make([]byte, 16)}, want: "section .dynamic"},
		{name: "interpreter section", section: elftest.Section{Name: ".interp", Data: []byte("/lib/ld.so")}, want: "section .interp"},
		{
			name:    "relocations",
			section: elftest.Section{Name: ".rela.dyn", Type: elf.SHT_RELA, Flags: elf.SHF_ALLOC, Addr: 0x80030000, Data: make([]byte, 24)},
			want:    "keeps 24 bytes of relocations for load time in .rela.dyn",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := program()
			if test.section.Name != "" {
				e.Sections = append(e.Sections, test.section)
			} else {
				e.Segments = append(e.Segments, test.segment)
			}
			f, err := New("F.elf", e.Bytes())
			require.NoError(t, err)
			err = f.Static()
			require.ErrorContains(t, err, test.want)
			assert.ErrorContains(t, err, "-static")
		})
	}
}

func TestSymbolsThatAreMissingOrOutOfOrder(t *testing.T) {
	f, err := New("F.elf", program().Bytes())
	require.NoError(t, err)
	_, err = f.Address("ekernel")
	assert.ErrorContains(t, err, "F.elf does not define ekernel")
	_, _, err = f.Span("ebss", "sbss")
	assert.ErrorContains(t, err, "F.elf: sbss 0x80020040 lies before ebss 0x80021040")
	_, _, err = f.Span("sbss", "no")
	assert.Error(t, err)
	_, _, err = f.Span("no", "ebss")
	assert.Error(t, err)
}

func TestAStrippedFileDefinesNothing(t *testing.T) {
	e := program()
	e.Symbols = nil
	f, err := New("F.elf", e.Bytes())
	require.NoError(t, err)
	_, err = f.Address("sbss")
	assert.ErrorContains(t, err, "do not strip it")
	_, ok := f.Locate(0x80020000)
	assert.False(t, ok)
}

func TestLocateFindsTheFunctionAround(t *testing.T) {
	e := program()
	e.Symbols = nil
	e.Functions = []elftest.Function{{Name: "main.a", Addr: 0x80020008, Size: 8}, {Name: "main.b", Addr: 0x80020020}}
	f, err := New("F.elf", e.Bytes())
	require.NoError(t, err)
	for pc, want := range map[uint64]string{
		0x80020008: "main.a+0x0", 0x8002000f: "main.a+0x7",
		0x80020020: "main.b+0x0", 0x8002003f: "main.b+0x1f",
	} {
		place, ok := f.Locate(pc)
		require.True(t, ok, "%#x", pc)
		assert.Equal(t, want, place.String())
	}
	for _, pc := range []uint64{0, 0x80020007, 0x80020010} {
		_, ok := f.Locate(pc)
		assert.False(t, ok, "%#x", pc)
	}
}

func FuzzNewNeverPanics(f *testing.F) {
	f.Add(program().Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := New("F.elf", data)
		if err != nil {
			return
		}
		_ = file.Static()
		_, _ = file.Locate(file.Entry)
		for _, p := range file.Loads() {
			_ = data[p.Off:][:p.Filesz]
		}
	})
}
