// SPDX-License-Identifier: MIT

package program

import (
	"debug/elf"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// code is a program of assembly: symbols, but no tables of Go's.
func code() elftest.ELF {
	return elftest.ELF{
		Entry: 0x80020000,
		Sections: []elftest.Section{
			{Name: ".text", Addr: 0x80020000, Data: make([]byte, 64), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
			{Name: ".data", Addr: 0x80020040, Data: make([]byte, 64)},
		},
		Functions: []elftest.Function{{Name: "start", Addr: 0x80020008, Size: 8}, {Name: "stop", Addr: 0x80020020}},
		Symbols:   map[string]uint64{"stext": 0x80020000, "edata": 0x80020080},
	}
}

func TestLocateTellsBySymbolWhatNoTableKnows(t *testing.T) {
	p, err := Open("", code().File(t, "code.elf"))
	require.NoError(t, err)
	for address, want := range map[uint64]string{
		0x80020008: "start", 0x8002000c: "start+0x4", 0x8002001f: "start+0x17",
		0x80020020: "stop", 0x8002003f: "stop+0x1f",
	} {
		assert.True(t, p.Contains(address))
		places := p.Locate(address)
		require.Len(t, places, 1, "%#x", address)
		assert.Equal(t, want, places[0].String())
	}
	for _, address := range []uint64{0, 0x8001ffff, 0x80020000, 0x80020007, 0x80020040, 1<<64 - 1} {
		assert.Empty(t, p.Locate(address), "%#x: before the first symbol, or no code", address)
	}
}

func TestFunctionsHaveTheirExtent(t *testing.T) {
	p, err := Open("", code().File(t, "code.elf"))
	require.NoError(t, err)
	start := Function{Name: "start", Start: 0x80020008, End: 0x80020020}
	stop := Function{Name: "stop", Start: 0x80020020, End: 0x80020040}
	for address, want := range map[uint64]Function{
		0x80020008: start, 0x8002001f: start, 0x80020020: stop, 0x8002003f: stop,
	} {
		got, ok := p.Function(address)
		assert.True(t, ok)
		assert.Equal(t, want, got, "%#x", address)
	}
	assert.Equal(t, []Function{start, stop}, p.Functions())
	for _, address := range []uint64{0x80020000, 0x80020007, 0x80020040} {
		_, ok := p.Function(address)
		assert.False(t, ok, "%#x", address)
	}
}

func TestOpenNamesTheFileAndTheRemedy(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*elftest.ELF)
		want   string
	}{
		"another machine": {func(e *elftest.ELF) { e.Machine = elf.EM_X86_64 }, "is for EM_X86_64, not EM_RISCV: build it for"},
		"stripped":        {func(e *elftest.ELF) { e.Symbols, e.Functions = nil, nil }, "is stripped, it has no symbols of code: give the NAME.elf"},
		"symbols of data": {func(e *elftest.ELF) { e.Functions = nil }, "is stripped"},
		"no code":         {func(e *elftest.ELF) { e.Sections = e.Sections[1:] }, "has no executable section: give a linked program"},
		"damaged table": {func(e *elftest.ELF) {
			e.Sections = append(e.Sections, elftest.Section{Name: tableSection, Addr: 0x80021000, Data: []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8, 255, 255}})
			e.Symbols[startOfText] = 0x80020000
		}, "has a damaged function table .gopclntab ("},
	} {
		t.Run(name, func(t *testing.T) {
			e := code()
			test.change(&e)
			path := e.File(t, "bad.elf")
			_, err := Open("", path)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "\n", "one line")
		})
	}

	image := filepath.Join(t.TempDir(), "image.bin")
	require.NoError(t, os.WriteFile(image, []byte{0x13, 0, 0, 0}, 0o600))
	_, err := Open("", image)
	assert.ErrorContains(t, err, "image.bin is not an ELF file")
	_, err = Open("", filepath.Join(t.TempDir(), "no.elf"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestPlacesReadAsInTracebacks(t *testing.T) {
	for want, place := range map[string]Place{
		"main.main user/hello/main_riscv64.go:9": {Function: "main.main", File: "user/hello/main_riscv64.go", Line: 9},
		"_start":                                 {Function: "_start"},
		"_start+0xc":                             {Function: "_start", Offset: 12},
	} {
		assert.Equal(t, want, place.String())
	}
}
