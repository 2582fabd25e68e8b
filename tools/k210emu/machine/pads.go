// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
)

// pads is the board's serial line as one of the chip's serial ports sees it: it
// is there only while the FPIOA leads the port to the line's pads.
type pads struct {
	m               *K210
	receives, sends int // functions
}

// baud is the rate of the line's other end.
func (m *K210) baud() uint64 {
	if m.board.LineBaud == nil {
		return k210.ConsoleBaud
	}
	return m.board.LineBaud()
}

// Send implements device.Line.
func (p pads) Send(b byte) {
	if p.m.fpioa.FunctionOf(k210.PinISPTX) == p.sends {
		p.m.board.Line.Send(b)
	}
}

// Receive implements device.Line.
func (p pads) Receive() (b byte, ok bool) {
	p.m.uarths.LineBaud = p.m.baud() // ports ask before they send, too
	for n := range p.m.uarts {
		p.m.uarts[n].LineBaud = p.m.baud()
	}
	if p.m.fpioa.FunctionOf(k210.PinISPRX) != p.receives {
		return 0, false
	}
	return p.m.board.Line.Receive()
}

// receiver makes a serial port look at its line while the guest wants to be told of
// input by an interrupt: as often as a byte can come. The boot ROM leaves UARTHS's
// interrupt on; that alone tells nobody.
type receiver struct {
	m    *K210
	port interface {
		Listening() bool
		Update()
	}
	source int // of the PLIC
	s      receiverState
}

func (r *receiver) listens() bool { return r.port.Listening() && r.m.plic.Listens(r.source) }

// receiverState is all of a receiver that changes. The times at which it looks are
// the guest's, so that input that is typed again comes at the same time again.
type receiverState struct {
	Listening bool
	Due       uint64 // in cycles: when it will look next
}

// State returns what changes, for snapshots: a *receiverState.
func (r *receiver) State() any { return &r.s }

// bitsPerByte is a start bit, eight data bits and a stop bit.
const bitsPerByte = 10

// interval is how long a byte takes, in cycles.
func (r *receiver) interval() uint64 {
	return r.m.sysctl.CPUHz()/(k210.ConsoleBaud/bitsPerByte) + 1
}

// Next implements timed.
func (r *receiver) Next() (cycles uint64) {
	now := r.m.Cycles()
	switch {
	case !r.listens():
		return device.Never
	case !r.s.Listening || r.s.Due <= now:
		return 0
	default:
		return min(r.s.Due-now, r.interval())
	}
}

// Update implements timed.
func (r *receiver) Update() {
	listening, now := r.listens(), r.m.Cycles()
	if !listening || r.s.Listening && now < r.s.Due {
		r.s.Listening = listening
		return
	}
	r.port.Update()
	r.s = receiverState{Listening: true, Due: now + r.interval()}
}
