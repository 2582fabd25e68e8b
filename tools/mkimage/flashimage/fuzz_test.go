// SPDX-License-Identifier: MIT

package flashimage

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecode takes any flash: what Decode accepts, Encode makes again.
func FuzzDecode(f *testing.F) {
	good, err := Encode([]byte("bugo"))
	require.NoError(f, err)
	f.Add(good)
	f.Add(append(good, 0xff, 0xff))
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, flash []byte) {
		payload, size, err := Decode(flash)
		if err != nil {
			return
		}
		again, err := Encode(payload)
		if err != nil {
			// The ROM does not look at the payload, Encode does.
			require.NotEmpty(t, otherFormat(payload), "%v", err)
			return
		}
		require.True(t, bytes.Equal(again, flash[:size]))
	})
}

// FuzzEncode takes any image: it comes back from both containers, or both
// refuse it.
func FuzzEncode(f *testing.F) {
	f.Add([]byte("bugo"))
	f.Add([]byte("\x7fELF"))
	f.Fuzz(func(t *testing.T, image []byte) {
		flash, err := Encode(image)
		if err != nil {
			_, err = EncodeKfpkg("bugo.bin", image)
			require.Error(t, err)
			return
		}
		payload, size, err := Decode(flash)
		require.NoError(t, err)
		require.Equal(t, len(flash), size)
		require.True(t, bytes.Equal(image, payload))
		kfpkg, err := EncodeKfpkg("bugo.bin", image)
		if err != nil {
			require.ErrorContains(t, err, "is a flash image")
			return
		}
		files, err := DecodeKfpkg(kfpkg)
		require.NoError(t, err)
		require.True(t, bytes.Equal(image, files[0].Data))
	})
}

// FuzzDecodeKfpkg takes any archive: no crash, and no file outside of flash.
func FuzzDecodeKfpkg(f *testing.F) {
	good, err := EncodeKfpkg("bugo.bin", []byte("flat image"))
	require.NoError(f, err)
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := DecodeKfpkg(data)
		if err != nil {
			return
		}
		require.NotEmpty(t, files)
		for _, file := range files {
			require.LessOrEqual(t, uint64(file.Address)+file.size(), uint64(FlashSize))
		}
	})
}
