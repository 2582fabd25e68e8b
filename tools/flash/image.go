// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"bugo/platforms/k210/isp"
	"bugo/tools/boot/spec"
	"bugo/tools/caller"
	"bugo/tools/mkimage/flashimage"
)

// Files that Bazel hands over, relative to the runfiles.
const (
	defaultImage = "platforms/k210/image.bin"
	stubFile     = "firmware/flashstub/image.bin"
)

// A part is what is written to a place in flash. With --sram there is one, which is
// a flat image.
type part struct {
	address uint32
	data    []byte
}

// readImage returns what is to be brought to the board.
func (o *options) readImage(images []string) ([]part, error) {
	name, data, err := readNamed(images)
	if err != nil {
		return nil, err
	}
	parts, err := o.parts(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return parts, nil
}

// parts finds out what an image is.
func (o *options) parts(data []byte) ([]part, error) {
	_, size, err := flashimage.Decode(data)
	switch {
	case err != nil && isFlashImage(data):
		return nil, err // it is a damaged one
	case o.sram:
		return []part{{0, data}}, flashimage.CheckFlat(data)
	case err == nil:
		return []part{{0, data[:size]}}, nil
	case flashimage.IsZip(data):
		files, err := flashimage.DecodeKfpkg(data)
		if err != nil {
			return nil, err
		}
		return partsOf(files)
	}
	flash, err := flashimage.Encode(data)
	return []part{{0, flash}}, err
}

// partsOf puts the files of a kfpkg into whole blocks, for these are what is
// erased and written at once, with zeros where no file is.
func partsOf(files []flashimage.File) (parts []part, err error) {
	blocks := map[uint32][]byte{}
	for _, f := range files {
		data := f.Data
		if f.Prefix {
			if data, err = flashimage.Encode(data); err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
		}
		for at := f.Address; len(data) > 0; {
			n := at / isp.MaxFlashWrite
			if blocks[n] == nil {
				blocks[n] = make([]byte, isp.MaxFlashWrite)
			}
			copied := copy(blocks[n][at%isp.MaxFlashWrite:], data)
			at, data = at+uint32(copied), data[copied:]
		}
	}
	for _, n := range slices.Sorted(maps.Keys(blocks)) {
		address := n * isp.MaxFlashWrite
		if last := len(parts) - 1; last >= 0 && parts[last].address+uint32(len(parts[last].data)) == address {
			parts[last].data = append(parts[last].data, blocks[n]...)
			continue
		}
		parts = append(parts, part{address, blocks[n]})
	}
	if len(parts) == 0 {
		return nil, errors.New("kfpkg: all its files are empty")
	}
	return parts, nil
}

// isFlashImage tells flash images, whole or not, from flat ones. Those begin with
// an instruction, and the AES flag of a plain image is none to begin with: the
// compressed instructions whose first byte is 0 compute with sp or x8, which nobody
// has set yet (RISC-V unpriv. §16.8, quadrant 0). The flag of an encrypted one may
// be an instruction; so its length has to be right, too.
func isFlashImage(data []byte) bool {
	const overhead = flashimage.HeaderSize + flashimage.TrailerSize
	if len(data) < flashimage.HeaderSize {
		return false
	}
	length := uint64(binary.LittleEndian.Uint32(data[1:]))
	return data[0] == 0 || data[0] == 1 && length+overhead == uint64(len(data))
}

// readNamed reads the image that the caller named, or Bazel's.
func readNamed(images []string) (name string, data []byte, err error) {
	if len(images) == 0 {
		data, err = readRunfile(defaultImage)
		if err != nil {
			return "", nil, fmt.Errorf("no image was named, and there is none of Bazel's: start this through Bazel (./bazelw run //:flash), or name one: %w", err)
		}
		return defaultImage, data, nil
	}
	data, err = os.ReadFile(caller.Path(images[0]))
	if err != nil {
		return "", nil, fmt.Errorf("cannot read the image: %w", err)
	}
	return images[0], data, nil
}

// readStub returns the program that writes flash.
func (o *options) readStub() ([]byte, error) {
	stub, err := readRunfile(o.stub)
	if err != nil {
		return nil, fmt.Errorf("the flash stub is missing: start this through Bazel (./bazelw run //:flash), or use --sram: %w", err)
	}
	if err := flashimage.CheckFlat(stub); err != nil {
		return nil, fmt.Errorf("the flash stub %s: %w", o.stub, err)
	}
	return stub, nil
}

func readRunfile(name string) ([]byte, error) {
	if filepath.IsAbs(name) {
		return os.ReadFile(name)
	}
	root, err := spec.Root(os.Args[0])
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, name))
}
