// SPDX-License-Identifier: MIT

package device

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChecksumsAreThoseOfTheSpecification(t *testing.T) {
	assert.Equal(t, byte(0x95), crc7([]byte{0x40, 0, 0, 0, 0})<<1|1)       // k210-facts.md §10
	assert.Equal(t, byte(0x87), crc7([]byte{0x48, 0, 0, 0x01, 0xaa})<<1|1) // k210-facts.md §10
	assert.Equal(t, byte(0x54>>1), crc7([]byte{0x51, 0, 0, 0, 0}))         // SD spec. §4.5, CMD17
	assert.Equal(t, uint16(0x7fa1), crc16(filled(0xff)), "SD spec. §4.5")
}

func TestACardWantsClocksBeforeItsFirstCommand(t *testing.T) {
	b := newSDCard(t)
	b.clock(9)
	b.Select(true)
	assert.Equal(t, byte(0xff), b.command(0, 0))
	b.Select(false)
	b.clock(1)
	b.Select(true)
	assert.Equal(t, byte(0xff), b.command(8, 0x1aa), "it is no SPI card yet")
	assert.Equal(t, byte(0xff), b.send(0x40, 0, 0, 0, 0, 0x97), "a wrong CRC")
	assert.Equal(t, byte(1), b.send(0x40, 0, 0, 0, 0, 0x95))
}

func TestACardGetsReadyForAHostThatKnowsHighCapacity(t *testing.T) {
	b := newSDCard(t)
	b.clock(10)
	b.Select(true)
	require.Equal(t, byte(1), b.command(0, 0))
	assert.Equal(t, byte(5), b.command(17, 0), "illegal before")
	assert.Equal(t, byte(1), b.command(55, 0))
	assert.Equal(t, byte(5), b.command(13, 0), "so is another application command")
	ask := func(argument uint32) byte {
		b.now += 2 * sdReadyCycles
		b.command(55, 0)
		return b.command(41, argument)
	}
	assert.Equal(t, byte(1), ask(sdHighHost), "CMD8 has not come")
	assert.Equal(t, byte(9), b.send(0x48, 0, 0, 1, 0xaa, 0), "a wrong CRC")
	assert.Equal(t, byte(1), b.command(8, 0x2aa))
	assert.Equal(t, []byte{0, 0, 0, 0xaa}, b.bytes(4), "a voltage that it does not have")
	assert.Equal(t, byte(1), b.command(8, 0x1aa))
	assert.Equal(t, []byte{0, 0, 1, 0xaa}, b.bytes(4))
	assert.Equal(t, byte(1), ask(0))
	assert.Equal(t, byte(1), ask(0), "not for this host")
	assert.Equal(t, byte(1), b.command(58, 0))
	assert.Equal(t, []byte{0, 0xff, 0x80, 0}, b.bytes(4), "not ready")
	assert.Equal(t, byte(1), ask(sdHighHost))
	assert.Equal(t, byte(0), ask(sdHighHost))
	assert.Equal(t, byte(0), b.command(58, 0))
	assert.Equal(t, []byte{0xc0, 0xff, 0x80, 0}, b.bytes(4), "ready, of high capacity")
	assert.Equal(t, byte(1), b.command(0, 0), "and back")
	assert.Equal(t, byte(5), b.command(17, 0))
}

func TestTheOldInitializationWorksToo(t *testing.T) {
	b := newSDCard(t)
	b.clock(10)
	b.Select(true)
	b.command(0, 0)
	b.command(8, 0x1aa)
	b.bytes(4)
	assert.Equal(t, byte(1), b.command(1, sdHighHost))
	b.now += sdReadyCycles
	assert.Equal(t, byte(0), b.command(1, sdHighHost))
}

func TestRegistersTellSizeAndWhoMadeIt(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.command(9, 0))
	csd, _ := b.block(16)
	require.Len(t, csd, 16)
	assert.Equal(t, byte(1), csd[0]>>6, "version 2.0")
	size := uint32(csd[7]&0x3f)<<16 | uint32(csd[8])<<8 | uint32(csd[9])
	assert.Equal(t, uint32(sdTestBlocks), (size+1)*1024)
	assert.Equal(t, crc7(csd[:15])<<1|1, csd[15])
	assert.Zero(t, csd[14]&0x30)
	assert.Equal(t, byte(0), b.command(10, 0))
	cid, _ := b.block(16)
	require.Len(t, cid, 16)
	assert.Equal(t, "BUbugo ", string(cid[1:8]))
	assert.Equal(t, byte(0), b.command(13, 0))
	assert.Equal(t, []byte{0}, b.bytes(1))
	b.command(55, 0)
	assert.Equal(t, byte(0), b.command(51, 0))
	scr, _ := b.block(8)
	assert.Equal(t, sdSCR[:], scr)
	b.command(55, 0)
	assert.Equal(t, byte(0), b.command(13, 0))
	assert.Equal(t, []byte{0}, b.bytes(1))
	status, _ := b.block(64)
	assert.Len(t, status, 64)
}

func TestABlockIsRead(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.command(16, 512))
	assert.Equal(t, byte(sdR1Parameter), b.command(16, 1024))
	assert.Equal(t, byte(0), b.command(17, 7))
	data, token := b.block(512)
	assert.Equal(t, byte(sdStartBlock), token)
	assert.Equal(t, filled(7), data)
	assert.Equal(t, byte(0xff), b.Exchange(0xff), "and no more")
	assert.Equal(t, byte(sdR1Parameter), b.command(17, sdTestBlocks))
	assert.Equal(t, byte(sdR1Illegal), b.command(6, 0))
	b.command(55, 0)
	assert.Equal(t, byte(0), b.command(17, 8), "no application's: an ordinary one")
	data, _ = b.block(512)
	assert.Equal(t, filled(8), data)
}

func TestBlocksAreReadUntilStopped(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.command(18, 20))
	for want := range byte(3) {
		data, _ := b.block(512)
		assert.Equal(t, filled(20+want), data)
	}
	b.bytes(100) // in the middle of the fourth
	assert.Equal(t, byte(0), b.command(12, 0))
	assert.Equal(t, bytes.Repeat([]byte{0xff}, 600), b.bytes(600))
	assert.Equal(t, byte(0), b.command(17, 1), "it listens again")
	data, _ := b.block(512)
	assert.Equal(t, filled(1), data)
}

func TestReadingBeyondTheEndIsAnError(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.command(18, sdTestBlocks-1))
	data, _ := b.block(512)
	assert.Equal(t, filled((sdTestBlocks-1)&0xff), data)
	_, token := b.block(512)
	assert.Equal(t, byte(sdErrorOutOfRange), token)
	assert.Equal(t, byte(0), b.command(12, 0))
	assert.Equal(t, byte(0), b.command(13, 0))
	assert.Equal(t, []byte{sdR2OutOfRange}, b.bytes(1))
	assert.Equal(t, byte(0), b.command(13, 0))
	assert.Equal(t, []byte{0}, b.bytes(1), "read is cleared")
}

func TestABlockIsWritten(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.command(24, 3))
	assert.Equal(t, byte(5), b.write(sdStartBlock, filled(0xa5)))
	assert.Equal(t, byte(0), b.Exchange(0xff), "busy")
	b.Select(false)
	assert.Equal(t, byte(0xff), b.Exchange(0xff), "the wire is others'")
	b.Select(true)
	assert.True(t, b.settle(), "still busy")
	assert.Equal(t, filled(0xa5), b.disk.bytes[3*512:4*512])
	assert.Equal(t, byte(2), b.disk.bytes[3*512-1])
	assert.Equal(t, byte(4), b.disk.bytes[4*512])
	assert.Equal(t, byte(0), b.command(13, 0))
}

func TestBlocksAreWrittenUntilTheStopToken(t *testing.T) {
	b := initialized(t)
	b.command(55, 0)
	assert.Equal(t, byte(0), b.command(23, 3))
	assert.Equal(t, byte(0), b.command(25, 10))
	for n := range byte(3) {
		assert.Equal(t, byte(5), b.write(sdStartMany, filled(0xf0+n)))
		assert.True(t, b.settle())
	}
	assert.Equal(t, byte(sdR1Illegal), b.command(17, 0), "a transfer goes on")
	b.Exchange(sdStopMany)
	assert.Equal(t, byte(0xff), b.Exchange(0xff))
	assert.True(t, b.settle())
	for n := range 3 {
		assert.Equal(t, filled(0xf0+byte(n)), b.disk.bytes[(10+n)*512:(11+n)*512])
	}
	assert.Equal(t, byte(13), b.disk.bytes[13*512])
	b.command(55, 0)
	assert.Equal(t, byte(0), b.command(22, 0))
	written, _ := b.block(4)
	assert.Equal(t, []byte{0, 0, 0, 3}, written)
}

func TestWritingManyCanBeStoppedByCommandAndEndsAtTheEnd(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.command(25, sdTestBlocks-1))
	assert.Equal(t, byte(5), b.write(sdStartMany, filled(1)))
	b.settle()
	assert.Equal(t, byte(0x0d), b.write(sdStartMany, filled(2)))
	b.settle()
	assert.Equal(t, byte(0), b.command(12, 0))
	assert.Equal(t, byte(0), b.command(13, 0))
	assert.Equal(t, []byte{sdR2OutOfRange}, b.bytes(1))
}

func TestChecksumsCountWhenTheHostWantsThem(t *testing.T) {
	b := initialized(t)
	assert.Equal(t, byte(0), b.send(0x40|13, 0, 0, 0, 0, 0xff), "off")
	b.bytes(1)
	assert.Equal(t, byte(0), b.command(59, 1))
	assert.Equal(t, byte(sdR1CRC), b.send(0x40|13, 0, 0, 0, 0, 0xff))
	assert.Equal(t, byte(0), b.command(24, 3))
	b.Exchange(sdStartBlock)
	for range 514 {
		b.Exchange(1)
	}
	assert.Equal(t, byte(0x0b), b.Exchange(0xff)&0x1f)
	b.settle()
	assert.Equal(t, filled(3), b.disk.bytes[3*512:4*512])
	assert.Equal(t, byte(0), b.command(24, 3))
	assert.Equal(t, byte(5), b.write(sdStartBlock, filled(9)))
	b.settle()
	assert.Equal(t, byte(0), b.command(59, 0))
	assert.Equal(t, byte(0), b.send(0x40|13, 0, 0, 0, 0, 0xff))
}

func TestAReadOnlyCardSaysSo(t *testing.T) {
	for name, protect := range map[string]func(*sdBench){
		"asked for":          func(b *sdBench) { b.ReadOnly = true },
		"by an image's kind": func(b *sdBench) { b.Image = bytes.NewReader(b.disk.bytes) },
	} {
		t.Run(name, func(t *testing.T) {
			b := initialized(t)
			protect(b)
			b.command(9, 0)
			csd, _ := b.block(16)
			assert.Equal(t, byte(0x10), csd[14]&0x30)
			assert.Equal(t, byte(0), b.command(24, 3))
			assert.Equal(t, byte(0x0d), b.write(sdStartBlock, filled(9)))
			b.settle()
			assert.Equal(t, byte(0), b.command(13, 0))
			assert.Equal(t, []byte{sdR2WriteProtected}, b.bytes(1))
			assert.Equal(t, byte(3), b.disk.bytes[3*512])
		})
	}
}

func TestAnImageThatFailsIsACardWithAnError(t *testing.T) {
	b := initialized(t)
	b.disk.fails = errors.New("the disk is gone")
	assert.Equal(t, byte(0), b.command(17, 0))
	_, token := b.block(512)
	assert.Equal(t, byte(sdErrorCard), token)
	assert.Equal(t, b.disk.fails, b.failed)
	b.failed = nil
	assert.Equal(t, byte(0), b.command(24, 0))
	assert.Equal(t, byte(0x0d), b.write(sdStartBlock, filled(9)))
	assert.Equal(t, b.disk.fails, b.failed)
	b.settle()
	b.command(13, 0)
	assert.Equal(t, []byte{sdR2General}, b.bytes(1))
}

func TestAnImagesLastBlockMayBeShort(t *testing.T) {
	b := initialized(t)
	b.Image = io.NewSectionReader(b.disk, 0, 512+3)
	assert.Equal(t, byte(0), b.command(17, 1))
	data, _ := b.block(512)
	assert.Equal(t, append([]byte{1, 1, 1}, make([]byte, 509)...), data)
}

func TestACardThatIsLetGoForgetsWhatItWasDoing(t *testing.T) {
	b := initialized(t)
	b.command(18, 0)
	b.bytes(50)
	b.Select(false)
	b.Select(true)
	assert.Equal(t, byte(0xff), b.Exchange(0xff))
	assert.Equal(t, byte(0), b.command(13, 0))
	b.bytes(1)
	b.Exchange(0x40 | 17) // half a command
	b.Select(false)
	b.Select(true)
	assert.Equal(t, byte(0), b.command(13, 0))
}
