// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// wideSlave writes down what it sees, and answers with its input.
type wideSlave struct {
	seen  []byte
	wires []int
	waits []int
	line
}

func (s *wideSlave) Select(bool) {}

func (s *wideSlave) Exchange(out byte) (in byte) { return s.Transfer(out, 1) }

func (s *wideSlave) Transfer(out byte, wires int) (in byte) {
	s.seen, s.wires = append(s.seen, out), append(s.wires, wires)
	in, _ = s.Receive()
	return in
}

func (s *wideSlave) Wait(clocks int) { s.waits = append(s.waits, clocks) }

// ssiBench is a controller at 390 MHz from a clock of the same rate.
type ssiBench struct {
	*SSI
	now      uint64
	slave    *wideSlave
	selected []bool // what line 0 was told
	irq      bool
}

func newSSI(layout SSILayout) *ssiBench {
	b := &ssiBench{slave: &wideSlave{}}
	hz := func() uint64 { return cpuHz }
	b.SSI = &SSI{
		Layout: layout, Now: func() uint64 { return b.now }, CPUHz: hz, ClockHz: hz, Slave: b.slave,
		Select: func(line int, selected bool) {
			if line == 0 {
				b.selected = append(b.selected, selected)
			}
		},
		IRQ: func(raised bool) { b.irq = raised },
	}
	b.Reset()
	return b
}

// setUp stores ctrlr0's fields and makes a clock of SPI take ten of the CPU's.
func (b *ssiBench) setUp(frame, format, transfer uint32) {
	f := b.fields()
	b.Store(ssiEnable, 4, 0)
	b.Store(ssiControl0, 4, uint64((frame-1)<<f.frame|format<<f.format|transfer<<f.transfer))
	b.Store(ssiBaud, 4, 10)
}

func (b *ssiBench) status(t *testing.T) uint64 { return load(t, b, ssiStatus, 4) }

func TestLayoutsHaveTheirFieldsWhereDriversPutThem(t *testing.T) {
	for layout, want := range map[SSILayout]uint64{
		LayoutSPI0: 31<<16 | 2<<21 | 3<<8, LayoutSPI3: 31<<0 | 2<<22 | 3<<10,
	} {
		b := newSSI(layout)
		b.setUp(32, 2, 3)
		assert.Equal(t, want, load(t, b, ssiControl0, 4))
		assert.Equal(t, 32, b.frameBits())
		assert.Equal(t, 4, b.wires())
		assert.Equal(t, ssiEEPROM, b.mode())
	}
}

func TestAFrameTakesItsTimeBothWays(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.setUp(8, 0, ssiBothWays)
	assert.Equal(t, uint64(ssiTransmitNotFull|ssiTransmitEmpty), b.status(t))
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.slave.input = []byte{0x5a}
	b.Store(ssiData, 4, 0xa5)
	assert.Equal(t, uint64(ssiBusy|ssiTransmitNotFull|ssiTransmitEmpty), b.status(t))
	b.now += 79
	assert.NotZero(t, b.status(t)&ssiBusy)
	assert.Empty(t, b.slave.seen)
	b.now++
	assert.Equal(t, uint64(ssiTransmitNotFull|ssiTransmitEmpty|ssiReceiveNotEmpty), b.status(t))
	assert.Equal(t, []byte{0xa5}, b.slave.seen)
	assert.Equal(t, []bool{true, false}, b.selected)
	assert.Equal(t, uint64(1), load(t, b, ssiReceiveLevel, 4))
	assert.Equal(t, uint64(0x5a), load(t, b, ssiData+0x8c, 4), "all data registers are the same")
	assert.Zero(t, load(t, b, ssiData, 4))
	assert.Equal(t, uint64(ssiReceiveUnderflow), load(t, b, ssiRawInterrupts, 4)&ssiReceiveUnderflow)
}

func TestTheSlaveStaysSelectedWhileFramesFollowWithoutAGap(t *testing.T) {
	b := newSSI(LayoutSPI3)
	b.setUp(8, 0, ssiTransmitOnly)
	b.Store(ssiEnable, 4, 1)
	for n := range uint64(3) {
		b.Store(ssiData, 4, n)
	}
	assert.Empty(t, b.selected, "nobody is chosen yet")
	b.Store(ssiSlaveEnable, 4, 1)
	b.now += 200
	b.Store(ssiData, 4, 3) // while the last one goes out
	b.Store(ssiSlaveEnable, 4, 2)
	assert.Equal(t, uint64(1), load(t, b, ssiSlaveEnable, 4), "not while busy")
	b.now += 120
	assert.Equal(t, uint64(ssiTransmitNotFull|ssiTransmitEmpty), b.status(t), "nothing is received")
	assert.Equal(t, []byte{0, 1, 2, 3}, b.slave.seen)
	assert.Equal(t, []bool{true, false}, b.selected)
	b.Store(ssiData, 4, 4)
	b.now += 80
	b.Update()
	assert.Equal(t, []bool{true, false, true, false}, b.selected, "too late")
}

func TestFramesGoHighestBitFirst(t *testing.T) {
	for bits, want := range map[uint32][]byte{8: {0x44}, 16: {0x33, 0x44}, 24: {0x22, 0x33, 0x44}, 32: {0x11, 0x22, 0x33, 0x44}} {
		b := newSSI(LayoutSPI0)
		b.setUp(bits, 0, ssiBothWays)
		b.Store(ssiEnable, 4, 1)
		b.Store(ssiSlaveEnable, 4, 1)
		b.slave.input = []byte{0xa1, 0xa2, 0xa3, 0xa4}
		b.Store(ssiData, 4, 0x1122_3344)
		b.now += 320
		assert.Equal(t, uint64(0xa1a2_a3a4)>>(32-bits), load(t, b, ssiData, 4))
		assert.Equal(t, want, b.slave.seen)
	}
}

func TestFramesThatAreNotBytesReachNobody(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.setUp(12, 0, ssiBothWays)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.Store(ssiData, 4, 0)
	b.now += 120
	assert.Equal(t, uint64(0xfff), load(t, b, ssiData, 4))
	assert.Empty(t, b.slave.seen)
}

func TestReceivingOnlyTakesADummyFrameAndAsManyAsWereAskedFor(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.setUp(8, 0, ssiReceiveOnly)
	b.Store(ssiControl1, 4, 2)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.slave.input = []byte{1, 2, 3, 4}
	b.Store(ssiData, 4, 0)
	b.now += 1000
	assert.Equal(t, uint64(3), load(t, b, ssiReceiveLevel, 4))
	assert.Equal(t, []byte{0xff, 0xff, 0xff}, b.slave.seen)
	for n := range uint64(3) {
		assert.Equal(t, n+1, load(t, b, ssiData, 4))
	}
	assert.Equal(t, []bool{true, false}, b.selected)
}

func TestEEPROMReadSendsThenReceives(t *testing.T) {
	b := newSSI(LayoutSPI3)
	b.setUp(8, 0, ssiEEPROM)
	b.Store(ssiControl1, 4, 1)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiData, 4, 0x9f)
	b.Store(ssiData, 4, 0x00)
	b.slave.input = []byte{9, 9, 7, 8}
	b.Store(ssiSlaveEnable, 4, 1)
	b.now += 320
	assert.Equal(t, uint64(2), load(t, b, ssiReceiveLevel, 4), "what came while sending is dropped")
	assert.Equal(t, uint64(7), load(t, b, ssiData, 4))
	assert.Equal(t, uint64(8), load(t, b, ssiData, 4))
	assert.Equal(t, []bool{true, false}, b.selected)
}

func TestFourWiresCarryAddressAndDataAsToldAndNothingWhileWaiting(t *testing.T) {
	for transfer, wires := range [][]int{{1, 1, 1, 1, 4, 4}, {1, 4, 4, 4, 4, 4}, {4, 4, 4, 4, 4, 4}} {
		b := newSSI(LayoutSPI3)
		b.setUp(8, 2, ssiReceiveOnly)
		b.Store(ssiSPIControl0, 4, uint64(6<<ssiWaitCycles|2<<ssiInstructionLength|6<<ssiAddressLength|transfer))
		b.Store(ssiControl1, 4, 1)
		b.Store(ssiEnable, 4, 1)
		b.Store(ssiData, 4, 0xeb)
		b.Store(ssiData, 4, 0x12_3456)
		b.slave.input = []byte{0, 0, 0, 0, 0xca, 0xfe}
		b.Store(ssiSlaveEnable, 4, 1)
		b.now += 10_000
		b.Update()
		assert.Equal(t, []byte{0xeb, 0x12, 0x34, 0x56, 0xff, 0xff}, b.slave.seen)
		assert.Equal(t, wires, b.slave.wires)
		assert.Equal(t, []int{6}, b.slave.waits)
		assert.Equal(t, uint64(0xca), load(t, b, ssiData, 4))
		assert.Equal(t, uint64(0xfe), load(t, b, ssiData, 4))
	}
}

func TestFourWiresCanCarryDataOnly(t *testing.T) {
	b := newSSI(LayoutSPI3)
	b.setUp(8, 2, ssiReceiveOnly)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.slave.input = []byte{7}
	b.Store(ssiData, 4, 0)
	b.now += 20
	assert.Equal(t, uint64(7), load(t, b, ssiData, 4))
	assert.Equal(t, []byte{0xff}, b.slave.seen, "the frame that has begun it goes nowhere")

	b = newSSI(LayoutSPI3)
	b.setUp(8, 2, ssiTransmitOnly)
	b.Store(ssiSPIControl0, 4, 2<<ssiAddressLength)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiData, 4, 0x11)
	b.Store(ssiData, 4, 0x22)
	b.Store(ssiSlaveEnable, 4, 1)
	b.now += 100
	b.Update()
	assert.Equal(t, []byte{0x11, 0x22}, b.slave.seen)
	assert.Equal(t, []int{1, 4}, b.slave.wires, "an address without an instruction")
}

func TestDataCanFollowTheAddressAtOnce(t *testing.T) {
	b := newSSI(LayoutSPI3)
	b.setUp(8, 2, ssiEEPROM)
	b.Store(ssiSPIControl0, 4, 2<<ssiInstructionLength)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.slave.input = []byte{0, 5}
	b.Store(ssiData, 4, 0x9f)
	b.now += 100
	assert.Equal(t, uint64(5), load(t, b, ssiData, 4))
	assert.Equal(t, []int{1, 4}, b.slave.wires)
	assert.Empty(t, b.slave.waits)
}

func TestATransferOfNoKnownKindEnds(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.s.Phase = 77 // of a snapshot that was tampered with
	assert.Zero(t, b.status(t)&ssiBusy)
}

func TestFourWiresSendWithoutWaiting(t *testing.T) {
	b := newSSI(LayoutSPI3)
	b.setUp(32, 2, ssiTransmitOnly)
	b.Store(ssiSPIControl0, 4, 8<<ssiWaitCycles|2<<ssiInstructionLength|6<<ssiAddressLength)
	b.Store(ssiEnable, 4, 1)
	for _, word := range []uint64{0x32, 0x10_0000, 0x0102_0304} {
		b.Store(ssiData, 4, word)
	}
	b.Store(ssiSlaveEnable, 4, 1)
	b.now += 8*10 + 24*10 + 8*10
	assert.Zero(t, b.status(t)&ssiBusy, "a frame of 32 bits takes 8 clocks")
	assert.Equal(t, []byte{0x32, 0x10, 0, 0, 1, 2, 3, 4}, b.slave.seen)
	assert.Empty(t, b.slave.waits)
}

func TestFIFOsOverflow(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.setUp(8, 0, ssiBothWays)
	b.Store(ssiData, 4, 0)
	assert.Zero(t, load(t, b, ssiTransmitLevel, 4), "off")
	b.Store(ssiEnable, 4, 1)
	for range 33 {
		b.Store(ssiData, 4, 0)
	}
	assert.Equal(t, uint64(32), load(t, b, ssiTransmitLevel, 4))
	assert.Zero(t, b.status(t)&ssiTransmitNotFull)
	assert.NotZero(t, load(t, b, ssiRawInterrupts, 4)&ssiTransmitOverflow)
	load(t, b, ssiClearFirst, 4)
	assert.Zero(t, load(t, b, ssiRawInterrupts, 4)&ssiTransmitOverflow)
	b.Store(ssiSlaveEnable, 4, 1)
	b.now += 40 * 80
	assert.NotZero(t, b.status(t)&ssiReceiveFull)
	b.Store(ssiData, 4, 0)
	b.now += 80
	assert.NotZero(t, load(t, b, ssiRawInterrupts, 4)&ssiReceiveOverflow)
	load(t, b, ssiClearAll, 4)
	assert.Zero(t, load(t, b, ssiRawInterrupts, 4)&ssiReceiveOverflow)
	b.Store(ssiEnable, 4, 0)
	assert.Zero(t, load(t, b, ssiReceiveLevel, 4), "off is empty")
}

func TestSSIInterruptsFollowTheThresholds(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.setUp(8, 0, ssiBothWays)
	assert.False(t, b.irq)
	b.Store(ssiEnable, 4, 1)
	assert.True(t, b.irq, "nothing to send")
	b.Store(ssiMask, 4, ssiReceiveFullInterrupt)
	assert.False(t, b.irq)
	b.Store(ssiReceiveThreshold, 4, 1)
	assert.Equal(t, uint64(Never), b.Next())
	b.Store(ssiData, 4, 0)
	b.Store(ssiData, 4, 0)
	b.Store(ssiSlaveEnable, 4, 1)
	assert.Equal(t, uint64(80), b.Next())
	b.now += b.Next()
	b.Update()
	assert.False(t, b.irq, "one is not more than one")
	b.now += b.Next()
	b.Update()
	assert.True(t, b.irq)
	assert.Equal(t, uint64(ssiReceiveFullInterrupt), load(t, b, ssiInterrupts, 4))
	load(t, b, ssiData, 4)
	assert.False(t, b.irq)
	b.Store(ssiMask, 4, ssiTransmitEmptyInterrupt)
	assert.True(t, b.irq)
	b.Reset()
	assert.False(t, b.irq)
}

func TestNothingMovesWithoutAClock(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.setUp(8, 0, ssiBothWays)
	b.Store(ssiBaud, 4, 1) // odd: 0
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.Store(ssiData, 4, 0)
	b.now += 1 << 60
	assert.NotZero(t, b.status(t)&ssiBusy)
	b.Store(ssiEnable, 4, 0)
	assert.Zero(t, b.status(t)&ssiBusy)
	assert.Equal(t, []bool{true, false}, b.selected)
}

func TestALoopedControllerHearsItself(t *testing.T) {
	b := newSSI(LayoutSPI0)
	b.Store(ssiControl0, 4, 7<<16|1<<11)
	b.Store(ssiBaud, 4, 2)
	b.Store(ssiEnable, 4, 1)
	b.Store(ssiSlaveEnable, 4, 1)
	b.Store(ssiData, 4, 0x42)
	b.now += 16
	assert.Equal(t, uint64(0x42), load(t, b, ssiData, 4))
	assert.Empty(t, b.slave.seen)
}

func TestSSIRegistersKeepTheFieldsThatThereAre(t *testing.T) {
	for layout, control0 := range map[SSILayout]uint64{LayoutSPI0: 0x017f_fff0, LayoutSPI3: 0x00cf_7fdf} {
		b := newSSI(layout)
		for offset, want := range map[uint64]uint64{
			ssiControl0: control0, ssiControl1: 0xffff, ssiBaud: 0xfffe, ssiSPIControl0: ssiSPIControl0Writable,
			ssiTransmitThreshold: 31, ssiReceiveThreshold: 31, ssiSlaveEnable: 15, ssiMask: 0x3f,
			ssiDMATransmitLevel: 0xffff_ffff, ssiSampleDelay: 0xffff_ffff, 0x58: 0, 0xffc: 0,
		} {
			assert.True(t, b.Store(offset, 4, 0xffff_ffff))
			assert.Equal(t, want, load(t, b, offset, 4), "register %#x", offset)
		}
		b.Store(ssiEnable, 4, 1)
		b.Store(ssiControl0, 4, 0)
		assert.Equal(t, control0, load(t, b, ssiControl0, 4), "not while it is on")
		assert.False(t, b.Store(ssiData, 1, 0))
	}
	assert.Equal(t, uint64(ssiVersionSPI3), load(t, newSSI(LayoutSPI3), ssiVersion, 4))
	assert.Equal(t, uint64(ssiVersionSPI0), load(t, newSSI(LayoutSPI0), ssiVersion, 4))
}

func TestXIPShowsMemoryInThePlaceOfRegisters(t *testing.T) {
	b, xip := newSSI(LayoutSPI3), true
	b.Memory, b.XIP = []byte{1, 2, 3, 4, 5, 6, 7, 8}, func() bool { return xip }
	assert.Equal(t, uint64(0x0302), load(t, b, 1, 2))
	assert.Equal(t, uint64(0x0201_0807), load(t, b, 6, 4), "around the end")
	assert.True(t, b.Store(0, 4, 0))
	assert.Equal(t, uint64(0x0807_0605_0403_0201), load(t, b, 0, 8))
	_, ok := b.Load(0, 0)
	assert.False(t, ok)
	b.Memory = nil
	_, ok = b.Load(0, 4)
	assert.False(t, ok)
	xip = false
	assert.Equal(t, uint64(7), load(t, b, ssiControl0, 4))
}
