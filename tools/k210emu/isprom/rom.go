// SPDX-License-Identifier: MIT

// Package isprom is the K210's boot ROM in ISP mode: what it answers to the
// bytes of its serial line. There is no code of the ROM here, only what is known
// of it.
//
//	C2  greeting
//	C3  memory write, of at most 1024 bytes
//	C5  boot: it jumps, and answers nothing
//	C6  baud rate of UARTHS. No answer, for it could come at either rate
//
// C1 (echo) and C4 (memory read) have numbers and no code: they are refused as
// any unknown command is, and a debug text (D1) says which. D2 to D7 are the flash stub's,
// a program that the ROM is made to start.
//
// Where the sources do not say what the ROM does, it is strict: a write that
// leaves memory is refused as a whole, and so is a request whose length is not
// that of its data. What is no frame at all is passed over.
//
// Reference: k210-facts.md §12.3.
package isprom

import (
	"bugo/platforms/k210"
	"bugo/platforms/k210/isp"
)

// Memory is what the ROM writes to.
type Memory interface {
	// Write stores data from a physical address on. Where not all of that is
	// memory, it stores nothing, and it is not ok.
	Write(address uint64, data []byte) (ok bool)
}

// ROM is the boot ROM. Reset comes first.
type ROM struct {
	Memory Memory
	// SetBaud, if there, is told of a new rate of the line, in bits a second.
	SetBaud func(rate uint32)

	s State
}

// State is all of a ROM that changes.
type State struct {
	Frames isp.Deframer
	Baud   uint32 // of the line, in bits a second
	Jumped bool   // whether a program was started
	Entry  uint32 // and where
}

// Reset is the ROM at the start of ISP mode.
func (r *ROM) Reset() {
	r.s = State{Frames: isp.Deframer{Max: maxBody}, Baud: k210.ConsoleBaud}
}

// maxBody is the longest request that the ROM has memory for. (It is not known;
// this is the longest that it can carry out, and some bytes more.)
const maxBody = isp.MaxMemoryWrite + 64

// State returns what changes, for snapshots: a *State.
func (r *ROM) State() any { return &r.s }

// Baud returns the line's rate, in bits a second.
func (r *ROM) Baud() uint32 { return r.s.Baud }

// Started returns where a program was started, if one was. The ROM does not run
// any more then.
func (r *ROM) Started() (entry uint64, ok bool) { return uint64(r.s.Entry), r.s.Jumped }

// Receive takes a byte of the line and returns the bytes that the ROM answers.
func (r *ROM) Receive(b byte) (line []byte) {
	if r.s.Jumped {
		return nil
	}
	body, damage := r.s.Frames.Push(b)
	if damage != "" || body == nil {
		return nil
	}
	request, reason := isp.ParseRequest(body)
	if reason != isp.OK {
		return answer(request.Op, reason)
	}
	return r.do(request)
}

// do carries out a request.
func (r *ROM) do(request isp.Request) (line []byte) {
	switch request.Op {
	case isp.OpGreet:
		return answer(request.Op, isp.OK)
	case isp.OpMemoryWrite:
		if len(request.Data) > isp.MaxMemoryWrite || !r.Memory.Write(uint64(request.Address), request.Data) {
			return answer(request.Op, isp.BadLength)
		}
		return answer(request.Op, isp.OK)
	case isp.OpMemoryBoot:
		r.s.Jumped, r.s.Entry = true, request.Address
		return nil
	case isp.OpBaud:
		rate, ok := request.Baud()
		if !ok || rate == 0 {
			return answer(request.Op, isp.BadLength)
		}
		r.s.Baud = rate
		if r.SetBaud != nil {
			r.SetBaud(rate)
		}
		return nil
	case isp.OpEcho, isp.OpMemoryRead:
		text := isp.Reply{Op: isp.OpDebug, Reason: isp.OK, Text: []byte(request.Op.String() + " is not implemented")}
		return append(isp.AppendFrame(nil, text.AppendBody(nil)), answer(request.Op, isp.BadCommand)...)
	}
	return answer(request.Op, isp.BadCommand)
}

// answer is a reply in the ROM's form: two bytes, whatever the op.
func answer(op isp.Op, reason isp.Reason) []byte {
	return isp.AppendFrame(nil, []byte{byte(op), byte(reason)})
}
