// SPDX-License-Identifier: MIT

// Package romtest is a K210 in ISP mode, for tests of the host's side.
//
// A Board takes the bytes of the line and gives back those of its replies. It
// has memory and flash, answers as the boot ROM or as a flash stub, and has a
// list of faults: what happens to the n-th frame that reaches it. Wire connects
// a Board to a Link within one goroutine, with a clock that only moves while
// the Link waits; a test that wants a real line calls Receive itself.
//
// The Board is as strict as it can be: a write outside of memory, in the wrong
// mode or after the jump is kept in Mistakes. What the chip's ROM does there is
// not known.
//
// Reference: k210-facts.md §12.3.
package romtest

import (
	"encoding/binary"
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/flash/isp"
)

// Poison is what memory and flash hold at first.
const Poison = 0xa5

// A Board is the device at the other end of the line.
type Board struct {
	Memory []byte // from 0x80000000
	Flash  []byte
	Baud   uint32
	Chip   int // of the last init; -1 before one

	Stub   bool   // whether the stub answers, and not the ROM
	Booted bool   // whether the ROM has jumped
	Entry  uint32 // and where to

	Faults   map[int]Fault // by number of the frame, from 0
	Every    func(n int) Fault
	Frames   int      // how many have come
	Mistakes []string // what no host may do

	frames *isp.Deframer
}

// New returns a board whose ROM listens at 115,200 baud.
func New() *Board {
	b := &Board{
		Memory: make([]byte, k210.AISRAMBase-k210.SRAMBase),
		Flash:  make([]byte, 1<<20),
		Baud:   115200,
		Chip:   -1,
		frames: isp.NewDeframer(isp.MaxFlashWrite + 64),
	}
	for _, area := range [][]byte{b.Memory, b.Flash} {
		for i := range area {
			area[i] = Poison
		}
	}
	return b
}

// Receive takes bytes of the line and returns the replies, each as its bytes;
// an empty one stands for a pause that is longer than the host's patience.
func (b *Board) Receive(line []byte) (replies [][]byte) {
	for _, c := range line {
		body, err := b.frames.Push(c)
		if err != nil || body == nil {
			continue
		}
		n := b.Frames
		b.Frames++
		fault := b.Faults[n]
		if b.Every != nil {
			fault = b.Every(n)
		}
		for _, body := range fault.arriving(body) {
			reply, ok := b.answer(body)
			if fault == Refuse {
				reply.Reason = isp.BadChecksum
			}
			if ok {
				replies = append(replies, fault.leaving(reply)...)
			}
		}
	}
	return replies
}

func (b *Board) mistake(format string, args ...any) {
	b.Mistakes = append(b.Mistakes, fmt.Sprintf(format, args...))
}

// answer carries out one request.
func (b *Board) answer(body []byte) (reply isp.Reply, ok bool) {
	if b.Booted && !b.Stub {
		return reply, false // the started program speaks no ISP
	}
	r, err := isp.ParseRequest(body)
	reply = isp.Reply{Op: r.Op, Reason: reasonOf(err)}
	if err != nil {
		return reply, true
	}
	if stub := r.Op >= isp.OpStubGreet; stub != b.Stub {
		reply.Reason = isp.BadCommand
		return reply, true
	}
	switch r.Op {
	case isp.OpGreet, isp.OpStubGreet:
	case isp.OpMemoryWrite:
		if len(r.Data) > isp.MaxWrite {
			reply.Reason = isp.BadLength
			break
		}
		b.store(b.Memory, uint64(r.Address)-k210.SRAMBase, r)
	case isp.OpMemoryBoot:
		b.Booted, b.Entry = true, r.Address
		return reply, false // the ROM jumps and says nothing
	case isp.OpBaud, isp.OpStubBaud:
		b.Baud = binary.LittleEndian.Uint32(r.Data)
		return reply, false
	case isp.OpFlashInit:
		b.Chip = int(r.Address)
	case isp.OpFlashErase, isp.OpFlashWrite:
		if b.Chip < 0 {
			reply.Reason = isp.BadInit
			break
		}
		if r.Op == isp.OpFlashErase {
			r.Data = make([]byte, r.Length)
			for i := range r.Data {
				r.Data[i] = 0xff
			}
		}
		b.store(b.Flash, uint64(r.Address), r)
	case isp.OpReboot:
		b.Stub, b.Booted = false, false
	default:
		reply.Reason = isp.BadCommand
	}
	return reply, true
}

// store writes a request's data into an area.
func (b *Board) store(area []byte, offset uint64, r isp.Request) {
	if offset > uint64(len(area)) || uint64(len(r.Data)) > uint64(len(area))-offset {
		b.mistake("%v of %d bytes at %#x", r.Op, len(r.Data), r.Address)
		return
	}
	copy(area[offset:], r.Data)
}
