// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/mkimage/flashimage"
)

// fileOf writes content to a file of its own and returns its path.
func fileOf(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestBoardCommandsBuildOnEachOther(t *testing.T) {
	dir := t.TempDir()
	image, flash, kfpkg := filepath.Join(dir, "image.bin"), filepath.Join(dir, "flash.bin"), filepath.Join(dir, "image.kfpkg")
	require.NoError(t, mkimage("join", "--firmware="+fileOf(t, "f", "firmware"), "--kernel="+fileOf(t, "k", "kernel"), "--out="+image))
	require.NoError(t, mkimage("flash", "--in="+image, "--out="+flash))
	require.NoError(t, mkimage("kfpkg", "--in="+image, "--out="+kfpkg))

	flat, err := os.ReadFile(image)
	require.NoError(t, err)
	require.Len(t, flat, 131072+len("kernel"))
	inFlash, err := os.ReadFile(flash)
	require.NoError(t, err)
	want := append([]byte{0, 6, 0, 2, 0}, flat...)
	hash := sha256.Sum256(want)
	assert.True(t, bytes.Equal(append(want, hash[:]...), inFlash))
	packed, err := os.ReadFile(kfpkg)
	require.NoError(t, err)
	files, err := flashimage.DecodeKfpkg(packed)
	require.NoError(t, err)
	assert.Equal(t, []flashimage.File{{Name: "image.bin", Prefix: true, Data: flat}}, files)
}

func TestVerifyTellsWhatTheFlashImageHolds(t *testing.T) {
	image, err := flashimage.Encode([]byte("bugo"))
	require.NoError(t, err)
	path := fileOf(t, "flash.bin", string(image))
	c := newCommand()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetArgs([]string{"verify", path})
	require.NoError(t, c.Execute())
	assert.Regexp(t, `: flash image, 4 bytes of payload, SHA-256 [0-9a-f]{64}\n$`, out.String())

	assert.ErrorContains(t, mkimage("verify", fileOf(t, "flash.bin", string(image)+"!")), "1 bytes behind the image, which has 41")
	assert.ErrorIs(t, mkimage("verify", fileOf(t, "flash.bin", string(image[:40]))), flashimage.ErrTruncated)
	assert.ErrorContains(t, mkimage("verify", path+".gone"), "cannot read the flash image: ")
}

func TestBoardCommandsWriteNothingOnAnError(t *testing.T) {
	text, linked := fileOf(t, "text.bin", "text"), fileOf(t, "kernel.elf", "\x7fELF")
	big := fileOf(t, "big.bin", string(make([]byte, 6<<20+1)))
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"a linked firmware", []string{"join", "--firmware=" + linked, "--kernel=" + text}, linked + " and " + text + ": the firmware is an ELF file"},
		{"a linked kernel", []string{"join", "--firmware=" + text, "--kernel=" + linked}, "the kernel is an ELF file: give the flat image (.bin)"},
		{"a missing firmware", []string{"join", "--firmware=" + text + "s", "--kernel=" + text}, "cannot read the firmware"},
		{"a missing kernel", []string{"join", "--firmware=" + text, "--kernel=" + text + "s"}, "cannot read the kernel"},
		{"a linked image", []string{"flash", "--in=" + linked}, linked + ": the image is an ELF file"},
		{"an image over the SRAM", []string{"flash", "--in=" + big}, "the image has 6,291,457 bytes"},
		{"an image that is missing", []string{"kfpkg", "--in=" + text + "s"}, "cannot read the image"},
		{"a linked image to pack", []string{"kfpkg", "--in=" + linked}, linked + ": the image is an ELF file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			require.ErrorContains(t, mkimage(append(test.args, "--out="+out)...), test.want)
			assert.NoFileExists(t, out)
		})
	}
}
