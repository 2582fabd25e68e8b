// SPDX-License-Identifier: MIT

package flashimage

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
)

// bugoHash is the trailer of the payload "bugo", from another program:
// printf '\000\004\000\000\000bugo' | sha256sum
const bugoHash = "a9994dabae148a92cb18b812de63694eaa4e01ab0e12b1a988eed925403c8c85"

func encode(t *testing.T, payload string) []byte {
	t.Helper()
	image, err := Encode([]byte(payload))
	require.NoError(t, err)
	return image
}

func TestFlashImageIsHeaderPayloadAndHash(t *testing.T) {
	assert.Equal(t, "00"+"04000000"+hex.EncodeToString([]byte("bugo"))+bugoHash, hex.EncodeToString(encode(t, "bugo")))
}

func TestDecodeFindsTheImageAtTheStartOfFlash(t *testing.T) {
	image := encode(t, "bugo")
	flash := append(bytes.Clone(image), bytes.Repeat([]byte{0xff}, 100)...)
	payload, size, err := Decode(flash)
	require.NoError(t, err)
	assert.Equal(t, "bugo", string(payload))
	assert.Equal(t, len(image), size)
	assert.Equal(t, len(payload), cap(payload), "an append to the payload would change the flash")
}

func TestTheLargestImageFitsAndOneByteMoreDoesNot(t *testing.T) {
	image, err := Encode(make([]byte, MaxPayload))
	require.NoError(t, err)
	_, _, err = Decode(image)
	require.NoError(t, err)
	_, err = Encode(make([]byte, MaxPayload+1))
	require.EqualError(t, err, "the image has 6,291,457 bytes, over the 6,291,456 that its memory has by 1")
}

func TestDecodeRefuses(t *testing.T) {
	good := encode(t, "bugo")
	changed := func(offset int, value byte) []byte {
		b := bytes.Clone(good)
		b[offset] = value
		return b
	}
	for _, test := range []struct {
		name  string
		flash []byte
		is    error
		want  string
	}{
		{"nothing", nil, ErrTruncated, "0 bytes, and the header alone has 5"},
		{"half a header", good[:4], ErrTruncated, "4 bytes, and the header alone has 5"},
		{"a missing end", good[:len(good)-1], ErrTruncated, "40 bytes, and header, payload and hash have 41"},
		{"an unknown flag", changed(0, 0xff), ErrFlag, "the AES flag at offset 0 is 0xff"},
		{"an encrypted image", changed(0, 1), ErrEncrypted, "its key is in the chip"},
		{"an ELF file", []byte("\x7fELF\x02\x01\x01"), ErrFlag, "this is an ELF file"},
		{"a kfpkg", []byte("PK\x03\x04\x14\x00\x00"), ErrFlag, "this is a zip file"},
		{"no payload", changed(1, 0), ErrLength, "says 0 bytes, want 1 to 6,291,456"},
		{"a huge payload", changed(4, 0x80), ErrLength, "says 2,147,483,652 bytes"},
		{"a changed payload", changed(5, 'B'), ErrHash, "the trailer at offset 0x9 is " + bugoHash},
		{"a changed hash", changed(len(good)-1, 0), ErrHash, "and the image before it has " + bugoHash},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := Decode(test.flash)
			require.ErrorIs(t, err, test.is)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestJoinPutsTheKernelBehindTheFirmwaresSlot(t *testing.T) {
	image, err := Join([]byte("firmware"), []byte("kernel"))
	require.NoError(t, err)
	require.Len(t, image, 0x20000+len("kernel"))
	assert.Equal(t, "firmware", string(image[:8]))
	assert.Equal(t, make([]byte, 0x20000-8), image[8:0x20000])
	assert.Equal(t, "kernel", string(image[k210.KernelBase-k210.FirmwareBase:]))
}

func TestJoinRefuses(t *testing.T) {
	for _, test := range []struct {
		name             string
		firmware, kernel []byte
		want             string
	}{
		{"no firmware", nil, []byte{1}, "the firmware is empty"},
		{"no kernel", []byte{1}, nil, "the kernel is empty"},
		{"a linked firmware", []byte("\x7fELF"), []byte{1}, "the firmware is an ELF file: give the flat image (.bin)"},
		{"a linked kernel", []byte{1}, []byte("\x7fELF"), "the kernel is an ELF file: give the flat image (.bin)"},
		{"a firmware over its slot", make([]byte, 131073), []byte{1}, "the firmware has 131,073 bytes, over the 131,072 that its memory has by 1"},
		{"a kernel over the apps", []byte{1}, make([]byte, 4063233), "the kernel has 4,063,233 bytes, over the 4,063,232 that its memory has by 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Join(test.firmware, test.kernel)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestCheckFlatKnowsTheContainers(t *testing.T) {
	require.NoError(t, CheckFlat([]byte("bugo")))
	assert.EqualError(t, CheckFlat(encode(t, "bugo")),
		"the image is a flash image, with the boot ROM's header and hash around 4 bytes: give the flat image")
	kfpkg, err := EncodeKfpkg("bugo.bin", []byte("bugo"))
	require.NoError(t, err)
	assert.ErrorContains(t, CheckFlat(kfpkg), "the image is a zip file (a kfpkg?)")
}
