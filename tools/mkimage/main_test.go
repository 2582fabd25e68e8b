// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/pack"
	"bugo/tools/elfcheck/elftest"
)

// program returns an app linked for an address: a page of text, one of constants,
// data, .bss and a stack.
func program(base uint64, data string) elftest.ELF {
	return elftest.ELF{
		Entry: base,
		Sections: []elftest.Section{
			{Name: ".text", Addr: base, Data: bytes.Repeat([]byte("t"), 0x1000)},
			{Name: ".rodata", Addr: base + 0x1000, Data: []byte("constants")},
			{Name: ".data", Addr: base + 0x2000, Data: []byte(data)},
			{Name: ".bss", Addr: base + 0x3000, Size: 0x5000},
		},
		Symbols: map[string]uint64{
			"stext": base, "srodata": base + 0x1000, "sdata": base + 0x2000, "sbss": base + 0x3000,
			"sstack": base + 0x5000, "estack": base + 0x7000, "sheap": base + 0x8000, "ebss": base + 0x8000,
		},
	}
}

// image is what program is when it is flat.
func image(data string) string {
	return strings.Repeat("t", 0x1000) + "constants" + strings.Repeat("\x00", 0x1000-9) + data
}

// mkimage runs the command with arguments.
func mkimage(args ...string) error {
	c := newCommand()
	c.SetArgs(args)
	return c.Execute()
}

func flatten(t *testing.T, elf string, more ...string) (string, error) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "image.bin")
	return out, mkimage(append([]string{"flat", "--elf=" + elf, "--out=" + out,
		"--base=0x40000000", "--limit=0x40200000", "--kind=app", "--label=//user/hello:hello"}, more...)...)
}

func TestFlatWritesTheImage(t *testing.T) {
	out, err := flatten(t, program(0x40000000, "text").File(t, "hello.elf"), "--budget=8196", "--budget_excludes=")
	require.NoError(t, err)
	got, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, image("text"), string(got))
}

func TestFlatWritesNothingOnAnError(t *testing.T) {
	text := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(text, []byte("not a program"), 0o600))
	empty := filepath.Join(t.TempDir(), "empty.elf")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	good := program(0x40000000, "text").File(t, "hello.elf")
	for _, test := range []struct {
		name string
		elf  string
		more []string
		want string
	}{
		{"a text", text, nil, "app //user/hello:hello: " + text + " is not an ELF file (it starts with 6e 6f 74 20): give the linker's output"},
		{"an empty file", empty, nil, "is empty: its link failed or was interrupted"},
		{"a missing file", text + ".elf", nil, "no such file or directory"},
		{"another address", program(0x80000000, "text").File(t, "other.elf"), nil, "is 0x80000000, want 0x40000000"},
		{"over budget", good, []string{"--budget=3"}, "the image has 8,196 bytes, over its budget of 3 by 8,193"},
		{"no budget at all", good, []string{"--budget=0"}, "over its budget of 0 by 8,196"},
		{"an exclusion of one symbol", good, []string{"--budget=3", "--budget_excludes=sapps"}, "want two symbols, as in sapps:eapps"},
		{"an unknown kind", good, []string{"--kind=driver"}, "--kind=driver: want firmware, kernel or app"},
		{"an address that is no number", good, []string{"--base=here"}, "--base"},
		{"an argument", good, []string{"more"}, `"more"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, err := flatten(t, test.elf, test.more...)
			require.ErrorContains(t, err, test.want)
			assert.NoFileExists(t, out)
		})
	}
}

func TestFlatNamesMissingFlags(t *testing.T) {
	assert.EqualError(t, mkimage("flat"), `required flag(s) "base", "elf", "kind", "limit", "out" not set`)
}

// listOf writes a list of apps and returns its path.
func listOf(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "apps.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestPackHoldsTheAppsInOrder(t *testing.T) {
	first := program(0x40000000, "first program").File(t, "hello.elf")
	second := program(0x40000000, "second program").File(t, "shell.elf")
	bin, err := flatten(t, first)
	require.NoError(t, err)
	out := filepath.Join(t.TempDir(), "apps.pack")
	list := listOf(t, `[
		{"name": "hello", "elf": "`+first+`", "bin": "`+bin+`", "heap": "0x20000"},
		{"name": "shell", "elf": "`+second+`", "heap": "131072",
			"arguments": ["-c", "", "ä b"], "nice": -7, "restarts": 3}]`)
	require.NoError(t, mkimage("pack", "--out="+out, "--apps="+list))

	b, err := os.ReadFile(out)
	require.NoError(t, err)
	d, err := pack.NewDecoder(b)
	require.NoError(t, err)
	require.Equal(t, 2, d.Count())
	hello, err := d.App(0)
	require.NoError(t, err)
	assert.Equal(t, pack.App{
		Name: "hello", Base: 0x40000000, Entry: 0x40000000, Text: 0x1000, ROData: 0x1000,
		Stack: 0x5000, StackSize: 0x2000, Memory: 0x8000, Heap: 0x20000,
		Image: []byte(image("first program")), CRC: pack.Checksum([]byte(image("first program"))), Arguments: []byte{},
	}, hello)
	shell, err := d.App(1)
	require.NoError(t, err)
	assert.Equal(t, "shell", shell.Name)
	assert.Equal(t, uint64(0x4002a000), shell.End())
	assert.Equal(t, "-c\x00\x00ä b\x00", string(shell.Arguments))
	assert.Equal(t, -7, shell.Nice)
	assert.EqualValues(t, 3, shell.Restarts)
}

func TestPackRefuses(t *testing.T) {
	elf := program(0x40000000, "text").File(t, "hello.elf")
	bare := program(0x40000000, "text")
	bare.Symbols = map[string]uint64{"sbss": 0x40003000, "ebss": 0x40008000}
	plain := bare.File(t, "bare.elf")
	stale := filepath.Join(t.TempDir(), "hello.bin")
	require.NoError(t, os.WriteFile(stale, []byte("old text"), 0o600))
	good := `{"name": "hello", "elf": "` + elf + `", "heap": "0x20000"}`
	with := func(more string) string { return strings.Replace(good, "}", ", "+more+"}", 1) }
	for _, test := range []struct {
		name, apps, want string
	}{
		{"no apps", "", "empty pack"},
		{"no list", "{", "is no list of apps"},
		{"a heap for which there are no addresses", strings.Replace(good, "0x20000", "0x1f7000", 1),
			"app hello: too large for the addresses of apps: [0x40000000, 0x40201000) is not in [0x40000000, 0x40200000)"},
		{"a heap of half a page", strings.Replace(good, "0x20000", "0x800", 1), "app hello: impossible layout: its parts are not whole pages"},
		{"an app without the symbols of its linker script", strings.Replace(good, elf, plain, 1), "does not define stext"},
		{"a stale flat image", with(`"bin": "` + stale + `"`), stale + " is not the flat image of " + elf},
		{"a missing flat image", with(`"bin": "` + stale + `.gone"`), "cannot read the flat image"},
		{"the flat image as ELF file", strings.Replace(good, elf, stale, 1), "is not an ELF file"},
		{"a name twice", good + "," + good, "app hello: name used twice"},
		{"a bad name", strings.Replace(good, "hello\", \"elf", "he llo\", \"elf", 1), "bad name"},
		{"no heap", strings.Replace(good, `, "heap": "0x20000"`, "", 1), "app 0 has no heap"},
		{"no number", strings.Replace(good, "0x20000", "big", 1), `"big" is not a number: write "0x20000" or "131072"`},
		{"an unknown key", with(`"stack": "1"`), `unknown field "stack"`},
		{"an argument with an end inside", with(`"arguments": ["a\u0000b"]`), `argument "a\x00b" holds a NUL`},
		{"an impossible priority", with(`"nice": 20`), "impossible priority"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "apps.pack")
			list := "[" + test.apps + "]"
			require.ErrorContains(t, mkimage("pack", "--out="+out, "--apps="+listOf(t, list)), test.want)
			assert.NoFileExists(t, out)
		})
	}
}
