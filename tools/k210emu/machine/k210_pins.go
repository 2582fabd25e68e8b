// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
)

// What the FPIOA leads to pads, and what is at them (k210-facts.md §8).

// functionOutput is what a function of the FPIOA puts out.
func (m *K210) functionOutput(function int) (level, enabled bool) {
	if line := function - device.FunctionGPIOHS0; line >= 0 && line < device.GPIOHSLines {
		return m.gpiohs.Output(line)
	}
	if line := function - device.FunctionGPIO0; line >= 0 && line < device.DWGPIOLines {
		return m.gpio.Output(line)
	}
	switch function { // a line that is idle is high
	case device.FunctionUARTHSTX, device.FunctionUART1TX, device.FunctionUART2TX, device.FunctionUART3TX:
		return true, true
	}
	return false, false
}

// functionInput is told what comes in to a function.
func (m *K210) functionInput(function int, level bool) {
	if line := function - device.FunctionGPIOHS0; line >= 0 && line < device.GPIOHSLines {
		m.gpiohs.SetInput(line, level)
	}
	if line := function - device.FunctionGPIO0; line >= 0 && line < device.DWGPIOLines {
		m.gpio.SetInput(line, level)
	}
}

// padChanged is told the new level of a pad.
func (m *K210) padChanged(pad int, level bool) {
	if pad == k210.PinSDCS && m.board.Card != nil {
		m.board.Card.Select(!level)
	}
	// LEDs are on while their pad is low (k210-facts.md §8).
	now := LEDs{
		Red:   !m.fpioa.Level(k210.PinLEDRed),
		Green: !m.fpioa.Level(k210.PinLEDGreen),
		Blue:  !m.fpioa.Level(k210.PinLEDBlue),
	}
	if now != m.leds {
		m.leds = now
		if m.board.LEDs != nil {
			m.board.LEDs(now)
		}
	}
}
