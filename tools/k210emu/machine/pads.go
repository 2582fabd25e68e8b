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

// Send implements device.Line.
func (p pads) Send(b byte) {
	if p.m.fpioa.FunctionOf(k210.PinISPTX) == p.sends {
		p.m.board.Line.Send(b)
	}
}

// Receive implements device.Line.
func (p pads) Receive() (b byte, ok bool) {
	if p.m.fpioa.FunctionOf(k210.PinISPRX) != p.receives {
		return 0, false
	}
	return p.m.board.Line.Receive()
}

// receiver makes UARTHS look at its line while the guest wants to be told of
// input by an interrupt: as often as a byte can come.
type receiver struct{ m *K210 }

// bitsPerByte is a start bit, eight data bits and a stop bit.
const bitsPerByte = 10

// Next implements timed.
func (r receiver) Next() (cycles uint64) {
	if !r.m.uarths.Listening() {
		return device.Never
	}
	return r.m.Cycles() + r.m.sysctl.CPUHz()/(k210.ConsoleBaud/bitsPerByte) + 1
}

// Update implements timed.
func (r receiver) Update() {
	if r.m.uarths.Listening() {
		r.m.uarths.Update()
	}
}
