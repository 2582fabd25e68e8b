// SPDX-License-Identifier: MIT

// Package uart16550 drives a 16550-compatible serial port with one byte a
// register, by polling. It is the console of QEMU's virt machine.
//
// Reference: National Semiconductor PC16550D, "Universal Asynchronous
// Receiver/Transmitter with FIFOs", June 1995, cited "PC16550D".
//
//bugo:trapcontext
package uart16550

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base (PC16550D §8.0, table II).
const (
	rbr = 0 // receiver buffer, to load
	thr = 0 // transmitter holding, to store
	ier = 1 // interrupt enable
	fcr = 2 // FIFO control, to store
	lcr = 3 // line control
	lsr = 5 // line status
)

// Bits of the registers.
const (
	fcrEnable      = 1 << 0 // PC16550D §8.4
	fcrResetRx     = 1 << 1 // PC16550D §8.4
	fcrResetTx     = 1 << 2 // PC16550D §8.4
	lcrEightBits   = 3 << 0 // PC16550D §8.1: 8 bits, no parity, one stop bit
	lsrDataReady   = 1 << 0 // PC16550D §8.3
	lsrHoldingFree = 1 << 5 // PC16550D §8.3
)

// UART is one port.
type UART struct {
	_    [0]func() // not comparable: no code for == is made
	Bus  mmio.Bus
	Base uintptr
}

// Init sets the line to 8 bits without parity, turns the FIFOs on and empties
// them, and the interrupts off. It leaves the speed as it is: QEMU has none.
func (u *UART) Init() {
	u.Bus.Store8(u.Base+ier, 0)
	u.Bus.Store8(u.Base+lcr, lcrEightBits)
	u.Bus.Store8(u.Base+fcr, fcrEnable|fcrResetRx|fcrResetTx)
}

// Tx sends a byte, and waits for room before.
func (u *UART) Tx(value byte) {
	for u.Bus.Load8(u.Base+lsr)&lsrHoldingFree == 0 {
	}
	u.Bus.Store8(u.Base+thr, value)
}

// Rx returns the next byte received, if there is one.
func (u *UART) Rx() (value byte, ok bool) {
	if u.Bus.Load8(u.Base+lsr)&lsrDataReady == 0 {
		return 0, false
	}
	return u.Bus.Load8(u.Base + rbr), true
}
