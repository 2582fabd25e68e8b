// SPDX-License-Identifier: MIT

// Package wiring resets a K210 into ISP mode, whatever its board has between
// the USB adapter and the chip.
//
// The chip starts its ISP when pin IO16 is low at the end of a reset. Boards
// connect reset and IO16 to the adapter's two spare outputs, DTR and RTS, but
// not all in the same way. An output that is on pulls its pin low.
//
// Where a board has no such wires, or they are unknown, a person resets it:
// that is the wiring named manual. The board goD is not here: the sources say
// that its outputs are the other way round, and not in what sense.
//
// Reference: k210-facts.md §12.1, §12.3.
package wiring

import (
	"fmt"
	"strings"
	"time"
)

// Lines are the outputs of a serial port.
type Lines interface {
	SetDTR(on bool) error
	SetRTS(on bool) error
}

// A Clock lets time pass.
type Clock interface {
	Sleep(time.Duration)
}

// pulse is how long each step lasts: kflash.py gives between 10 and 100 ms.
const pulse = 100 * time.Millisecond

// A Wiring is a way to connect reset and IO16.
type Wiring struct {
	Name string
	What string // for people

	reset, io16 func(Lines, bool) error // nil where a person resets
}

var (
	dtr = Lines.SetDTR
	rts = Lines.SetRTS
)

// All is every known wiring, the most common one first (k210-facts.md §12.3).
var All = []Wiring{
	{"dan", "Sipeed Maix Dan: RTS resets, DTR is IO16", rts, dtr},
	{"bit", "Sipeed Maix Bit: the same", rts, dtr},
	{"bit_mic", "Sipeed Maix Bit with microphone: the same, on the second of its two ports", rts, dtr},
	{"kd233", "Kendryte KD233: DTR resets, RTS is IO16", dtr, rts},
	{"goE", "Sipeed Maix Go: the same", dtr, rts},
	{"manual", "none: hold BOOT, press and let go RESET, let go BOOT, before you start", nil, nil},
}

// Find returns the wiring of a name.
func Find(name string) (Wiring, error) {
	var names []string
	for _, w := range All {
		if w.Name == name {
			return w, nil
		}
		names = append(names, w.Name)
	}
	return Wiring{}, fmt.Errorf("no board %q: known are %s", name, strings.Join(names, ", "))
}

// EnterISP resets the board with IO16 low. When it returns, both outputs are
// off again, so that nothing started later sees a pressed button.
func (w Wiring) EnterISP(lines Lines, clock Clock) error { return w.restart(lines, clock, true) }

// Boot resets the board with IO16 high, so that it starts what is in flash.
func (w Wiring) Boot(lines Lines, clock Clock) error { return w.restart(lines, clock, false) }

// restart resets the board, with IO16 low or not.
func (w Wiring) restart(lines Lines, clock Clock, low bool) error {
	if w.reset == nil {
		return nil
	}
	for _, step := range []struct {
		set  func(Lines, bool) error
		on   bool
		wait time.Duration
	}{
		{w.reset, false, 0},
		{w.io16, false, pulse},
		{w.reset, true, pulse},
		{w.io16, low, 0}, // (before the reset ends)
		{w.reset, false, pulse},
		{w.io16, false, 0},
	} {
		if err := step.set(lines, step.on); err != nil {
			return fmt.Errorf("board %s: the port's DTR and RTS cannot be set (%w): is it an adapter with both? Else reset by hand and say --board manual", w.Name, err)
		}
		clock.Sleep(step.wait)
	}
	return nil
}
