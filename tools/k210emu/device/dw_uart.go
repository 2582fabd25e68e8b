// SPDX-License-Identifier: MIT

package device

// DWUART is one of the K210's UART1 to 3, which are Synopsys DesignWare's: a
// 16550 with a register every 4 bytes, FIFOs of 16 bytes, and more (k210-facts.md
// §6; DW_apb_uart databook). What is sent leaves at once, as long as the
// transmitter has a clock and is not halted; if the divisor gives another rate
// than the line's, it is garbled, in both directions. So the port is never busy.
//
// Modem lines are not connected: they read as inactive, but in loopback. Parity,
// breaks, RS-485, the low-power divisor, DMA and direct access to the FIFOs have
// no effect; their registers keep what is stored.
type DWUART struct {
	Line Line
	// ClockHz is APB0's clock, in Hz (SYSCTL.APB0Hz).
	ClockHz func() uint64
	// LineBaud is the other end's rate, in bits a second; 0 is LineBaud.
	LineBaud uint64
	// IRQ, if there, is told when the interrupt line changes.
	IRQ func(raised bool)
	// Garbled, if there, is told of each byte that the line has carried at a
	// wrong rate.
	Garbled func(baud uint64)

	s DWUARTState
}

// DWUARTState is all of a DWUART that changes.
type DWUARTState struct {
	Transmit, Receive        byteFIFO
	IER, FCR, LCR, MCR       uint32
	DLL, DLH, DLF            uint32
	Halted                   bool
	EmptyEvent               bool // the transmitter's interrupt, until it is seen
	Raised                   bool
	Scratch                  uint32
	LPDLL, LPDLH, FIFOAccess uint32
	Kept                     [(dwUARTKeptEnd - dwUARTKept) / 4]uint32
}

// Registers, as offsets (k210-facts.md §6).
const (
	dwUARTData        = 0x00 // RBR, THR; DLL while latched
	dwUARTIER         = 0x04 // DLH while latched
	dwUARTIIR         = 0x08 // FCR to store
	dwUARTLCR         = 0x0c
	dwUARTMCR         = 0x10
	dwUARTLSR         = 0x14
	dwUARTMSR         = 0x18
	dwUARTScratch     = 0x1c
	dwUARTLPDLL       = 0x20
	dwUARTLPDLH       = 0x24
	dwUARTShadow      = 0x30 // of RBR and THR, to dwUARTShadowEnd
	dwUARTShadowEnd   = 0x70
	dwUARTFAR         = 0x70
	dwUARTUSR         = 0x7c
	dwUARTTFL         = 0x80
	dwUARTRFL         = 0x84
	dwUARTSRR         = 0x88
	dwUARTShadowRTS   = 0x8c // shadows of single fields of MCR, LCR and FCR
	dwUARTShadowBreak = 0x90
	dwUARTShadowDMA   = 0x94
	dwUARTShadowFIFO  = 0x98
	dwUARTShadowRT    = 0x9c
	dwUARTShadowTET   = 0xa0
	dwUARTHalt        = 0xa4
	dwUARTKept        = 0xac // RS-485's, to dwUARTKeptEnd; DLF is among them
	dwUARTKeptEnd     = 0xd0
	dwUARTDLF         = 0xc0
	dwUARTType        = 0xfc

	// DWUARTSize is how many addresses the registers take.
	DWUARTSize = 0x1000
)

// Bits of IER, IIR, FCR, MCR, USR and SRR (DW_apb_uart databook); those of LCR
// and LSR are the 16550's.
const (
	dwUARTReceiveInterrupt  = 1 << 0
	dwUARTTransmitInterrupt = 1 << 1
	dwUARTTHREMode          = 1 << 7
	dwUARTIERBits           = 0x8f

	dwUARTNone     = 0x1
	dwUARTEmpty    = 0x2
	dwUARTReceived = 0x4
	dwUARTTimeout  = 0xc
	dwUARTFIFOsOn  = 3 << 6

	dwUARTFIFOEnable    = 1 << 0
	dwUARTResetReceive  = 1 << 1
	dwUARTResetTransmit = 1 << 2
	dwUARTDMAMode       = 3 // shifts of FCR's fields
	dwUARTTET           = 4
	dwUARTRT            = 6

	dwUARTRTS     = 1 << 1 // of MCR
	dwUARTLoop    = 1 << 4
	dwUARTMCRBits = 0x7f

	dwUARTTransmitNotFull = 1 << 1 // of USR
	dwUARTTransmitEmpty   = 1 << 2
	dwUARTReceiveNotEmpty = 1 << 3
	dwUARTReceiveFull     = 1 << 4

	dwUARTBreak      = 1 << 6 // of LCR
	dwUARTDepth      = 16
	dwUARTTypeNumber = 0x4457_0110
)

// Reset is the port after a reset.
func (u *DWUART) Reset() {
	raise(&u.s.Raised, false, u.IRQ)
	u.s = DWUARTState{EmptyEvent: true}
}

// State returns what changes, for snapshots: a *DWUARTState.
func (u *DWUART) State() any { return &u.s }

// Baud is the rate at which the port sends and receives now, in bits a second: 0
// when it has no clock. The divisor has 4 bits behind the point.
func (u *DWUART) Baud() uint64 {
	divisor := uint64(u.s.DLH<<12 | u.s.DLL<<4 | u.s.DLF)
	if divisor == 0 {
		return 0
	}
	return u.ClockHz() / divisor
}

// Listening tells whether the guest wants to be told of input by an interrupt:
// then Update must be called as often as a byte can come.
func (u *DWUART) Listening() bool { return u.s.IER&dwUARTReceiveInterrupt != 0 }

func (u *DWUART) latched() bool { return u.s.LCR&lineDivisorLatch != 0 }

// depth is how many bytes a FIFO has room for.
func (u *DWUART) depth() uint8 {
	if u.s.FCR&dwUARTFIFOEnable == 0 {
		return 1
	}
	return dwUARTDepth
}

// Update takes what the line has for us, as far as there is room, sends what can
// be sent, and raises or lowers the interrupt. Input that there is no room for
// waits in the line. Nothing moves while the divisor is being set.
func (u *DWUART) Update() {
	baud := u.Baud()
	if u.latched() {
		baud = 0 // the divisor may be half set
	}
	for baud > 0 && !u.s.Halted && u.s.Transmit.Length > 0 {
		u.send(u.s.Transmit.take(), baud)
		u.s.EmptyEvent = u.s.EmptyEvent || u.s.Transmit.Length == 0
	}
	for baud > 0 && u.s.MCR&dwUARTLoop == 0 && u.s.Receive.Length < u.depth() {
		b, ok := u.Line.Receive()
		if !ok {
			break
		}
		u.s.Receive.put(carry(b, u.lineBaud(), baud, baud, u.Garbled) & u.dataBits())
	}
	raise(&u.s.Raised, u.cause() != dwUARTNone, u.IRQ)
}

func (u *DWUART) send(b byte, baud uint64) {
	b &= u.dataBits()
	switch {
	case u.s.MCR&dwUARTLoop == 0:
		u.Line.Send(carry(b, baud, u.lineBaud(), baud, u.Garbled))
	case u.s.Receive.Length < u.depth():
		u.s.Receive.put(b)
	}
}

func (u *DWUART) lineBaud() uint64 {
	if u.LineBaud == 0 {
		return LineBaud
	}
	return u.LineBaud
}

// dataBits is 5 to 8 bits.
func (u *DWUART) dataBits() byte { return 1<<(5+u.s.LCR&3) - 1 }

// cause is what the port interrupts for, the most urgent first: IIR's low bits.
// What has come, but is less than the guest waits for, is told of at once; on the
// chip it is after the time of four bytes.
func (u *DWUART) cause() uint32 {
	switch {
	case u.s.IER&dwUARTReceiveInterrupt != 0 && u.s.Receive.Length > 0:
		if u.s.Receive.Length < u.receiveTrigger() {
			return dwUARTTimeout
		}
		return dwUARTReceived
	case u.s.IER&dwUARTTransmitInterrupt != 0 && u.s.EmptyEvent && u.s.Transmit.Length <= u.transmitTrigger():
		return dwUARTEmpty
	default:
		return dwUARTNone
	}
}

func (u *DWUART) receiveTrigger() uint8 {
	if u.s.FCR&dwUARTFIFOEnable == 0 {
		return 1
	}
	return [...]uint8{1, dwUARTDepth / 4, dwUARTDepth / 2, dwUARTDepth - 2}[u.s.FCR>>dwUARTRT&3]
}

// programmable tells whether LSR's bit 5 and the transmitter's interrupt are
// about thresholds of the FIFO, not about its being empty (k210-facts.md §6).
func (u *DWUART) programmable() bool {
	return u.s.FCR&dwUARTFIFOEnable != 0 && u.s.IER&dwUARTTHREMode != 0
}

func (u *DWUART) transmitTrigger() uint8 {
	if !u.programmable() {
		return 0
	}
	return [...]uint8{0, 2, dwUARTDepth / 4, dwUARTDepth / 2}[u.s.FCR>>dwUARTTET&3]
}

// lineStatus is LSR.
func (u *DWUART) lineStatus() (bits uint32) {
	if u.s.Receive.Length > 0 {
		bits |= statusDataReady
	}
	if u.s.Transmit.Length == 0 {
		bits |= statusEmpty
	}
	if u.programmable() {
		if u.s.Transmit.Length >= u.depth() {
			bits |= statusHoldingEmpty // which means full now
		}
	} else if u.s.Transmit.Length == 0 {
		bits |= statusHoldingEmpty
	}
	return bits
}

// status is USR.
func (u *DWUART) status() (bits uint32) {
	if u.s.Transmit.Length < u.depth() {
		bits |= dwUARTTransmitNotFull
	}
	if u.s.Transmit.Length == 0 {
		bits |= dwUARTTransmitEmpty
	}
	if u.s.Receive.Length > 0 {
		bits |= dwUARTReceiveNotEmpty
	}
	if u.s.Receive.Length >= u.depth() {
		bits |= dwUARTReceiveFull
	}
	return bits
}

// modemStatus is MSR: in loopback, what MCR puts out comes in (PC16550D §8.6).
func (u *DWUART) modemStatus() uint32 {
	if u.s.MCR&dwUARTLoop == 0 {
		return 0
	}
	dtr, rts, outs := u.s.MCR&1, u.s.MCR>>1&1, u.s.MCR>>2&3
	return outs<<6 | dtr<<5 | rts<<4
}
