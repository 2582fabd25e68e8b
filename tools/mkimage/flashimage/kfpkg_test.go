// SPDX-License-Identifier: MIT

package flashimage

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// archive returns a zip file of names and contents.
func archive(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		require.NoError(t, err)
		_, err = part.Write([]byte(parts[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func TestKfpkgAsksForHeaderAndHash(t *testing.T) {
	data, err := EncodeKfpkg("bugo.bin", []byte("flat image"))
	require.NoError(t, err)
	files, err := DecodeKfpkg(data)
	require.NoError(t, err)
	assert.Equal(t, []File{{Address: 0, Name: "bugo.bin", Prefix: true, Data: []byte("flat image")}}, files)
}

func TestKfpkgHasFixedTimesAndOrder(t *testing.T) {
	data, err := EncodeKfpkg("bugo.bin", []byte("flat image"))
	require.NoError(t, err)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	require.Len(t, z.File, 2)
	for i, name := range []string{"flash-list.json", "bugo.bin"} {
		assert.Equal(t, name, z.File[i].Name)
		assert.Equal(t, zip.Store, z.File[i].Method)
		assert.True(t, z.File[i].Modified.Equal(oldest), "%v", z.File[i].Modified)
	}
	text, err := member(z, "flash-list.json")
	require.NoError(t, err)
	assert.Equal(t, `{
  "version": "0.1.0",
  "files": [
    {
      "address": 0,
      "bin": "bugo.bin",
      "sha256Prefix": true
    }
  ]
}
`, string(text))
}

func TestEncodeKfpkgRefuses(t *testing.T) {
	_, err := EncodeKfpkg("flash-list.json", []byte("flat image"))
	require.EqualError(t, err, `the name "flash-list.json" cannot be the image's in a kfpkg`)
	_, err = EncodeKfpkg("bugo.bin", []byte("\x7fELF"))
	require.EqualError(t, err, "the image is an ELF file: give the flat image (.bin)")
}

func TestDecodeKfpkgRefuses(t *testing.T) {
	const list = `{"version": "0.1.0", "files": [`
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"no zip", []byte("bugo"), "no kfpkg: zip: not a valid zip file"},
		{"no list", archive(t, "bugo.bin", "x"), `it has no file "flash-list.json"`},
		{"a list that is none", archive(t, "flash-list.json", "[]"), "flash-list.json is no list of files"},
		{"another version", archive(t, "flash-list.json", `{"version": "2"}`), `has version "2", want "0.1.0"`},
		{"an empty list", archive(t, "flash-list.json", list+`]}`), "names no file"},
		{"a missing file", archive(t, "flash-list.json", list+`{"bin": "a"}]}`), `it has no file "a"`},
		{"an address that is none", archive(t, "flash-list.json", list+`{"address": -1, "bin": "a"}]}`), "is no list of files"},
		{"a file behind flash", archive(t, "flash-list.json", list+`{"address": 16777215, "bin": "a"}]}`, "a", "xy"),
			"a lies at [0xffffff, 0x1000001) of flash, which ends at 0x1000000"},
		{"a linked program", archive(t, "flash-list.json", list+`{"bin": "a", "sha256Prefix": true}]}`, "a", "\x7fELF"),
			"a is an ELF file: give the flat image (.bin)"},
		{"a file over another's hash", archive(t, "flash-list.json", list+`{"bin": "a", "sha256Prefix": true}, {"address": 37, "bin": "b"}]}`,
			"a", "x", "b", "y"), "b at [0x25, 0x26) of flash lies over a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := DecodeKfpkg(test.data)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestDecodeKfpkgTakesNeighbours(t *testing.T) {
	files, err := DecodeKfpkg(archive(t, "flash-list.json",
		`{"version": "0.1.0", "files": [{"bin": "a", "sha256Prefix": true}, {"address": 38, "bin": "b"}]}`, "a", "x", "b", "y"))
	require.NoError(t, err)
	require.Len(t, files, 2)
	assert.Equal(t, "y", string(files[1].Data))
}
