// SPDX-License-Identifier: MIT

package machine

import (
	"errors"
	"io"
	"maps"
	"slices"
)

// disk is the image of an SD card which remembers what it held when the machine was
// made: so its contents can be part of snapshots, whatever its size, as what has
// been written to it.
type disk struct {
	image  diskImage
	failed func(error) // or nil
	before map[int64][]byte
}

// diskImage is an image that can be written.
type diskImage interface {
	io.ReaderAt
	io.WriterAt
}

// diskBlock is how much is remembered at once, in bytes.
const diskBlock = 512

// diskState is all of a disk that has changed.
type diskState struct{ Blocks []diskBlockState }

// diskBlockState is a block that was written; the last one of an image may be
// short.
type diskBlockState struct {
	Number int64
	Bytes  []byte
}

// ReadAt implements io.ReaderAt.
func (d *disk) ReadAt(b []byte, offset int64) (int, error) { return d.image.ReadAt(b, offset) }

// WriteAt implements io.WriterAt.
func (d *disk) WriteAt(b []byte, offset int64) (int, error) {
	for n := offset / diskBlock; n*diskBlock < offset+int64(len(b)); n++ {
		if err := d.remember(n); err != nil {
			return 0, err
		}
	}
	return d.image.WriteAt(b, offset)
}

// remember keeps what a block holds, the first time.
func (d *disk) remember(n int64) error {
	if _, known := d.before[n]; known {
		return nil
	}
	b, err := d.read(n)
	if err != nil {
		return err
	}
	if d.before == nil {
		d.before = map[int64][]byte{}
	}
	d.before[n] = b
	return nil
}

func (d *disk) read(n int64) ([]byte, error) {
	b := make([]byte, diskBlock)
	size, err := d.image.ReadAt(b, n*diskBlock)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b[:size], err
}

// State implements stateful: a *diskState that is made for the occasion.
func (d *disk) State() any {
	s := &diskState{}
	for _, n := range slices.Sorted(maps.Keys(d.before)) {
		b, err := d.read(n)
		d.tell(err)
		s.Blocks = append(s.Blocks, diskBlockState{n, b})
	}
	return s
}

// CheckState implements checker.
func (d *disk) CheckState(state any) error {
	for _, b := range state.(*diskState).Blocks {
		if b.Number < 0 || len(b.Bytes) > diskBlock {
			return errors.New("a block of the card is no block")
		}
	}
	return nil
}

// RestoreState implements restorer.
func (d *disk) RestoreState(state any) {
	blocks := state.(*diskState).Blocks
	for _, b := range blocks {
		d.tell(d.remember(b.Number))
	}
	kept := map[int64]bool{}
	for _, b := range blocks {
		kept[b.Number] = true
		_, err := d.image.WriteAt(b.Bytes, b.Number*diskBlock)
		d.tell(err)
	}
	for n, b := range d.before {
		if !kept[n] { // written only later
			_, err := d.image.WriteAt(b, n*diskBlock)
			d.tell(err)
			delete(d.before, n)
		}
	}
}

func (d *disk) tell(err error) {
	if err != nil && d.failed != nil {
		d.failed(err)
	}
}
