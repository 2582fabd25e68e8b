// SPDX-License-Identifier: MIT

//go:build bazel

// Package imagetest checks the files for the board that the build makes: that
// each holds the firmware and the very kernel that QEMU boots, byte for byte.
package imagetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/mkimage/flashimage"
)

// file returns a file that the BUILD file names in an environment variable.
func file(t *testing.T, variable string) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../" + os.Getenv(variable))
	require.NoError(t, err)
	return data
}

func TestImageIsFirmwareAndTheKernelThatQEMUBoots(t *testing.T) {
	image, firmware, kernel := file(t, "IMAGE"), file(t, "FIRMWARE"), file(t, "KERNEL")
	require.Len(t, image, 0x20000+len(kernel))
	assert.True(t, bytes.Equal(firmware, image[:len(firmware)]), "the firmware")
	assert.Equal(t, make([]byte, 0x20000-len(firmware)), image[len(firmware):0x20000], "the padding")
	assert.True(t, bytes.Equal(kernel, image[0x20000:]), "the kernel")
}

func TestFlashImageIsHeaderImageAndSHA256(t *testing.T) {
	image, flash := file(t, "IMAGE"), file(t, "FLASH")
	want := append([]byte{0}, binary.LittleEndian.AppendUint32(nil, uint32(len(image)))...)
	want = append(want, image...)
	hash := sha256.Sum256(want)
	assert.True(t, bytes.Equal(append(want, hash[:]...), flash))
	payload, size, err := flashimage.Decode(flash)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(image, payload))
	assert.Equal(t, len(flash), size)
}

func TestKfpkgHoldsTheImage(t *testing.T) {
	files, err := flashimage.DecodeKfpkg(file(t, "KFPKG"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	assert.Zero(t, files[0].Address)
	assert.Equal(t, "image.bin", files[0].Name)
	assert.True(t, files[0].Prefix)
	assert.True(t, bytes.Equal(file(t, "IMAGE"), files[0].Data))
}
