// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"bugo/tools/boot/spec"
	"bugo/tools/caller"
	"bugo/tools/mkimage/flashimage"
)

// Files that Bazel hands over, relative to the runfiles.
const (
	defaultImage = "platforms/k210/image.bin"
	stubFile     = "firmware/flashstub/image.bin"
)

// readImage returns what is to be brought to the board: a flat image for SRAM,
// else the flash image that is or is made of it.
func (o *options) readImage(images []string) ([]byte, error) {
	name, data, err := readNamed(images)
	if err != nil {
		return nil, err
	}
	out, err := o.image(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

func (o *options) image(data []byte) ([]byte, error) {
	_, size, err := flashimage.Decode(data)
	switch {
	case err != nil && isFlashImage(data):
		return nil, err // it is a damaged one
	case o.sram:
		return data, flashimage.CheckFlat(data)
	case err == nil:
		return data[:size], nil
	}
	return flashimage.Encode(data)
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
