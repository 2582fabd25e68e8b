// SPDX-License-Identifier: MIT

// Package stub is what the flash stub does with the bytes of the serial line:
// it answers the requests D2 to D7 of package isp and writes a flash chip. It is
// plain Go over two small interfaces, tested and fuzzed on the host; the program
// around it is //firmware/flashstub.
//
//	D2  greeting
//	D7  init: chip, and how many bytes of it are going to be used. The reply's
//	    text describes the chip. It comes before D3 and D4
//	D3  erase: whole sectors of 4 KiB
//	D4  write: whole sectors. They are erased, programmed and read back; where
//	    flash has the data already, nothing is done
//	D5  reboot, after the reply
//	D6  baud rate, after the reply. Where no request comes at the new rate for
//	    isp.BaudProbation, the old one is back; where none comes any more for
//	    isp.BaudLapse, the host is gone, and the next one finds the first rate
//
// Only a request whose CRC is right changes flash, and a changed op, which the
// CRC does not cover, makes of no request another one that does: what the other
// has for address, length and data is refused. A frame that is damaged is
// answered as soon as it ends, with E2 or what else is wrong with it and no echo,
// so that the host need not wait. What is refused although it has arrived well
// has an echo, and a text that says why.
//
// A chip that does not work is E4, as is one that was not initialised; a place
// or a rate that cannot be is E1.
//
// Reference: k210-facts.md §12.3.
package stub

import (
	"bugo/firmware/drivers/nor"
	"bugo/platforms/k210/isp"
)

// Flash is a flash chip, as package nor drives it.
type Flash interface {
	Identify() (id, size uint32, err error)
	Read(address uint32, data []byte) error
	Erase(address, length uint32) error
	Program(address uint32, data []byte) error
}

// Machine is what is around the stub.
type Machine interface {
	// Tx sends a byte on the line.
	Tx(value byte)
	// CanBaud says whether the line can have a rate, in bits a second.
	CanBaud(rate uint32) bool
	// SetBaud changes the rate, when all is sent that was given to Tx.
	SetBaud(rate uint32)
	// Milliseconds is the time since some moment.
	Milliseconds() uint64
	// Reboot resets the chip, when all is sent. It may return.
	Reboot()
}

// tries is how often a write is programmed before its flash counts as bad.
const tries = 2

const (
	textSize  = 160 // bytes of a reply's text
	chunkSize = nor.PageSize
)

// A Stub is the state of the program. All its memory is given to it or part of
// it: it allocates nothing.
type Stub struct {
	Flash   Flash
	Machine Machine
	Baud    uint32 // of the line, in bits a second

	frames isp.Deframer
	size   uint32 // of the chip in bytes, 0 before it is initialised

	firstBaud uint32
	nextBaud  uint32 // what to go back to, or 0
	until     uint64 // when, in milliseconds

	text   [textSize]byte
	body   [textSize + 16]byte
	frame  [2*textSize + 64]byte
	chunk  [chunkSize]byte
	length int // of text
}

// Use gives the stub the memory for a frame, and makes it ready.
//
// Precondition: len(memory) is isp.MaxRequest at least.
func (s *Stub) Use(memory []byte) {
	s.firstBaud = s.Baud
	s.frames = isp.Deframer{Max: isp.MaxRequest, Frame: memory[:0:isp.MaxRequest]}
}

// Receive takes a byte of the line. Where it ends a request, that is carried out
// and answered.
func (s *Stub) Receive(b byte) {
	body, damage := s.frames.Push(b)
	if body == nil && damage == "" {
		return
	}
	s.length = 0
	r, reason := isp.ParseRequest(body)
	if damage != "" {
		reason = isp.BadChecksum
	}
	if reason != isp.OK {
		s.reply(isp.Reply{Op: r.Op, Reason: reason}) // no echo: it is not sure what was asked
		return
	}
	reason = s.do(r)
	s.reply(isp.Reply{Op: r.Op, Reason: reason, Echo: r.Echo(), Text: s.text[:s.length]})
	s.lapse()
	if reason != isp.OK {
		return
	}
	switch r.Op {
	case isp.OpReboot:
		s.Machine.Reboot()
	case isp.OpStubBaud:
		rate, _ := r.Baud()
		s.setBaud(rate)
	}
}

// Idle is called while there is nothing to receive.
func (s *Stub) Idle() {
	if s.nextBaud == 0 || s.Machine.Milliseconds() < s.until {
		return
	}
	s.Baud = s.nextBaud
	s.Machine.SetBaud(s.Baud)
	s.lapse()
}

// setBaud changes the rate, on probation.
func (s *Stub) setBaud(rate uint32) {
	if rate == s.Baud {
		return
	}
	s.nextBaud, s.until = s.Baud, s.Machine.Milliseconds()+isp.BaudProbation
	s.Baud = rate
	s.Machine.SetBaud(rate)
}

// lapse lets the rate end when no request comes any more.
func (s *Stub) lapse() {
	s.nextBaud = 0
	if s.Baud != s.firstBaud {
		const bits = 2 * isp.MaxRequest * 10 // all escaped, ten a byte
		s.nextBaud = s.firstBaud
		s.until = s.Machine.Milliseconds() + isp.BaudLapse + bits*1000/uint64(s.Baud)
	}
}

func (s *Stub) reply(reply isp.Reply) {
	for _, b := range isp.AppendFrame(s.frame[:0], reply.AppendBody(s.body[:0])) {
		s.Machine.Tx(b)
	}
}

// do carries out a request whose form is right.
func (s *Stub) do(r isp.Request) isp.Reason {
	switch r.Op {
	case isp.OpStubGreet:
		return isp.OK
	case isp.OpFlashInit:
		return s.init(r)
	case isp.OpFlashErase:
		return s.erase(r)
	case isp.OpFlashWrite:
		return s.write(r)
	case isp.OpReboot:
		if r.Address != 0 || r.Length != 0 { // another request, with a changed op
			return s.refuse(isp.BadLength, "a reboot has neither address nor length")
		}
		return isp.OK
	case isp.OpStubBaud:
		if rate, ok := r.Baud(); !ok || r.Address != 0 || !s.Machine.CanBaud(rate) {
			return s.refuse(isp.BadLength, "the line cannot have this rate")
		}
		return isp.OK
	}
	return s.refuse(isp.BadCommand, "this is the flash stub, which knows D2 to D7")
}

// init looks for the chip.
func (s *Stub) init(r isp.Request) isp.Reason {
	if isp.Chip(r.Address) != isp.ChipOnBoard {
		return s.refuse(isp.BadInit, "only flash chip 1, on SPI3, is known")
	}
	s.size = 0
	id, size, err := s.Flash.Identify()
	switch {
	case err != nil:
		s.add(err.Error()).add(" on SPI3: its JEDEC id reads ").hex(id, 6)
		return isp.BadInit
	case size < r.Length:
		s.add("the flash chip (JEDEC id ").hex(id, 6).add(") has ").decimal(size).add(" bytes, and ").decimal(r.Length).add(" are wanted")
		return isp.BadInit
	}
	s.size = size
	s.add("JEDEC id ").hex(id, 6).add(", ").decimal(size).add(" bytes")
	return isp.OK
}

// place checks where an erase or a write wants to go.
func (s *Stub) place(r isp.Request) isp.Reason {
	switch {
	case s.size == 0:
		return s.refuse(isp.BadInit, "no flash chip is initialised: D7 comes first")
	case r.Length == 0 || r.Address%nor.SectorSize != 0 || r.Length%nor.SectorSize != 0:
		return s.refuse(isp.BadLength, "address and length are not those of whole sectors of 4096 bytes")
	case r.Address > s.size || r.Length > s.size-r.Address:
		s.add("this passes the end of the flash chip at ").hex(s.size, 1)
		return isp.BadLength
	}
	return isp.OK
}

func (s *Stub) erase(r isp.Request) isp.Reason {
	if reason := s.place(r); reason != isp.OK {
		return reason
	}
	if err := s.Flash.Erase(r.Address, r.Length); err != nil {
		return s.refuse(isp.BadInit, err.Error())
	}
	return isp.OK
}

// write makes flash what the request says, and looks whether it is.
func (s *Stub) write(r isp.Request) isp.Reason {
	if reason := s.place(r); reason != isp.OK {
		return reason
	}
	for range tries {
		_, same, err := s.compare(r.Address, r.Data)
		if err == nil && same {
			return isp.OK
		}
		if err == nil {
			err = s.Flash.Erase(r.Address, r.Length)
		}
		if err == nil {
			err = s.Flash.Program(r.Address, r.Data)
		}
		if err != nil {
			return s.refuse(isp.BadInit, err.Error())
		}
	}
	at, same, err := s.compare(r.Address, r.Data)
	switch {
	case err != nil:
		return s.refuse(isp.BadInit, err.Error())
	case !same:
		s.add("flash at ").hex(at, 6).add(" is not what was written: is the chip write protected, or worn out?")
		return isp.BadInit
	}
	return isp.OK
}

// compare says whether flash holds data, or else where it differs.
func (s *Stub) compare(address uint32, data []byte) (at uint32, same bool, err error) {
	for len(data) > 0 {
		chunk := s.chunk[:min(len(data), chunkSize)]
		if err := s.Flash.Read(address, chunk); err != nil {
			return address, false, err
		}
		for i, b := range chunk {
			if b != data[i] {
				return address + uint32(i), false, nil
			}
		}
		address, data = address+uint32(len(chunk)), data[len(chunk):]
	}
	return address, true, nil
}

// refuse is a reason and its text.
func (s *Stub) refuse(reason isp.Reason, why string) isp.Reason {
	s.add(why)
	return reason
}

// add, hex and decimal append to the text, as far as there is room.

func (s *Stub) add(text string) *Stub {
	s.length += copy(s.text[s.length:], text)
	return s
}

func (s *Stub) byte(b byte) {
	if s.length < len(s.text) {
		s.text[s.length] = b
		s.length++
	}
}

const digits = "0123456789abcdef"

func (s *Stub) hex(n uint32, width int) *Stub {
	s.add("0x")
	for shift := 28; shift >= 0; shift -= 4 {
		if n>>shift != 0 || shift < 4*width {
			s.byte(digits[n>>shift&15])
		}
	}
	return s
}

func (s *Stub) decimal(n uint32) *Stub {
	if n >= 10 {
		s.decimal(n / 10)
	}
	s.byte(digits[n%10])
	return s
}
