// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// norBench is a flash and what its driver does.
type norBench struct {
	*NOR
	now     uint64
	written [][2]int
}

func newNOR() *norBench {
	b := &norBench{}
	b.NOR = &NOR{
		Bytes:   make([]byte, NORSize),
		Now:     func() uint64 { return b.now },
		Written: func(offset, length int) { b.written = append(b.written, [2]int{offset, length}) },
	}
	b.Reset()
	return b
}

// do sends a command's bytes, and returns as many as are wanted after them.
func (b *norBench) do(want int, bytes ...byte) (got []byte) {
	b.Select(true)
	for _, out := range bytes {
		b.Exchange(out)
	}
	for range want {
		got = append(got, b.Exchange(0xff))
	}
	b.Select(false)
	return got
}

// write sends a command that has to be allowed first.
func (b *norBench) write(bytes ...byte) {
	b.do(0, norWriteEnabling)
	b.do(0, bytes...)
}

// settle lets the flash finish.
func (b *norBench) settle() {
	for b.do(1, norReadStatus1)[0]&norBusy != 0 {
		b.now += norMillisecond / 10
	}
}

func TestTheFlashSaysWhatItIs(t *testing.T) {
	b := newNOR()
	assert.Equal(t, []byte{0xc8, 0x60, 0x18, 0xc8}, b.do(4, norJEDECID))
	assert.Equal(t, []byte{0xc8, 0x17, 0xc8}, b.do(3, norManufacturer2, 0, 0, 0))
	assert.Equal(t, []byte{0x17, 0xc8}, b.do(2, norManufacturer2, 0, 0, 1))
	assert.Equal(t, []byte{0x17}, b.do(1, norReleaseDown, 0, 0, 0))
	assert.Equal(t, []byte{0xff, 0xff}, b.do(2, 0x5a), "a command that is not there")
}

func TestReadingGoesOnAroundTheEnd(t *testing.T) {
	b := newNOR()
	copy(b.Bytes, []byte{1, 2, 3})
	b.Bytes[0x12_3456], b.Bytes[NORSize-1] = 42, 9
	assert.Equal(t, []byte{42, 0}, b.do(2, norReadData, 0x12, 0x34, 0x56))
	assert.Equal(t, []byte{9, 1, 2, 3}, b.do(4, norReadData, 0xff, 0xff, 0xff))
	assert.Equal(t, []byte{1, 2}, b.do(2, norFastRead, 0, 0, 0, 0xaa), "after a dummy byte")
	b.Select(true)
	b.Select(false)
	assert.Equal(t, byte(0xff), b.Exchange(norJEDECID), "not selected")
}

func TestProgrammingClearsBitsOnly(t *testing.T) {
	b := newNOR()
	b.Bytes[0x100], b.Bytes[0x101] = 0xf0, 0xff
	b.write(norPageProgram, 0, 1, 0, 0x3c, 0x55)
	assert.Equal(t, []byte{norBusy | norWriteEnable}, b.do(1, norReadStatus1))
	b.settle()
	assert.Equal(t, []byte{0x30, 0x55, 0}, b.do(3, norReadData, 0, 1, 0))
	assert.Equal(t, []byte{0}, b.do(1, norReadStatus1), "to be allowed anew")
	assert.Equal(t, [][2]int{{0x100, 256}}, b.written)
}

func TestAPageWrapsAndKeepsTheLastBytes(t *testing.T) {
	b := newNOR()
	for i := range 512 {
		b.Bytes[i] = 0xff
	}
	b.write(norPageProgram, 0, 0, 0xfe, 1, 2, 3)
	b.settle()
	assert.Equal(t, []byte{1, 2, 0xff}, b.Bytes[0xfe:0x101])
	assert.Equal(t, []byte{3, 0xff}, b.Bytes[:2])
	page := []byte{norPageProgram, 0, 1, 0}
	for i := range 257 {
		page = append(page, byte(i))
	}
	page[4+256] = 0x77
	b.write(page...)
	b.settle()
	assert.Equal(t, []byte{0x77, 1, 2}, b.Bytes[0x100:0x103])
}

func TestErasingSetsWhatTheAddressIsIn(t *testing.T) {
	for command, size := range map[byte]int{norEraseSector: 4 << 10, norEraseHalf: 32 << 10, norEraseBlock: 64 << 10} {
		b := newNOR()
		b.write(command, 0x23, 0x45, 0x67)
		start := 0x23_4567 / size * size
		b.settle()
		assert.Equal(t, [][2]int{{start, size}}, b.written)
		assert.Equal(t, []byte{0, 0xff}, b.Bytes[start-1:start+1])
		assert.Equal(t, []byte{0xff, 0}, b.Bytes[start+size-1:start+size+1])
	}
	for _, command := range []byte{norEraseChip, norEraseChip2} {
		b := newNOR()
		b.write(command)
		assert.Equal(t, byte(norBusy), b.do(1, norReadStatus1)[0]&norBusy)
		assert.Equal(t, byte(0xff), b.Bytes[0])
		assert.Equal(t, byte(0xff), b.Bytes[NORSize-1])
	}
}

func TestWritingHasToBeAllowed(t *testing.T) {
	b := newNOR()
	b.Bytes[0] = 0xff
	b.do(0, norPageProgram, 0, 0, 0, 1)
	b.do(0, norEraseSector, 0, 0, 0)
	b.do(0, norEraseChip)
	b.do(0, norWriteStatus1, 0xff)
	b.do(0, norWriteEnabling)
	assert.Equal(t, []byte{norWriteEnable}, b.do(1, norReadStatus1))
	b.do(0, norWriteDisable)
	assert.Equal(t, []byte{0}, b.do(1, norReadStatus1))
	b.do(0, norEraseSector, 0, 0, 0)
	b.do(0, norWriteEnabling, 0) // one byte too many
	b.do(0, norEraseSector, 0, 0, 0)
	assert.Empty(t, b.written)
	b.write(norEraseSector, 0, 0)       // an address too short
	b.write(norEraseSector, 0, 0, 0, 0) // and one too long
	b.write(norPageProgram, 0, 0, 0)    // nothing to program
	assert.Empty(t, b.written)
}

func TestABusyFlashOnlyTellsItsStatus(t *testing.T) {
	b := newNOR()
	b.write(norEraseSector, 0, 0, 0)
	assert.Equal(t, []byte{0xff}, b.do(1, norJEDECID))
	assert.Equal(t, []byte{0}, b.do(1, norReadStatus2))
	b.write(norPageProgram, 0, 0, 0, 1)
	b.now += norSectorCycles - 1
	assert.Equal(t, []byte{norBusy | norWriteEnable}, b.do(1, norReadStatus1))
	b.now++
	assert.Equal(t, []byte{0}, b.do(1, norReadStatus1))
	assert.Equal(t, byte(0xff), b.Bytes[0], "the program command was lost")
}

func TestStatusRegistersAreWritten(t *testing.T) {
	b := newNOR()
	b.write(norWriteStatus1, 0x1f, 0x02)
	b.settle()
	assert.Equal(t, []byte{0x1c}, b.do(1, norReadStatus1), "but for what is the flash's")
	assert.Equal(t, []byte{0x02}, b.do(1, norReadStatus2))
	b.write(norWriteStatus2, 0x42)
	b.settle()
	b.write(norWriteStatus3, 0x60)
	b.settle()
	assert.Equal(t, []byte{0x42}, b.do(1, norReadStatus2))
	assert.Equal(t, []byte{0x60}, b.do(1, norReadStatus3))
	b.Reset()
	assert.Equal(t, []byte{0x42}, b.do(1, norReadStatus2), "they survive power-off")
}

func TestAResetHasToBeEnabled(t *testing.T) {
	b := newNOR()
	b.do(0, norWriteEnabling)
	b.do(0, norReset)
	assert.Equal(t, []byte{norWriteEnable}, b.do(1, norReadStatus1))
	b.do(0, norEnableReset)
	b.do(0, norWriteEnabling) // something between
	b.do(0, norReset)
	assert.Equal(t, []byte{norWriteEnable}, b.do(1, norReadStatus1))
	b.do(0, norEnableReset)
	b.do(0, norReset)
	assert.Equal(t, byte(norBusy), b.do(1, norReadStatus1)[0]&norBusy)
	b.settle()
	assert.Equal(t, []byte{0}, b.do(1, norReadStatus1))
}

func TestAPoweredDownFlashIsSilent(t *testing.T) {
	b := newNOR()
	b.do(0, norPowerDown)
	assert.Equal(t, []byte{0xff}, b.do(1, norJEDECID))
	b.do(0, norReleaseDown)
	assert.Equal(t, []byte{0xc8}, b.do(1, norJEDECID))
}

func TestFourWiresHaveToBeEnabledAndUsed(t *testing.T) {
	b := newNOR()
	copy(b.Bytes, []byte{1, 2, 3})
	read := func(command byte, wires int, dummies int) []byte {
		b.Select(true)
		b.Exchange(command)
		for range 3 {
			b.Transfer(0, wires)
		}
		b.Wait(dummies)
		got := []byte{b.Transfer(0xff, 4), b.Transfer(0xff, 4)}
		b.Select(false)
		return got
	}
	assert.Equal(t, []byte{0xff, 0xff}, read(norQuadOutput, 1, 8), "not enabled")
	b.write(norWriteStatus2, norQuadEnable)
	b.settle()
	assert.Equal(t, []byte{1, 2}, read(norQuadOutput, 1, 8))
	assert.Equal(t, []byte{1, 2}, read(norQuadIO, 4, 6))
	assert.Equal(t, []byte{0xff, 0xff}, read(norQuadIO, 1, 6), "the address on one wire")
	assert.Equal(t, []byte{0xff, 1}, read(norQuadIO, 4, 4), "two clocks early")
	assert.Equal(t, []byte{0xff, 0xff}, b.do(2, norQuadOutput, 0, 0, 0, 0), "the data on one wire")

	b.Select(true)
	b.Exchange(norDualIO)
	for range 4 {
		b.Transfer(0, 2)
	}
	assert.Equal(t, byte(1), b.Transfer(0xff, 2), "the fourth byte is mode bits")
	b.Select(false)

	b.Bytes[0] = 0xff
	b.do(0, norWriteEnabling)
	b.Select(true)
	for _, out := range []byte{norQuadProgram, 0, 0, 0} {
		b.Exchange(out)
	}
	b.Transfer(0x5a, 4)
	b.Select(false)
	b.settle()
	assert.Equal(t, byte(0x5a), b.Bytes[0])
}

func TestAFlashWithFewerBytesIsErasedBeyondThem(t *testing.T) {
	b := newNOR()
	b.Bytes = []byte{1, 2}
	assert.Equal(t, []byte{2, 0xff}, b.do(2, norReadData, 0, 0, 1))
	b.write(norPageProgram, 0, 0, 1, 0, 0)
	b.settle()
	b.write(norEraseBlock, 0xff, 0, 0)
	b.settle()
	assert.Equal(t, []byte{1, 0}, b.Bytes)
}

// TestTheROMsWayToReadIsUnderstood does what the boot ROM does: a read on four
// wires with an address of 32 bits, of which the last are mode bits, and 4 clocks
// to wait (laanwj/k210-sdk-stuff, rom/k210.rom.c).
func TestTheROMsWayToReadIsUnderstood(t *testing.T) {
	b, flash := newSSI(LayoutSPI3), newNOR()
	b.Slave, b.Select = flash, func(line int, selected bool) { flash.Select(selected) }
	flash.EnableQuad()
	copy(flash.Bytes[0x12_3456:], []byte{1, 2, 3})
	b.Store(ssiBaud, 4, 2)
	b.Store(ssiControl0, 4, 7|2<<10|2<<22)
	b.Store(ssiSPIControl0, 4, 0x2221)
	b.Store(ssiControl1, 4, 2)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiData, 4, 0xeb)
	b.Store(ssiData, 4, 0x12_3456<<8)
	b.Store(ssiSlaveEnable, 4, 1)
	b.now += 10_000
	assert.Equal(t, uint64(3), load(t, b, ssiReceiveLevel, 4))
	for n := range uint64(3) {
		assert.Equal(t, n+1, load(t, b, ssiData, 4))
	}
}

// TestADriverReadsTheFlashThroughItsController does what the vendor's SDK does
// (k210-facts.md §15, SDK, spi.c): the identification in an EEPROM read.
func TestADriverReadsTheFlashThroughItsController(t *testing.T) {
	b, flash := newSSI(LayoutSPI3), newNOR()
	b.Slave, b.Select = flash, func(line int, selected bool) { flash.Select(selected) }
	b.setUp(8, 0, ssiEEPROM)
	b.Store(ssiControl1, 4, 2)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiData, 4, norJEDECID)
	b.Store(ssiSlaveEnable, 4, 1)
	var id []uint64
	for len(id) < 3 {
		b.now += 10
		for range load(t, b, ssiReceiveLevel, 4) {
			id = append(id, load(t, b, ssiData, 4))
		}
	}
	assert.Equal(t, []uint64{norManufacturer, norType, norCapacity}, id)
	assert.Zero(t, b.status(t)&ssiBusy)

	flash.EnableQuad()
	copy(flash.Bytes[0x1000:], []byte{0xde, 0xad, 0xbe, 0xef})
	b.setUp(32, 2, ssiReceiveOnly)
	b.Store(ssiControl1, 4, 0)
	b.Store(ssiSPIControl0, 4, 6<<ssiWaitCycles|2<<ssiInstructionLength|6<<ssiAddressLength|1)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiData, 4, norQuadIO)
	b.Store(ssiData, 4, 0x1000)
	b.now += 10_000
	assert.Equal(t, uint64(0xdead_beef), load(t, b, ssiData, 4))
}
