// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/k210emu/device"
)

// bytesImage is an image in memory.
type bytesImage struct {
	bytes []byte
	err   error
}

func (i *bytesImage) ReadAt(b []byte, offset int64) (int, error) {
	return bytes.NewReader(i.bytes).ReadAt(b, offset)
}

func (i *bytesImage) WriteAt(b []byte, offset int64) (int, error) {
	if i.err != nil {
		return 0, i.err
	}
	return copy(i.bytes[offset:], b), nil
}

// withCard is a K210 with a card of 1024 blocks in its slot.
func withCard(t *testing.T) (*K210, *bytesImage, *disk) {
	image := &bytesImage{bytes: bytes.Repeat([]byte("disk"), 1024*diskBlock/4)}
	m, err := NewK210(Board{Line: &terminal{}, Flash: flashed(t, spin), Card: &device.SDCard{Image: image, Blocks: 1024}})
	require.NoError(t, err)
	return m, image, m.board.Card.Image.(*disk)
}

func TestWhatTheCardHoldsIsPartOfASnapshot(t *testing.T) {
	m, image, disk := withCard(t)
	fresh := saved(t, &m.Machine)
	write := func(text string, offset int64) {
		n, err := disk.WriteAt([]byte(text), offset)
		require.NoError(t, err)
		require.Equal(t, len(text), n)
	}
	write("across two blocks", 3*diskBlock-5)
	write("at the end", 1024*diskBlock-10)
	written := bytes.Clone(image.bytes)
	snapshot := saved(t, &m.Machine)
	write("later", 700*diskBlock)
	write("ACROSS", 3*diskBlock-5)

	require.NoError(t, m.Restore(bytes.NewReader(snapshot)))
	assert.True(t, bytes.Equal(written, image.bytes))
	assert.True(t, bytes.Equal(snapshot, saved(t, &m.Machine)))
	require.NoError(t, m.Restore(bytes.NewReader(fresh)))
	assert.True(t, bytes.Equal(bytes.Repeat([]byte("disk"), 1024*diskBlock/4), image.bytes))

	other, image, _ := withCard(t)
	require.NoError(t, other.Restore(bytes.NewReader(snapshot)))
	assert.True(t, bytes.Equal(written, image.bytes), "on another card that was the same")
	assert.True(t, bytes.Equal(snapshot, saved(t, &other.Machine)))
}

func TestCheckpointsHaveTheCardToo(t *testing.T) {
	m, image, disk := withCard(t)
	before, err := m.Checkpoint(nil)
	require.NoError(t, err)
	_, err = disk.WriteAt([]byte("new"), 0)
	require.NoError(t, err)
	require.NoError(t, m.Rewind(before))
	assert.Equal(t, "diskdisk", string(image.bytes[:8]))
}

func TestADiskThatFailsSaysSo(t *testing.T) {
	m, image, disk := withCard(t)
	_, err := disk.WriteAt([]byte("new"), 0)
	require.NoError(t, err)
	snapshot := saved(t, &m.Machine)
	var told []error
	disk.failed = func(err error) { told = append(told, err) }
	image.err = errors.New("no space left")
	_, err = disk.WriteAt([]byte("more"), 0)
	assert.ErrorIs(t, err, image.err)
	require.NoError(t, m.Restore(bytes.NewReader(snapshot)))
	assert.Equal(t, []error{image.err}, told)
	assert.Error(t, disk.CheckState(&diskState{Blocks: []diskBlockState{{Number: -1}}}))
	assert.Error(t, disk.CheckState(&diskState{Blocks: []diskBlockState{{Bytes: make([]byte, diskBlock+1)}}}))
}

func TestACardThatCannotBeWrittenIsNoState(t *testing.T) {
	image := bytes.NewReader(make([]byte, 1024*diskBlock))
	m, err := NewK210(Board{Line: &terminal{}, Flash: flashed(t, spin), Card: &device.SDCard{Image: image, Blocks: 1024}})
	require.NoError(t, err)
	assert.Same(t, image, m.board.Card.Image.(io.ReaderAt))
	saved(t, &m.Machine)
}
