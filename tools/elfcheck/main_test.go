// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

func elfcheck(args ...string) (string, error) {
	var out bytes.Buffer
	c := newCommand()
	c.SetOut(&out)
	c.SetArgs(args)
	err := c.Execute()
	return out.String(), err
}

func program(t *testing.T) string {
	return elftest.ELF{
		Entry:    0x80020000,
		Sections: []elftest.Section{{Name: ".text", Addr: 0x80020000, Data: make([]byte, 0x100)}},
		Symbols:  map[string]uint64{"stext": 0x80020000, "etext": 0x80020100},
	}.File(t, "kernel.elf")
}

func TestFlagsBecomeRules(t *testing.T) {
	elf := program(t)
	out, err := elfcheck("--elf="+elf, "--entry=0x80020000", "--order=stext,.text,etext", "--align=16", "--no_dynamic",
		"--budget=text:stext:etext:512", "--file_budget="+elf+":100000")
	require.NoError(t, err)
	assert.Contains(t, out, "50.0 %")
	assert.Contains(t, out, elf)
}

func TestEachFlagCanFail(t *testing.T) {
	elf := program(t)
	for flag, want := range map[string]string{
		"--entry=0":                   "the entry is 0x80020000, want 0x0",
		"--order=etext,stext":         "stext at 0x80020000 lies before etext",
		"--budget=text:stext:etext:1": "over its budget of 1 by 255",
		"--budget=text":               "want NAME:LOW:HIGH:MAX",
		"--file_budget=" + elf + ":1": "over its budget of 1",
		"--file_budget=x":             "want PATH:MAX",
		"--no_dynamic=false":          "nothing to check",
	} {
		_, err := elfcheck("--elf="+elf, flag)
		assert.ErrorContains(t, err, want, flag)
	}
	_, err := elfcheck("--elf=no.elf", "--no_dynamic")
	assert.ErrorContains(t, err, "no.elf")
	_, err = elfcheck()
	assert.ErrorContains(t, err, `"elf" not set`)
}

func TestArgumentsMayStandInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "elfcheck.args")
	require.NoError(t, os.WriteFile(path, []byte("--elf=a file.elf\n--no_dynamic\n"), 0o600))
	t.Setenv(argsVariable, path)
	args, err := arguments(nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"--elf=a file.elf", "--no_dynamic"}, args)

	args, err = arguments([]string{"--elf=x"})
	require.NoError(t, err)
	assert.Equal(t, []string{"--elf=x"}, args, "flags go before the file")

	t.Setenv(argsVariable, path+".gone")
	_, err = arguments(nil)
	assert.ErrorContains(t, err, "cannot read the arguments that ELFCHECK_ARGS names")

	t.Setenv(argsVariable, "")
	args, err = arguments(nil)
	require.NoError(t, err)
	assert.Empty(t, args)
}
