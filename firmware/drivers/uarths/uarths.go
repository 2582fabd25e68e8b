// SPDX-License-Identifier: MIT

// Package uarths drives the Kendryte K210's high-speed UART by polling. It is
// the console of the board, a SiFive UART with FIFOs of 8 bytes each way.
//
// The UART divides the CPU's clock: whoever changes that must call Init again,
// or the console is garbled.
//
// Reference: k210-facts.md §5.
//
//bugo:trapcontext
package uarths

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base (k210-facts.md §5).
const (
	txdata = 0x00
	rxdata = 0x04
	txctrl = 0x08
	rxctrl = 0x0c
	ie     = 0x10
	ip     = 0x14
	div    = 0x18
)

// Bits of the registers (k210-facts.md §5).
const (
	txFull  = 1 << 31 // of txdata: a byte stored now would be lost
	rxEmpty = 1 << 31 // of rxdata: there was no byte to take
	enable  = 1 << 0  // of txctrl and rxctrl; one stop bit

	belowOne = 1 << 16 // of txctrl: the watermark, txcnt, is 1 byte
	txBelow  = 1 << 0  // of ip: fewer bytes wait than the watermark
)

// UART is the device.
type UART struct {
	_    [0]func() // not comparable: no code for == is made
	Bus  mmio.Bus
	Base uintptr
}

// Divisor returns what div must hold for baud bits a second, at most, from a
// clock of so many Hz: the clock is divided by one more (k210-facts.md §5).
//
// Preconditions: 0 < baud <= clockHz.
func Divisor(clockHz, baud uint32) uint32 { return clockHz/baud - 1 }

// Init sets the speed, turns both directions on, and interrupts off: the boot
// ROM may have left others (k210-facts.md §14). What has been received stays.
func (u *UART) Init(clockHz, baud uint32) {
	u.Bus.Store32(u.Base+ie, 0)
	u.Bus.Store32(u.Base+div, Divisor(clockHz, baud))
	u.Bus.Store32(u.Base+txctrl, enable|belowOne)
	u.Bus.Store32(u.Base+rxctrl, enable)
}

// Tx sends a byte, and waits for room before.
func (u *UART) Tx(value byte) {
	for u.Bus.Load32(u.Base+txdata)&txFull != 0 {
	}
	u.Bus.Store32(u.Base+txdata, uint32(value))
}

// Rx returns the next byte received, if there is one. One load asks and takes.
func (u *UART) Rx() (value byte, ok bool) {
	data := u.Bus.Load32(u.Base + rxdata)
	return byte(data), data&rxEmpty == 0
}

// Drain waits until no byte waits to be sent. The last one is still on its way
// then, for as long as ten bits take.
func (u *UART) Drain() {
	for u.Bus.Load32(u.Base+ip)&txBelow == 0 {
	}
}
