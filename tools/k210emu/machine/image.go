// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"bugo/platforms/virt"
)

// Image is bytes that are in memory when the machine starts.
type Image struct {
	Name    string // for messages: the file
	Address uint64
	Bytes   []byte
}

var elfMagic = []byte("\x7fELF")

// ReadImage reads a flat image from a file.
func ReadImage(path string, address uint64) (Image, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Image{}, fmt.Errorf("cannot read the image: %w", err)
	}
	switch {
	case len(data) == 0:
		return Image{}, fmt.Errorf("%s: the image is empty", path)
	case bytes.HasPrefix(data, elfMagic):
		return Image{}, fmt.Errorf("%s: this is an ELF file, want a flat image (the .bin that is built beside the .elf)", path)
	}
	return Image{Name: path, Address: address, Bytes: data}, nil
}

// checkImages tells what is wrong with the places of images in memory.
func checkImages(images []Image) error {
	if len(images) == 1 { // the device tree
		return errors.New("there is no image to run: give one with --bios")
	}
	for n, image := range images {
		size := uint64(len(image.Bytes))
		if offset := image.Address - virt.RAMBase; offset >= virt.RAMSize {
			return fmt.Errorf("%s: there is no memory at 0x%x, want an address from 0x%x to 0x%x",
				image.Name, image.Address, virt.RAMBase, virt.RAMBase+virt.RAMSize-1)
		} else if room := virt.RAMSize - offset; size > room {
			return fmt.Errorf("%s: %d bytes at 0x%x are too many: memory ends after %d", image.Name, size, image.Address, room)
		}
		for _, other := range images[:n] {
			if image.Address < other.Address+uint64(len(other.Bytes)) && other.Address < image.Address+size {
				return fmt.Errorf("%s (%d bytes at 0x%x) overlaps %s (%d bytes at 0x%x)",
					image.Name, size, image.Address, other.Name, len(other.Bytes), other.Address)
			}
		}
	}
	return nil
}
