// SPDX-License-Identifier: MIT

package device

// SSI is a master of the K210's SPIs 0, 1 and 3, which are Synopsys DesignWare's
// (k210-facts.md §10). Frames take the time that the clock and baudr give them,
// and the slave is selected from the first to the last one that follows without
// a gap: a driver that feeds the FIFO too slowly loses the slave as on the chip.
//
// Frames that are not whole bytes, and DMA, reach nobody. Clock polarity, the
// toggling of the slave select between frames, endian and what tunes XIP have
// no effect.
type SSI struct {
	// Layout is where ctrlr0 has its fields.
	Layout SSILayout
	// Now returns CPU cycles since power-on.
	Now func() uint64
	// CPUHz and ClockHz are the CPU's clock and the one that baudr divides, in
	// Hz (SYSCTL.SPIHz).
	CPUHz, ClockHz func() uint64
	// Slave, if there, is where the data wires lead.
	Slave SPISlave
	// Select, if there, is told when one of the slave select lines 0 to 3
	// changes.
	Select func(line int, selected bool)
	// IRQ, if there, is told when the interrupt line changes.
	IRQ func(raised bool)
	// XIP, if there, tells whether Memory, the flash's bytes, is in the place
	// of the registers (SYSCTL.XIP).
	XIP    func() bool
	Memory []byte

	s SSIState
}

// SSILayout is where ctrlr0 has its fields.
type SSILayout int

// The layouts.
const (
	LayoutSPI0 SSILayout = iota // SPI0, SPI1
	LayoutSPI3
)

// SSIState is all of an SSI that changes.
type SSIState struct {
	Transmit, Receive wordFIFO
	Control0          uint32
	Control1          uint32
	SPIControl0       uint32
	Enabled           bool
	Lines             uint32 // ser
	Baud              uint32
	TransmitThreshold uint32
	ReceiveThreshold  uint32
	Mask              uint32
	Sticky            uint32    // raw interrupts that stay until cleared
	Kept              [8]uint32 // registers without an effect

	Phase  ssiPhase // of the transfer that goes on
	Word   uint32   // what is being sent
	Left   uint32   // frames still to be received
	End    uint64   // when what goes on is over, in CPU cycles
	Raised bool
}

// Registers, as offsets (k210-facts.md §10).
const (
	ssiControl0          = 0x00
	ssiControl1          = 0x04
	ssiEnable            = 0x08
	ssiMicrowire         = 0x0c
	ssiSlaveEnable       = 0x10
	ssiBaud              = 0x14
	ssiTransmitThreshold = 0x18
	ssiReceiveThreshold  = 0x1c
	ssiTransmitLevel     = 0x20
	ssiReceiveLevel      = 0x24
	ssiStatus            = 0x28
	ssiMask              = 0x2c
	ssiInterrupts        = 0x30
	ssiRawInterrupts     = 0x34
	ssiClearFirst        = 0x38 // TX overflow, RX overflow, RX underflow, multi-master
	ssiClearAll          = 0x48
	ssiDMAControl        = 0x4c
	ssiDMATransmitLevel  = 0x50
	ssiDMAReceiveLevel   = 0x54
	ssiVersion           = 0x5c
	ssiData              = 0x60 // to ssiDataEnd, all the same
	ssiDataEnd           = 0xf0
	ssiSampleDelay       = 0xf0
	ssiSPIControl0       = 0xf4
	ssiEndian            = 0x118

	// SSISize is how many addresses the registers take.
	SSISize = 0x1000
	// XIPSize is how many addresses the flash's window takes.
	XIPSize = 16 << 20
)

// Bits of sr (DW_apb_ssi databook, SR; k210-facts.md §10 tests two).
const (
	ssiBusy            = 1 << 0
	ssiTransmitNotFull = 1 << 1
	ssiTransmitEmpty   = 1 << 2
	ssiReceiveNotEmpty = 1 << 3
	ssiReceiveFull     = 1 << 4
)

// Interrupts (DW_apb_ssi databook, RISR).
const (
	ssiTransmitEmptyInterrupt = 1 << 0
	ssiTransmitOverflow       = 1 << 1
	ssiReceiveUnderflow       = 1 << 2
	ssiReceiveOverflow        = 1 << 3
	ssiReceiveFullInterrupt   = 1 << 4
	ssiAllInterrupts          = 1<<6 - 1
)

// ssiCleared is what a load of the registers from ssiClearFirst on clears.
var ssiCleared = [...]uint32{ssiTransmitOverflow, ssiReceiveOverflow, ssiReceiveUnderflow, 1 << 5, ssiAllInterrupts}

// Versions: "401*" and "101*" (Linux, k210.dtsi: snps,dw-apb-ssi 4.01 and
// snps,dwc-ssi-1.01a).
const (
	ssiVersionSPI0 = 0x3430_312a
	ssiVersionSPI3 = 0x3130_312a
)

// kept is the registers that keep what is stored, in the order of Kept.
func ssiKept(offset uint64) (index int, ok bool) {
	switch offset {
	case ssiMicrowire:
		return 0, true
	case ssiDMAControl, ssiDMATransmitLevel, ssiDMAReceiveLevel:
		return 1 + int(offset-ssiDMAControl)/4, true
	case ssiSampleDelay:
		return 4, true
	case ssiEndian:
		return 5, true
	}
	return 0, false
}

// Reset is the controller after a reset: off.
func (s *SSI) Reset() {
	s.stop()
	raise(&s.s.Raised, false, s.IRQ)
	s.s = SSIState{Mask: ssiAllInterrupts}
	// 8-bit frames on SPI0 (DW_apb_ssi databook, CTRLR0).
	s.s.Control0 = 7 << s.fields().frame
}

// State returns what changes, for snapshots: a *SSIState.
func (s *SSI) State() any { return &s.s }

// Update lets a transfer go on until now, and raises or lowers the interrupt.
func (s *SSI) Update() {
	s.advance()
	raise(&s.s.Raised, s.s.Enabled && s.raw()&s.s.Mask != 0, s.IRQ)
}

// Next returns in how many cycles Update has something to tell: Never when nobody
// wants to know.
func (s *SSI) Next() (cycles uint64) {
	if s.s.Phase == ssiIdle || s.s.Mask == 0 || s.IRQ == nil {
		return Never
	}
	return cyclesTo(s.s.End, s.Now())
}

func (s *SSI) raw() (bits uint32) {
	bits = s.s.Sticky
	if s.s.Transmit.Length <= s.s.TransmitThreshold {
		bits |= ssiTransmitEmptyInterrupt
	}
	if s.s.Receive.Length > s.s.ReceiveThreshold {
		bits |= ssiReceiveFullInterrupt
	}
	return bits
}

func (s *SSI) status() (bits uint32) {
	if s.s.Phase != ssiIdle {
		bits |= ssiBusy
	}
	if s.s.Transmit.Length < fifoWords {
		bits |= ssiTransmitNotFull
	}
	if s.s.Transmit.Length == 0 {
		bits |= ssiTransmitEmpty
	}
	if s.s.Receive.Length > 0 {
		bits |= ssiReceiveNotEmpty
	}
	if s.s.Receive.Length >= fifoWords {
		bits |= ssiReceiveFull
	}
	return bits
}

// Load implements Device. While XIP is on, it has all sizes.
func (s *SSI) Load(offset uint64, size int) (value uint64, ok bool) {
	if s.XIP != nil && s.XIP() {
		return loadBytes(s.Memory, offset, size)
	}
	if !isWord(offset, size) {
		return 0, false
	}
	s.Update()
	return uint64(s.loadWord(offset)), true
}

func (s *SSI) loadWord(offset uint64) (word uint32) {
	switch offset {
	case ssiControl0:
		return s.s.Control0
	case ssiControl1:
		return s.s.Control1
	case ssiEnable:
		if s.s.Enabled {
			return 1
		}
		return 0
	case ssiSlaveEnable:
		return s.s.Lines
	case ssiBaud:
		return s.s.Baud
	case ssiTransmitThreshold:
		return s.s.TransmitThreshold
	case ssiReceiveThreshold:
		return s.s.ReceiveThreshold
	case ssiTransmitLevel:
		return s.s.Transmit.Length
	case ssiReceiveLevel:
		return s.s.Receive.Length
	case ssiStatus:
		return s.status()
	case ssiMask:
		return s.s.Mask
	case ssiInterrupts:
		return s.raw() & s.s.Mask
	case ssiRawInterrupts:
		return s.raw()
	case ssiVersion:
		if s.Layout == LayoutSPI3 {
			return ssiVersionSPI3
		}
		return ssiVersionSPI0
	case ssiSPIControl0:
		return s.s.SPIControl0
	}
	switch {
	case offset >= ssiClearFirst && offset <= ssiClearAll:
		s.s.Sticky &^= ssiCleared[(offset-ssiClearFirst)/4]
		s.Update()
	case offset >= ssiData && offset < ssiDataEnd:
		if s.s.Receive.Length == 0 {
			s.s.Sticky |= ssiReceiveUnderflow
		} else {
			word = s.s.Receive.take()
		}
		s.Update()
	default:
		if index, ok := ssiKept(offset); ok {
			word = s.s.Kept[index]
		}
	}
	return word
}

// Store implements Device. What sets up transfers can be set while the
// controller is off only, and the slave while no transfer goes on.
func (s *SSI) Store(offset uint64, size int, value uint64) (ok bool) {
	if s.XIP != nil && s.XIP() {
		return true // the window is read-only
	}
	if !isWord(offset, size) {
		return false
	}
	s.Update()
	s.storeWord(offset, uint32(value))
	s.Update()
	return true
}

func (s *SSI) storeWord(offset uint64, word uint32) {
	if !s.s.Enabled {
		switch offset {
		case ssiControl0:
			s.s.Control0 = word & s.fields().writable
		case ssiControl1:
			s.s.Control1 = word & 0xffff
		case ssiBaud:
			s.s.Baud = word & 0xfffe
		case ssiSPIControl0:
			s.s.SPIControl0 = word & ssiSPIControl0Writable
		}
	}
	switch offset {
	case ssiEnable:
		s.s.Enabled = word&1 != 0
		if !s.s.Enabled {
			s.stop()
			s.s.Transmit, s.s.Receive, s.s.Sticky = wordFIFO{}, wordFIFO{}, 0
		}
	case ssiSlaveEnable:
		if s.s.Phase == ssiIdle {
			s.s.Lines = word & (1<<ssiLines - 1)
		}
	case ssiTransmitThreshold:
		s.s.TransmitThreshold = word % fifoWords
	case ssiReceiveThreshold:
		s.s.ReceiveThreshold = word % fifoWords
	case ssiMask:
		s.s.Mask = word & ssiAllInterrupts
	}
	switch {
	case offset >= ssiData && offset < ssiDataEnd:
		switch {
		case !s.s.Enabled:
		case s.s.Transmit.Length < fifoWords:
			s.s.Transmit.put(word)
		default:
			s.s.Sticky |= ssiTransmitOverflow
		}
	default:
		if index, ok := ssiKept(offset); ok {
			s.s.Kept[index] = word
		}
	}
}

// loadBytes loads from memory that wraps at its end.
func loadBytes(memory []byte, offset uint64, size int) (value uint64, ok bool) {
	if len(memory) == 0 || size < 1 || size > 8 {
		return 0, false
	}
	for i := range uint64(size) {
		value |= uint64(memory[(offset+i)%uint64(len(memory))]) << (8 * i)
	}
	return value, true
}
