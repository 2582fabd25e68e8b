// SPDX-License-Identifier: MIT

// Package gpiohs drives the Kendryte K210's high-speed GPIO, 32 lines of which
// the firmware uses some as outputs. Package fpioa connects them with pads.
//
// Two harts that change lines at the same time may undo each other's change:
// the lines share registers. The firmware changes lines before there is a second
// hart, and when all is over.
//
// Reference: k210-facts.md §7.
//
//bugo:trapcontext
package gpiohs

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base, a bit for each line (k210-facts.md §7).
const (
	inputEnable  = 0x04
	outputEnable = 0x08
	outputValue  = 0x0c
	riseEnable   = 0x18
	fallEnable   = 0x20
	highEnable   = 0x28
	lowEnable    = 0x30
	iofEnable    = 0x38
	outputXor    = 0x40
)

// GPIO is the device.
type GPIO struct {
	Bus  mmio.Bus
	Base uintptr
}

// Init turns the interrupts of all lines off, and what may come between a
// line's level and its pad. The lines stay what they are.
func (g *GPIO) Init() {
	for _, register := range [...]uintptr{riseEnable, fallEnable, highEnable, lowEnable, iofEnable, outputXor} {
		g.Bus.Store32(g.Base+register, 0)
	}
}

// Set gives an output, line 0 to 31, its level.
func (g *GPIO) Set(line int, high bool) { g.change(outputValue, line, high) }

// Output makes a line, 0 to 31, an output of a level. It has the level before it
// is an output, so that nothing else shows.
func (g *GPIO) Output(line int, high bool) {
	g.Set(line, high)
	g.change(inputEnable, line, false)
	g.change(outputEnable, line, true)
}

// change sets or clears the bit of a line in a register.
func (g *GPIO) change(register uintptr, line int, set bool) {
	bits := g.Bus.Load32(g.Base+register) &^ (1 << line)
	if set {
		bits |= 1 << line
	}
	g.Bus.Store32(g.Base+register, bits)
}
