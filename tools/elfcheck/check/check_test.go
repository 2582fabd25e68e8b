// SPDX-License-Identifier: MIT

package check

import (
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
	"bugo/tools/riscvelf"
)

const base = 0x80020000

func kernel() elftest.ELF {
	return elftest.ELF{
		Entry: base,
		Sections: []elftest.Section{
			{Name: ".text", Addr: base, Data: make([]byte, 0x100)},
			{Name: ".data", Addr: base + 0x100, Data: make([]byte, 0x20)},
			{Name: ".bss", Addr: base + 0x120, Size: 0x1000},
		},
		Symbols: map[string]uint64{
			"stext": base, "etext": base + 0x100, "sdata": base + 0x100, "edata": base + 0x120,
			"sbss": base + 0x120, "ebss": base + 0x1120, "odd": base + 0x121,
		},
	}
}

func open(t *testing.T, e elftest.ELF) *riscvelf.File {
	t.Helper()
	f, err := riscvelf.New("kernel.elf", e.Bytes())
	require.NoError(t, err)
	return f
}

func TestAKernelThatObeysEveryRule(t *testing.T) {
	image := filepath.Join(t.TempDir(), "kernel.bin")
	require.NoError(t, os.WriteFile(image, make([]byte, 0x120), 0o600))
	entry := uint64(base)
	rules := Rules{
		Entry:     &entry,
		Order:     []string{"stext", ".text", "etext", "sdata", ".data", "edata", "sbss", "ebss"},
		Align:     16,
		NoDynamic: true,
		Budgets:   []Budget{{"everything", "stext", "ebss", 0x2000}, {"text", "stext", "etext", 0x100}},
		FileBudgets: []FileBudget{
			{Path: image, Max: 0x120},
			{Path: image, Max: 0x100, Low: "sdata", High: "edata"},
		},
	}
	rows, err := rules.Run(open(t, kernel()))
	require.NoError(t, err)
	want := []string{
		"name bytes budget used",
		"everything 4,384 8,192 53.5 %",
		"text 256 256 100.0 %",
		image + " 288 288 100.0 %",
		image + " without sdata..edata 256 256 100.0 %",
	}
	var got []string
	for line := range strings.Lines(Table(rows)) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	assert.Equal(t, want, got)
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	entry := uint64(base)
	empty := filepath.Join(t.TempDir(), "empty.bin")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	small := filepath.Join(t.TempDir(), "small.bin")
	require.NoError(t, os.WriteFile(small, make([]byte, 8), 0o600))
	for _, test := range []struct {
		name   string
		change func(*elftest.ELF)
		rules  Rules
		want   string
	}{
		{"entry", func(e *elftest.ELF) { e.Entry = base + 8 }, Rules{Entry: &entry}, "kernel.elf: the entry is 0x80020008, want 0x80020000"},
		{"order", nil, Rules{Order: []string{"stext", "sbss", "sdata"}}, "kernel.elf: sdata at 0x80020100 lies before sbss at 0x80020120: check the order in the linker script"},
		{"order of sections", nil, Rules{Order: []string{".bss", ".data"}}, ".data at 0x80020100 lies before .bss at 0x80020120"},
		{"missing symbol", nil, Rules{Order: []string{"stext", "ekernel"}}, "does not define ekernel"},
		{"missing section", nil, Rules{Order: []string{".rodata"}}, "has no section .rodata"},
		{"alignment", nil, Rules{Order: []string{"odd"}, Align: 16}, "odd at 0x80020121 is not a multiple of 16: write ALIGN(16)"},
		{"dynamic", func(e *elftest.ELF) { e.Segments = []elftest.Segment{{Type: elf.PT_DYNAMIC}} }, Rules{NoDynamic: true}, "PT_DYNAMIC"},
		{"budget", nil, Rules{Budgets: []Budget{{"firmware", "stext", "ebss", 4383}}},
			"kernel.elf: firmware has 4,384 bytes ([0x80020000, 0x80021120), stext..ebss), over its budget of 4,383 by 1: make it smaller, or raise the budget and say why in the commit"},
		{"budget of a missing symbol", nil, Rules{Budgets: []Budget{{"x", "stext", "end", 1}}}, "does not define end"},
		{"file budget", nil, Rules{FileBudgets: []FileBudget{{Path: small, Max: 7}}}, small + " has 8 bytes (the whole file), over its budget of 7 by 1"},
		{"empty file", nil, Rules{FileBudgets: []FileBudget{{Path: empty, Max: 7}}}, "is empty: build it again"},
		{"missing file", nil, Rules{FileBudgets: []FileBudget{{Path: empty + ".gone", Max: 7}}}, "cannot measure the image"},
		{"a file of another program", nil, Rules{FileBudgets: []FileBudget{{Path: small, Max: 7, Low: "sbss", High: "ebss"}}}, "they do not belong together"},
		{"file budget of a missing symbol", nil, Rules{FileBudgets: []FileBudget{{Path: small, Max: 7, Low: "a", High: "b"}}}, "does not define a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := kernel()
			if test.change != nil {
				test.change(&e)
			}
			_, err := test.rules.Run(open(t, e))
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "\n", "one line")
		})
	}
}

func TestOneRunShowsAllThatIsWrong(t *testing.T) {
	entry := uint64(0)
	rules := Rules{Entry: &entry, Order: []string{"nothing"}, Budgets: []Budget{{"all", "stext", "ebss", 0}}}
	rows, err := rules.Run(open(t, kernel()))
	require.Error(t, err)
	assert.Len(t, strings.Split(err.Error(), "\n"), 3)
	assert.Len(t, rows, 1, "sizes are shown even where they are too large")
	assert.Contains(t, Table(rows), " -\n", "no share of a budget of 0")
}

func TestBudgetsAreParsed(t *testing.T) {
	b, err := ParseBudget("firmware:stext:ebss:0x20000")
	require.NoError(t, err)
	assert.Equal(t, Budget{"firmware", "stext", "ebss", 0x20000}, b)

	f, err := ParseFileBudget("kernel.bin:163840")
	require.NoError(t, err)
	assert.Equal(t, FileBudget{Path: "kernel.bin", Max: 163840}, f)
	f, err = ParseFileBudget("kernel.bin:163840:sapps:eapps")
	require.NoError(t, err)
	assert.Equal(t, FileBudget{Path: "kernel.bin", Max: 163840, Low: "sapps", High: "eapps"}, f)

	for _, text := range []string{"", "a", "a:b:c", "a:b:c:d", "a:b:c:-1", ":b:c:1", "a::c:1", "a:b::1", "a:b:c:1:2"} {
		_, err := ParseBudget(text)
		assert.ErrorContains(t, err, "--budget="+text)
	}
	for _, text := range []string{"", "a", "a:b", ":1", "a:1:b", "a:1::c", "a:1:b:", "a:1:b:c:d"} {
		_, err := ParseFileBudget(text)
		assert.ErrorContains(t, err, "--file_budget="+text)
	}
}

func TestNothingMeasuredIsNoTable(t *testing.T) {
	assert.Empty(t, Table(nil))
}
