// SPDX-License-Identifier: MIT

// Package romtest is a K210 in ISP mode, for tests of the host's side.
//
// A Board takes the bytes of the line and gives back those of its replies. Its
// ROM is the emulator's (package isprom), and what the ROM is made to start is
// the flash stub that real boards run (package stub), over a flash chip of
// package nortest. A Board has a list of faults: what happens to the n-th frame
// that reaches it. Wire connects a Board to a Link within one goroutine, with a
// clock that only moves while the Link waits; a test that wants a real line
// calls Receive itself.
//
// The Board is as strict as it can be: a write outside of memory or a mistake
// with the flash chip is kept in Mistakes. What the chip's ROM does there is not
// known.
//
// Reference: k210-facts.md §12.3.
package romtest

import (
	"fmt"

	"bugo/firmware/drivers/nor"
	"bugo/firmware/drivers/nor/nortest"
	"bugo/firmware/flashstub/stub"
	"bugo/platforms/k210"
	"bugo/platforms/k210/isp"
	"bugo/tools/k210emu/isprom"
)

// Poison is what memory and flash hold at first.
const Poison = 0xa5

// flashLogarithm makes a flash chip of 1 MiB.
const flashLogarithm = 20

// A Board is the device at the other end of the line.
type Board struct {
	Memory []byte // from 0x80000000
	Chip   *nortest.Chip
	Baud   uint32
	Rates  []uint32 // all that the stub has set

	// StartsStub is whether a program that the ROM starts is the flash stub.
	StartsStub bool
	// BadBaud, where not 0, is a rate at which nothing reaches the board.
	BadBaud uint32

	Booted   bool   // whether the ROM has jumped
	Entry    uint32 // and where to
	Rebooted bool   // whether the stub has reset the board

	Faults   map[int]Fault // by number of the frame, from 0
	Every    func(n int) Fault
	Long     Fault    // what happens to requests of more than 4 KiB
	Frames   int      // how many have come
	Mistakes []string // what no host may do

	Milliseconds uint64 // the stub's time

	frames isp.Deframer
	rom    isprom.ROM
	stub   *stub.Stub // nil while the ROM answers
	sent   []byte     // by the stub
}

// New returns a board whose ROM listens at 115,200 baud.
func New() *Board {
	b := &Board{
		Memory: make([]byte, k210.AISRAMBase-k210.SRAMBase),
		Chip:   nortest.New(flashLogarithm),
		Baud:   k210.ConsoleBaud,
		frames: isp.Deframer{Max: isp.MaxRequest + 64},
	}
	for _, area := range [][]byte{b.Memory, b.Chip.Flash} {
		for i := range area {
			area[i] = Poison
		}
	}
	b.rom = isprom.ROM{Memory: memory{b}, SetBaud: func(rate uint32) { b.Baud = rate }}
	b.rom.Reset()
	return b
}

// StartStub lets the stub answer, and not the ROM.
func (b *Board) StartStub() {
	b.stub = &stub.Stub{
		Flash:   &nor.Chip{SPI: b.Chip, Clock: b.Chip, Hz: 1000},
		Machine: machine{b},
		Baud:    b.Baud,
	}
	b.stub.Use(make([]byte, isp.MaxRequest))
}

// Receive takes bytes of the line and returns the replies, each as its bytes;
// an empty one stands for a pause that is longer than the host's patience.
func (b *Board) Receive(line []byte) (replies [][]byte) {
	for _, c := range line {
		body, damage := b.frames.Push(c)
		if damage != "" || body == nil {
			continue
		}
		n := b.Frames
		b.Frames++
		fault := b.Faults[n]
		if b.Every != nil {
			fault = b.Every(n)
		}
		if len(body) > 4096 && fault == None {
			fault = b.Long
		}
		if b.BadBaud != 0 && b.Baud == b.BadBaud {
			continue
		}
		for _, body := range fault.arriving(body) {
			for _, reply := range b.answer(body) {
				replies = append(replies, fault.leaving(reply)...)
			}
		}
	}
	return replies
}

// Idle lets the stub see that time has passed.
func (b *Board) Idle() {
	if b.stub != nil {
		b.stub.Idle()
	}
}

// answer carries out one request and returns the bodies of the replies.
func (b *Board) answer(body []byte) (replies [][]byte) {
	var line []byte
	for _, c := range isp.AppendFrame(nil, body) {
		if b.stub != nil {
			b.sent = nil
			b.stub.Receive(c)
			line = append(line, b.sent...)
		} else {
			line = append(line, b.rom.Receive(c)...)
		}
	}
	if entry, ok := b.rom.Started(); ok && !b.Booted {
		b.Booted, b.Entry = true, uint32(entry)
		if b.StartsStub {
			b.StartStub()
		}
	}
	b.Mistakes = append(b.Mistakes, b.Chip.Mistakes...)
	b.Chip.Mistakes = nil
	frames := isp.Deframer{Max: len(line)}
	for _, c := range line {
		if reply, _ := frames.Push(c); reply != nil {
			replies = append(replies, append([]byte(nil), reply...))
		}
	}
	return replies
}

// memory is what the ROM writes to.
type memory struct{ b *Board }

func (m memory) Write(address uint64, data []byte) bool {
	offset := address - k210.SRAMBase
	if size := uint64(len(m.b.Memory)); offset > size || uint64(len(data)) > size-offset {
		m.b.Mistakes = append(m.b.Mistakes, fmt.Sprintf("memory write of %d bytes at %#x", len(data), address))
		return false
	}
	copy(m.b.Memory[offset:], data)
	return true
}

// machine is what the stub runs on.
type machine struct{ b *Board }

func (m machine) Tx(value byte)        { m.b.sent = append(m.b.sent, value) }
func (m machine) CanBaud(uint32) bool  { return true }
func (m machine) Milliseconds() uint64 { return m.b.Milliseconds }

func (m machine) SetBaud(rate uint32) {
	m.b.Baud = rate
	m.b.Rates = append(m.b.Rates, rate)
}

func (m machine) Reboot() {
	m.b.stub, m.b.Rebooted, m.b.StartsStub = nil, true, false
}
