// SPDX-License-Identifier: MIT

package main

import (
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// workspace is the directory that the program was called in, with an ELF file.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("BUILD_WORKING_DIRECTORY", dir)
	for _, variable := range []string{"TEST_SRCDIR", "RUNFILES_DIR"} {
		t.Setenv(variable, "")
	}
	program := elftest.ELF{
		Sections:  []elftest.Section{{Name: ".text", Addr: 0x80020000, Data: make([]byte, 32), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR}},
		Functions: []elftest.Function{{Name: "start", Addr: 0x80020000}},
	}
	write(t, dir, "kernel.elf", string(program.Bytes()))
	return dir
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}

func run(argv0, input string, args ...string) (out, words string, err error) {
	command := newCommand(argv0)
	var outBuilder, errBuilder strings.Builder
	command.SetOut(&outBuilder)
	command.SetErr(&errBuilder)
	command.SetIn(strings.NewReader(input))
	command.SetArgs(args)
	err = command.Execute()
	return outBuilder.String(), errBuilder.String(), err
}

func TestStandardInputAndFiles(t *testing.T) {
	dir := workspace(t)
	write(t, dir, "one.log", "1 0x80020004\n")
	write(t, dir, "two.log", "2 0x80020008")
	out, _, err := run("symbolize", "pc 0x80020000", "--elf", "kernel.elf")
	require.NoError(t, err)
	assert.Equal(t, "pc 0x80020000 <start>", out)
	out, _, err = run("symbolize", "unread", "--elf=kernel.elf", "one.log", filepath.Join(dir, "two.log"))
	require.NoError(t, err)
	assert.Equal(t, "1 0x80020004 <start+0x4>\n2 0x80020008 <start+0x8>", out)
}

func TestTheListInTheRunfilesIsTheDefault(t *testing.T) {
	dir := workspace(t)
	root := filepath.Join("symbolize.runfiles", "_main")
	write(t, dir, filepath.Join(root, bootedList), "app=apps/app.elf\n")
	kernel, err := os.ReadFile(filepath.Join(dir, "kernel.elf"))
	require.NoError(t, err)
	write(t, dir, filepath.Join(root, "apps", "app.elf"), string(kernel))
	out, words, err := run(filepath.Join(dir, "symbolize"), "[kernel] app app killed: x at pc 0x80020000\n[kernel] app other killed: x at pc 0x80020000\n")
	require.NoError(t, err)
	assert.Equal(t, "[kernel] app app killed: x at pc 0x80020000 <start>\n[kernel] app other killed: x at pc 0x80020000\n", out)
	assert.Equal(t, "symbolize: no program is known to be app other: give it with --elf other=FILE\n", words)
}

func TestBadInputIsNamed(t *testing.T) {
	dir := workspace(t)
	write(t, dir, "image.bin", "\x13\x00\x00\x00")
	write(t, dir, filepath.Join("listed.runfiles", "_main", bootedList), "app=\n")
	for _, test := range []struct {
		argv0 string
		args  []string
		want  string
	}{
		{filepath.Join(dir, "symbolize"), nil, "no ELF file: name the programs with --elf FILE, or start this with ./bazelw run //tools/symbolize"},
		{filepath.Join(dir, "listed"), nil, bootedList + `: --elf "app=" names no file`},
		{"symbolize", []string{"--elf=no.elf"}, "no.elf: no such file or directory: build it, or name another with --elf"},
		{"symbolize", []string{"--elf=image.bin"}, "image.bin is not an ELF file"},
		{"symbolize", []string{"--elf="}, `--elf "" names no file: want FILE or NAME=FILE`},
		{"symbolize", []string{"--elf=kernel.elf", "no.log"}, "cannot read the log: open " + filepath.Join(dir, "no.log")},
	} {
		_, _, err := run(test.argv0, "", test.args...)
		assert.ErrorContains(t, err, test.want)
	}
}

func TestSourcesMayBeNamed(t *testing.T) {
	for text, want := range map[string]source{
		"kernel.elf":   {"", "kernel.elf"},
		"hello=a/b":    {"hello", "a/b"},
		"a/b=c.elf":    {"", "a/b=c.elf"},
		"hello=a=b/c=": {"hello", "a=b/c="},
	} {
		got, err := parseSource(text)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}
