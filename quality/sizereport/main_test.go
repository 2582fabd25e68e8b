// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// images writes an image with so many bytes of code, and the list that names it.
func images(t *testing.T, code int) string {
	t.Helper()
	program := elftest.ELF{Sections: []elftest.Section{
		{Name: ".text", Addr: 0x80020000, Data: make([]byte, code), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
		{Name: ".rodata", Addr: 0x80030000, Data: make([]byte, 30)},
		{Name: ".data", Addr: 0x80040000, Data: make([]byte, 20), Flags: elf.SHF_ALLOC | elf.SHF_WRITE},
		{Name: ".bss", Addr: 0x80050000, Size: 4000, Flags: elf.SHF_ALLOC | elf.SHF_WRITE},
		{Name: ".debug_info", Data: make([]byte, 999)},
	}}.File(t, "kernel.elf")
	flat := filepath.Join(t.TempDir(), "kernel.bin")
	require.NoError(t, os.WriteFile(flat, make([]byte, code+50), 0o600))
	list := filepath.Join(t.TempDir(), "list")
	require.NoError(t, os.WriteFile(list, []byte("kernel "+program+" "+flat+"\n"), 0o600))
	return list
}

// workspace makes one with a table.
func workspace(t *testing.T, table string) string {
	t.Helper()
	root := t.TempDir()
	file := filepath.Join(root, tableFile)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(table), 0o600))
	return root
}

func TestGrowthIsReportedAndTheTableWrittenOnlyOnRequest(t *testing.T) {
	root := workspace(t, "kernel code=1000 constants=30 data=25 zeroes=4000 image=1050\nold code=1 constants=1 data=1 zeroes=1 image=1\n")
	var out bytes.Buffer
	require.NoError(t, run(&out, images(t, 1100), root, false))
	assert.Equal(t, `    name   code         growth  constants  growth  data       growth  zeroes  growth  image        growth
  kernel  1,100  +100 (10.0 %)         30       =    20  -5 (20.0 %)   4,000       =  1,150  +100 (9.5 %)
     old   gone
`, out.String())

	require.NoError(t, run(&out, images(t, 1100), root, true))
	out.Reset()
	require.NoError(t, run(&out, images(t, 1100), root, false))
	assert.NotContains(t, out.String(), "+")
	assert.NotContains(t, out.String(), "old")
}

func TestANewImageIsCalledNew(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out, images(t, 8), t.TempDir(), false))
	assert.Contains(t, out.String(), "new")
}

func TestWhatCannotBeReadIsAnErrorWithItsRemedy(t *testing.T) {
	for table, want := range map[string]string{
		"kernel code=1\n": "quality/sizereport/sizes.txt:1: want a name and 5 sizes: run ./bazelw run //quality:size_report -- --update",
		"# a\nkernel code=1 constants=x data=1 zeroes=1 image=1\n": `quality/sizereport/sizes.txt:2: "constants=x" is not constants=BYTES`,
	} {
		assert.ErrorContains(t, run(&bytes.Buffer{}, images(t, 8), workspace(t, table), false), want)
		assert.NoError(t, run(&bytes.Buffer{}, images(t, 8), workspace(t, table), true), "a bad table can be written anew")
	}
	list := filepath.Join(t.TempDir(), "list")
	require.NoError(t, os.WriteFile(list, []byte("kernel gone.elf gone.bin\n"), 0o600))
	assert.ErrorContains(t, run(&bytes.Buffer{}, list, t.TempDir(), false), "cannot measure the image")
	require.NoError(t, os.WriteFile(list, []byte("kernel\n"), 0o600))
	assert.ErrorContains(t, run(&bytes.Buffer{}, list, t.TempDir(), false), "want NAME ELF IMAGE")
	assert.ErrorContains(t, run(&bytes.Buffer{}, list+".gone", t.TempDir(), false), "cannot read the list of images")
}
