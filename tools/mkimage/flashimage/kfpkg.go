// SPDX-License-Identifier: MIT

package flashimage

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"bugo/tools/sizes"
)

// listName is the file of a kfpkg that says what the others are
// (k210-facts.md §12.2).
const listName = "flash-list.json"

// listVersion is the version that today's writers of flash ask for.
const listVersion = "0.1.0"

// A list is flash-list.json.
type list struct {
	Version string `json:"version"`
	Files   []File `json:"files"`
}

// A File is one entry of a kfpkg.
type File struct {
	Address uint32 `json:"address"` // offset in flash, in bytes
	Name    string `json:"bin"`
	// Prefix asks the writer to put header and hash around the file: it is a
	// program that the boot ROM starts.
	Prefix bool   `json:"sha256Prefix"`
	Data   []byte `json:"-"`
}

// oldest is the first day that a zip file can state.
var oldest = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// EncodeKfpkg returns the kfpkg that puts a flat image to the start of flash,
// under a name. The files are stored as they are, so that the bytes do not
// depend on a compressor.
func EncodeKfpkg(name string, image []byte) ([]byte, error) {
	if name == "" || name == listName {
		return nil, fmt.Errorf("the name %q cannot be the image's in a kfpkg", name)
	}
	if err := CheckFlat(image); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(list{listVersion, []File{{Name: name, Prefix: true}}}, "", "  ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		data []byte
	}{{listName, append(text, '\n')}, {name, image}} {
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store, Modified: oldest})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// IsZip tells whether data begins as a kfpkg does.
func IsZip(data []byte) bool { return bytes.HasPrefix(data, []byte(zipMagic)) }

// DecodeKfpkg returns the files of a kfpkg in the order of its list. Each must
// fit into flash, and none may lie over another.
func DecodeKfpkg(data []byte) ([]File, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("no kfpkg: %w", err)
	}
	text, err := member(z, listName)
	if err != nil {
		return nil, err
	}
	var l list
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, fmt.Errorf("kfpkg: %s is no list of files: %w", listName, err)
	}
	if l.Version != listVersion {
		return nil, fmt.Errorf("kfpkg: %s has version %q, want %q", listName, l.Version, listVersion)
	}
	if len(l.Files) == 0 {
		return nil, fmt.Errorf("kfpkg: %s names no file", listName)
	}
	for i := range l.Files {
		if err := load(z, l.Files, i); err != nil {
			return nil, err
		}
	}
	return l.Files, nil
}

// size is how much flash a file takes, in bytes.
func (f *File) size() uint64 {
	n := uint64(len(f.Data))
	if f.Prefix {
		n += HeaderSize + TrailerSize
	}
	return n
}

// load reads the data of files[i] and compares its place with those before it.
func load(z *zip.Reader, files []File, i int) error {
	f := &files[i]
	var err error
	if f.Data, err = member(z, f.Name); err != nil {
		return err
	}
	if f.Prefix {
		if err := checkFlat(f.Name, f.Data, MaxPayload); err != nil {
			return fmt.Errorf("kfpkg: %w", err)
		}
	}
	low := uint64(f.Address)
	high := low + f.size()
	if high > FlashSize {
		return fmt.Errorf("kfpkg: %s lies at %s of flash, which ends at %#x", f.Name, sizes.Range(low, high), FlashSize)
	}
	for j := range files[:i] {
		other := &files[j]
		if from := uint64(other.Address); low < from+other.size() && from < high {
			return fmt.Errorf("kfpkg: %s at %s of flash lies over %s", f.Name, sizes.Range(low, high), other.Name)
		}
	}
	return nil
}

// member returns a file of the archive; no more is read than flash can hold.
func member(z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("kfpkg: cannot read %s: %w", name, err)
		}
		data, err := io.ReadAll(io.LimitReader(r, FlashSize+1))
		if err != nil {
			return nil, fmt.Errorf("kfpkg: cannot read %s: %w", name, err)
		}
		if len(data) > FlashSize {
			return nil, fmt.Errorf("kfpkg: %s has more than the %s bytes of flash", name, sizes.Bytes(FlashSize))
		}
		return data, r.Close()
	}
	return nil, fmt.Errorf("kfpkg: it has no file %q", name)
}
