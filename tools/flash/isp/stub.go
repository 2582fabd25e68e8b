// SPDX-License-Identifier: MIT

package isp

import (
	"fmt"
	"time"
)

// MaxFlashWrite is the data of every flash write, in bytes: the last is padded
// with zeros (k210-facts.md §12.3).
const MaxFlashWrite = 64 << 10

// flashSize is the board's flash chip, in bytes (k210-facts.md §14).
const flashSize = 16 << 20

// How long the stub's slow work may take: flash chips are given up to 2 s for
// the 64 KiB of a write, and minutes for all of the chip.
const (
	flashWritePatience = 10 * time.Second
	flashErasePatience = 3 * time.Minute
)

// A Chip is a flash chip's place (k210-facts.md §12.3, D7).
type Chip uint32

// The two places, as kflash.py names them.
const (
	ChipInPackage Chip = 0
	ChipOnBoard   Chip = 1
)

// GreetStub finds out whether a stub listens.
func (l *Link) GreetStub() error {
	return l.exchange(Request{Op: OpStubGreet}, l.timing.Reply)
}

// InitFlash makes the stub ready for a flash chip; it comes before all others.
func (l *Link) InitFlash(chip Chip) error {
	return l.exchange(Request{Op: OpFlashInit, Address: uint32(chip)}, l.timing.Reply)
}

// EraseFlash erases length bytes of flash from an address.
func (l *Link) EraseFlash(address, length uint32) error {
	if err := inFlash(OpFlashErase, address, uint64(length)); err != nil {
		return err
	}
	return l.exchange(Request{Op: OpFlashErase, Address: address, Length: length}, flashErasePatience)
}

// WriteFlash puts data into flash, from a multiple of MaxFlashWrite on, and
// zeros behind it up to the next. After every acknowledged part it calls
// progress, which may be nil, with the bytes of data done.
func (l *Link) WriteFlash(address uint32, data []byte, progress func(done int)) error {
	frames := (len(data) + MaxFlashWrite - 1) / MaxFlashWrite
	if err := inFlash(OpFlashWrite, address, uint64(frames)*MaxFlashWrite); err != nil {
		return err
	}
	if address%MaxFlashWrite != 0 {
		return fmt.Errorf("%v at %#x: want a multiple of %#x", OpFlashWrite, address, MaxFlashWrite)
	}
	for i := range frames {
		part := make([]byte, MaxFlashWrite)
		done := i*MaxFlashWrite + copy(part, data[i*MaxFlashWrite:])
		r := Request{Op: OpFlashWrite, Address: address + uint32(i*MaxFlashWrite), Length: MaxFlashWrite, Data: part}
		if err := l.exchange(r, flashWritePatience); err != nil {
			return err
		}
		if progress != nil {
			progress(done)
		}
	}
	return nil
}

// SetStubBaud is SetBaud for the stub.
func (l *Link) SetStubBaud(from, to uint32, change func(rate uint32) error) error {
	return l.setBaud(OpStubBaud, OpStubGreet, from, to, change)
}

// Reboot resets the board. The stub acknowledges before it does; where that
// reply is lost, Reboot reports ErrNoReply although the board has started anew.
func (l *Link) Reboot() error {
	return l.exchange(Request{Op: OpReboot}, l.timing.Reply)
}

func inFlash(op Op, address uint32, length uint64) error {
	if uint64(address)+length > flashSize {
		return fmt.Errorf("%v at %#x: %d bytes pass the end of flash, %#x", op, address, length, flashSize)
	}
	return nil
}
