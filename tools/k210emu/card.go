// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"

	"bugo/tools/caller"
	"bugo/tools/k210emu/device"
)

// blockSize is an SD card's, in bytes.
const blockSize = 512

// openCard opens a disk image as an SD card. What the guest writes goes to the
// file, unless that may not be written.
func openCard(path string, failed func(error)) (card *device.SDCard, closeCard func() error, err error) {
	file, err := os.OpenFile(caller.Path(path), os.O_RDWR, 0)
	readOnly := errors.Is(err, fs.ErrPermission)
	if readOnly {
		file, err = os.Open(caller.Path(path))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("cannot open the SD card's image: %w", err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = fmt.Errorf("the SD card's image %s is no ordinary file", path)
	case info.Size() < 1024*blockSize:
		err = fmt.Errorf("the SD card's image %s has %d bytes: want at least %d, the smallest card", path, info.Size(), 1024*blockSize)
	case info.Size() > math.MaxUint32*blockSize:
		err = fmt.Errorf("the SD card's image %s has %d bytes: no card is larger than %d", path, info.Size(), uint64(math.MaxUint32)*blockSize)
	}
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	blocks := (info.Size() + blockSize - 1) / blockSize
	card = &device.SDCard{Image: file, Blocks: uint32(min(blocks, math.MaxUint32)), ReadOnly: readOnly, Failed: failed}
	return card, file.Close, nil
}
