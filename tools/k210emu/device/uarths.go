// SPDX-License-Identifier: MIT

package device

// UARTHS is the K210's high-speed UART, which is SiFive's and the console
// (k210-facts.md §5). What is sent leaves at once, as long as the transmitter
// is on: its FIFO fills while it is off only.
//
// The CPU clocks it. If the divisor gives another rate than the line's, the
// line carries what a receiver would make of it, in both directions.
type UARTHS struct {
	Line Line
	// CPUHz is the CPU's clock now, in Hz.
	CPUHz func() uint64
	// LineBaud is the other end's rate, in bits a second; 0 is LineBaud.
	LineBaud uint64
	// IRQ, if there, is told when the interrupt line changes.
	IRQ func(raised bool)
	// Garbled, if there, is told of each byte that the line has carried at a
	// wrong rate.
	Garbled func(baud uint64)

	s UARTHSState
}

// UARTHSState is all of a UARTHS that changes.
type UARTHSState struct {
	Transmit, Receive                 byteFIFO
	TxControl, RxControl, IE, Divisor uint32
	Raised                            bool
}

// Registers, as offsets (k210-facts.md §5).
const (
	uarthsTxData    = 0x00
	uarthsRxData    = 0x04
	uarthsTxControl = 0x08
	uarthsRxControl = 0x0c
	uarthsIE        = 0x10
	uarthsIP        = 0x14
	uarthsDivisor   = 0x18

	// UARTHSSize is how many addresses the registers take (k210-facts.md §1).
	UARTHSSize = 0x1000
)

// Fields (k210-facts.md §5).
const (
	uarthsFull           = 1 << 31 // of txdata
	uarthsEmpty          = 1 << 31 // of rxdata
	uarthsEnable         = 1 << 0  // txctrl's txen, rxctrl's rxen
	uarthsWatermark      = 7       // txctrl's txcnt, rxctrl's rxcnt, from bit 16 on
	uarthsTxControlMask  = uarthsWatermark<<16 | 3
	uarthsRxControlMask  = uarthsWatermark<<16 | 1
	uarthsTransmitEvent  = 1 << 0 // txwm of ie and ip
	uarthsReceiveEvent   = 1 << 1 // rxwm of ie and ip
	uarthsDivisorMask    = 0xffff
	uarthsFIFODepth      = 8
	uarthsDefaultDivisor = 3384 // 115200 baud at 390 MHz
)

// Reset is the port as the boot ROM leaves it: usable, and with its interrupt for
// input on (k210-facts.md §12.1, §14; laanwj/k210-sdk-stuff, rom/k210.rom.c).
func (u *UARTHS) Reset() {
	raise(&u.s.Raised, false, u.IRQ)
	u.s = UARTHSState{TxControl: uarthsEnable, RxControl: uarthsEnable, IE: uarthsReceiveEvent, Divisor: uarthsDefaultDivisor}
}

// State returns what changes, for snapshots: a *UARTHSState.
func (u *UARTHS) State() any { return &u.s }

// Baud is the rate at which the port sends and receives now, in bits a second.
func (u *UARTHS) Baud() uint64 { return u.CPUHz() / (uint64(u.s.Divisor) + 1) }

func (u *UARTHS) lineBaud() uint64 {
	if u.LineBaud == 0 {
		return LineBaud
	}
	return u.LineBaud
}

// Update takes what the line has for us, as far as there is room, and raises or
// lowers the interrupt. What there is no room for, or comes while the receiver
// is off, waits in the line, as if the other end had not typed it yet.
func (u *UARTHS) Update() {
	for u.s.RxControl&uarthsEnable != 0 && u.s.Receive.Length < uarthsFIFODepth {
		b, ok := u.Line.Receive()
		if !ok {
			break
		}
		u.s.Receive.put(carry(b, u.lineBaud(), u.Baud(), u.Baud(), u.Garbled))
	}
	for u.s.TxControl&uarthsEnable != 0 && u.s.Transmit.Length > 0 {
		u.Line.Send(carry(u.s.Transmit.take(), u.Baud(), u.lineBaud(), u.Baud(), u.Garbled))
	}
	raise(&u.s.Raised, u.pending()&u.s.IE != 0, u.IRQ)
}

// Listening tells whether the guest wants to be told of input by an interrupt: then
// Update must be called as often as a byte can come.
func (u *UARTHS) Listening() bool { return u.s.IE&uarthsReceiveEvent != 0 }

// pending is ip.
func (u *UARTHS) pending() (bits uint32) {
	if uint32(u.s.Transmit.Length) < u.s.TxControl>>16&uarthsWatermark {
		bits |= uarthsTransmitEvent
	}
	if uint32(u.s.Receive.Length) > u.s.RxControl>>16&uarthsWatermark {
		bits |= uarthsReceiveEvent
	}
	return bits
}

// Load implements Device.
func (u *UARTHS) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	u.Update()
	var word uint32
	switch offset {
	case uarthsTxData:
		if u.s.Transmit.Length >= uarthsFIFODepth {
			word = uarthsFull
		}
	case uarthsRxData:
		if u.s.Receive.Length == 0 {
			return uarthsEmpty, true
		}
		word = uint32(u.s.Receive.take())
		u.Update()
	case uarthsTxControl:
		word = u.s.TxControl
	case uarthsRxControl:
		word = u.s.RxControl
	case uarthsIE:
		word = u.s.IE
	case uarthsIP:
		word = u.pending()
	case uarthsDivisor:
		word = u.s.Divisor
	}
	return uint64(word), true
}

// Store implements Device.
func (u *UARTHS) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	word := uint32(value)
	switch offset {
	case uarthsTxData:
		if u.s.Transmit.Length < uarthsFIFODepth {
			u.s.Transmit.put(byte(word))
		}
	case uarthsTxControl:
		u.s.TxControl = word & uarthsTxControlMask
	case uarthsRxControl:
		u.s.RxControl = word & uarthsRxControlMask
	case uarthsIE:
		u.s.IE = word & (uarthsTransmitEvent | uarthsReceiveEvent)
	case uarthsDivisor:
		u.s.Divisor = word & uarthsDivisorMask
	}
	u.Update()
	return true
}
