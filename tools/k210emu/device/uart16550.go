// SPDX-License-Identifier: MIT

package device

// Line is what a serial port is connected to.
type Line interface {
	// Send takes a byte that the guest has sent.
	Send(b byte)
	// Receive returns the next byte for the guest, if there is one yet.
	Receive() (b byte, ok bool)
}

// UART16550 is a serial port with one byte a register (PC16550D §8). It sends
// at once, and has no interrupts: its line leads nowhere, as nobody uses it.
type UART16550 struct {
	Line Line

	s UART16550State
}

// UART16550State is all of a UART16550 that changes.
type UART16550State struct {
	Received    byte
	HasReceived bool
	// Registers that are kept and read back: what they set has no effect here.
	InterruptEnable, LineControl, ModemControl, Scratch byte
	Divisor                                             [2]byte
}

// State returns what changes, for snapshots: a *UART16550State.
func (u *UART16550) State() any { return &u.s }

// Registers (PC16550D §8.0, table II).
const (
	uartData            = 0 // RBR, THR; divisor latch, low
	uartInterruptEnable = 1 // IER; divisor latch, high
	uartIdentification  = 2 // IIR; FCR to store
	uartLineControl     = 3
	uartModemControl    = 4
	uartLineStatus      = 5
	uartModemStatus     = 6
	uartScratch         = 7

	// UART16550Size is how many addresses the registers take.
	UART16550Size = 8
)

const (
	lineDivisorLatch     = 1 << 7 // LCR's DLAB, PC16550D §8.1
	statusDataReady      = 1 << 0 // LSR, PC16550D §8.3
	statusHoldingEmpty   = 1 << 5
	statusEmpty          = 1 << 6
	noInterruptPending   = 1 << 0 // IIR, PC16550D §8.6
	fifosEnabled         = 3 << 6
	fifoResetReceiver    = 1 << 1 // FCR, PC16550D §8.4
	modemStatusConnected = 0xb0   // MSR: DCD, DSR, CTS, PC16550D §8.8
)

// Reset is the port after power-on.
func (u *UART16550) Reset() { u.s = UART16550State{} }

func (u *UART16550) latched() bool { return u.s.LineControl&lineDivisorLatch != 0 }

func (u *UART16550) poll() {
	if !u.s.HasReceived {
		u.s.Received, u.s.HasReceived = u.Line.Receive()
	}
}

// Load implements Device.
func (u *UART16550) Load(offset uint64, size int) (value uint64, ok bool) {
	if size != 1 || offset >= UART16550Size {
		return 0, false
	}
	if u.latched() && offset <= uartInterruptEnable {
		return uint64(u.s.Divisor[offset]), true
	}
	var b byte
	switch offset {
	case uartData:
		u.poll()
		b = u.s.Received
		u.s.HasReceived = false
	case uartInterruptEnable:
		b = u.s.InterruptEnable
	case uartIdentification:
		b = noInterruptPending | fifosEnabled
	case uartLineControl:
		b = u.s.LineControl
	case uartModemControl:
		b = u.s.ModemControl
	case uartLineStatus:
		u.poll()
		b = statusHoldingEmpty | statusEmpty
		if u.s.HasReceived {
			b |= statusDataReady
		}
	case uartModemStatus:
		b = modemStatusConnected
	case uartScratch:
		b = u.s.Scratch
	}
	return uint64(b), true
}

// Store implements Device.
func (u *UART16550) Store(offset uint64, size int, value uint64) (ok bool) {
	if size != 1 || offset >= UART16550Size {
		return false
	}
	b := byte(value)
	if u.latched() && offset <= uartInterruptEnable {
		u.s.Divisor[offset] = b
		return true
	}
	switch offset {
	case uartData:
		u.Line.Send(b)
	case uartInterruptEnable:
		u.s.InterruptEnable = b & 15
	case uartIdentification:
		if b&fifoResetReceiver != 0 {
			u.s.HasReceived = false
		}
	case uartLineControl:
		u.s.LineControl = b
	case uartModemControl:
		u.s.ModemControl = b & 31
	case uartScratch:
		u.s.Scratch = b
	}
	return true
}
