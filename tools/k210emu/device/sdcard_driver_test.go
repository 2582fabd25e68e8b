// SPDX-License-Identifier: MIT

package device

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// disk is an image in memory that can fail.
type disk struct {
	bytes []byte
	fails error
}

func (d *disk) ReadAt(p []byte, offset int64) (n int, err error) {
	if d.fails != nil {
		return 0, d.fails
	}
	return bytes.NewReader(d.bytes).ReadAt(p, offset)
}

func (d *disk) WriteAt(p []byte, offset int64) (n int, err error) {
	if d.fails != nil {
		return 0, d.fails
	}
	return copy(d.bytes[offset:], p), nil
}

// sdBench is a card and what its driver does, byte by byte.
type sdBench struct {
	*SDCard
	t      *testing.T
	disk   *disk
	now    uint64
	failed error
}

const sdTestBlocks = 4096

// newSDCard returns a card that has power.
func newSDCard(t *testing.T) *sdBench {
	b := &sdBench{t: t, disk: &disk{bytes: make([]byte, sdTestBlocks*sdBlockSize)}}
	for i := range b.disk.bytes {
		b.disk.bytes[i] = byte(i / sdBlockSize)
	}
	b.SDCard = &SDCard{
		Image: b.disk, Blocks: sdTestBlocks, Now: func() uint64 { return b.now }, Failed: func(err error) { b.failed = err },
	}
	b.Reset()
	return b
}

// initialized returns a card as a driver has made it ready, and selected.
func initialized(t *testing.T) *sdBench {
	b := newSDCard(t)
	b.clock(10)
	b.Select(true)
	require.Equal(t, byte(1), b.command(0, 0))
	require.Equal(t, byte(1), b.command(8, 0x1aa))
	require.Equal(t, []byte{0, 0, 1, 0xaa}, b.bytes(4))
	for tries := 0; ; tries++ {
		require.Less(t, tries, 100)
		require.LessOrEqual(t, b.command(55, 0), byte(1))
		if b.command(41, sdHighHost) == 0 {
			break
		}
		b.now += sdReadyCycles / 10
	}
	return b
}

// clock lets bytes of clocks pass.
func (b *sdBench) clock(n int) {
	for range n {
		b.Exchange(0xff)
	}
}

func (b *sdBench) bytes(n int) (got []byte) {
	for range n {
		got = append(got, b.Exchange(0xff))
	}
	return got
}

// command sends one with its CRC and returns R1, or 0xff when none comes in 8
// bytes.
func (b *sdBench) command(number byte, argument uint32) (r1 byte) {
	frame := []byte{0x40 | number, byte(argument >> 24), byte(argument >> 16), byte(argument >> 8), byte(argument)}
	return b.send(append(frame, crc7(frame)<<1|1)...)
}

func (b *sdBench) send(frame ...byte) (r1 byte) {
	for _, out := range frame {
		b.Exchange(out)
	}
	if frame[0] == 0x40|sdStop {
		b.clock(1)
	}
	for range 8 {
		if r1 = b.Exchange(0xff); r1&0x80 == 0 {
			return r1
		}
	}
	return 0xff
}

// block receives a token and, if data follows, n bytes of it with the right CRC.
func (b *sdBench) block(n int) (data []byte, token byte) {
	for range 100 {
		if token = b.Exchange(0xff); token != 0xff {
			break
		}
	}
	if token != sdStartBlock {
		return nil, token
	}
	data = b.bytes(n)
	crc := b.bytes(2)
	assert.Equal(b.t, crc16(data), uint16(crc[0])<<8|uint16(crc[1]))
	return data, token
}

// write sends a block and returns the card's answer to it.
func (b *sdBench) write(token byte, data []byte) (answer byte) {
	b.Exchange(0xff)
	crc := crc16(data)
	for _, out := range append(append([]byte{token}, data...), byte(crc>>8), byte(crc)) {
		b.Exchange(out)
	}
	return b.Exchange(0xff) & 0x1f
}

// settle waits until the card is no longer busy.
func (b *sdBench) settle() (waited bool) {
	for b.Exchange(0xff) != 0xff {
		b.now += sdBusyCycles / 10
		waited = true
	}
	return waited
}

func filled(b byte) []byte { return bytes.Repeat([]byte{b}, sdBlockSize) }
