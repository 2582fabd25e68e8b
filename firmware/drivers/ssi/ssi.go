// SPDX-License-Identifier: MIT

// Package ssi drives SPI3 of the K210, by polling: the DesignWare SSI that the
// board's flash chip hangs on, one bit at a time as every flash chip can.
//
// Two properties of this controller shape the driver. It lets go of the chip
// when its transmit FIFO runs empty, so a transfer must be fed faster than it
// is sent: Init wants a rate at which a byte takes some hundred cycles of the
// CPU. And it does not wait for its receive FIFO to be read, so Read takes no
// more than fits into that.
//
// SPI0 and SPI1 are the same device with other fields in CTRLR0; this driver is
// for SPI3's.
//
// Reference: k210-facts.md §10; Synopsys DW_apb_ssi databook, chapter "Registers".
//
//bugo:trapcontext
package ssi

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base (k210-facts.md §10).
const (
	ctrlr0 = 0x00
	ctrlr1 = 0x04 // frames to receive, less one
	ssienr = 0x08 // bit 0: enabled; the others are set up while it is 0
	ser    = 0x10 // a bit for each chip that is selected
	baudr  = 0x14
	txflr  = 0x20 // how full the transmit FIFO is
	rxflr  = 0x24
	sr     = 0x28
	imr    = 0x2c
	dmacr  = 0x4c
	dr     = 0x60

	rxSampleDelay = 0xf0
	spiCtrlr0     = 0xf4 // how transfers on several lines are made up
	endian        = 0x118
)

// Fields of CTRLR0 as SPI3 has them (k210-facts.md §10). A frame is a byte, the
// format standard, the mode 0: clock low between frames, data taken when it
// rises.
const (
	byteFrames = 7 << 0 // DFS: bits in a frame, less one
	tmodShift  = 10

	transmitOnly = 1 << tmodShift
	eepromRead   = 3 << tmodShift // a command out, then data in
)

// sr of an idle controller: not busy, transmit FIFO empty (k210-facts.md §10).
const (
	idleMask = 5
	idle     = 4
)

// flashChip is the chip select line of the board's flash.
const flashChip = 1 << 0

// FIFO is the depth of both FIFOs, in bytes (k210-facts.md §10), and with that
// the most that Read can receive.
const FIFO = 32

// polls bounds every wait for the controller. A byte takes some hundred cycles,
// and a poll ten at least.
const polls = 100_000

// SSI is the controller.
type SSI struct {
	Bus  mmio.Bus
	Base uintptr
}

func (s *SSI) load(register uintptr) uint32         { return s.Bus.Load32(s.Base + register) }
func (s *SSI) store(register uintptr, value uint32) { s.Bus.Store32(s.Base+register, value) }

// Init sets the controller up, whatever it did before, with its clock divided by
// an even divider of at least 2. Clock and reset of the device are SYSCTL's.
func (s *SSI) Init(divider uint32) {
	s.store(ssienr, 0)
	s.store(imr, 0)
	s.store(dmacr, 0)
	s.store(ser, 0)
	s.store(baudr, divider)
	s.store(rxSampleDelay, 0)
	s.store(spiCtrlr0, 0)
	s.store(endian, 0)
}

// Read sends a command and receives into data, with the chip selected from the
// first bit to the last. It reports whether the controller did that in time.
//
// Preconditions: 1 to FIFO bytes of each.
func (s *SSI) Read(command, data []byte) bool {
	s.begin(eepromRead, uint32(len(data)-1))
	for _, b := range command {
		s.store(dr, uint32(b))
	}
	s.store(ser, flashChip)
	for i := range data {
		if !s.wait(rxflr, received) {
			s.end()
			return false
		}
		data[i] = byte(s.load(dr))
	}
	return s.end()
}

// Write sends a command and data behind it, with the chip selected from the
// first bit to the last. It reports whether the controller did that in time.
//
// Preconditions: a command of 1 to FIFO bytes.
func (s *SSI) Write(command, data []byte) bool {
	s.begin(transmitOnly, 0)
	for _, b := range command {
		s.store(dr, uint32(b))
	}
	first := min(len(data), FIFO-len(command))
	for _, b := range data[:first] {
		s.store(dr, uint32(b))
	}
	s.store(ser, flashChip)
	for _, b := range data[first:] {
		if !s.wait(txflr, room) {
			s.end()
			return false
		}
		s.store(dr, uint32(b))
	}
	return s.end()
}

// begin prepares a transfer; selecting the chip starts it.
func (s *SSI) begin(mode, frames uint32) {
	s.store(ssienr, 0)
	s.store(ctrlr0, byteFrames|mode)
	s.store(ctrlr1, frames)
	s.store(ssienr, 1)
}

// end waits until all is sent, and lets go of the chip.
func (s *SSI) end() bool {
	done := s.wait(sr, resting)
	s.store(ser, 0)
	s.store(ssienr, 0)
	return done
}

func received(level uint32) bool { return level > 0 }
func room(level uint32) bool     { return level < FIFO }
func resting(status uint32) bool { return status&idleMask == idle }

// wait polls a register, but not for ever.
func (s *SSI) wait(register uintptr, is func(uint32) bool) bool {
	for range polls {
		if is(s.load(register)) {
			return true
		}
	}
	return false
}
