// SPDX-License-Identifier: MIT

package k210

import (
	"unsafe"

	"bugo/firmware/board"
	"bugo/firmware/drivers/fpioa"
	"bugo/firmware/drivers/sysctl"
	"bugo/platforms/k210"
)

// setup sets up what the boot ROM leaves undone, or done for itself
// (k210-facts.md §14).
type setup struct{}

func (*setup) Init() {
	silencer.Silence()
	system.StartAPB0()
	system.Start(sysctl.FPIOA)
	pads.Route(k210.PinISPRX, k210.FunctionUARTHSRX, fpioa.Input)
	pads.Route(k210.PinISPTX, k210.FunctionUARTHSTX, fpioa.Output)
	uart.Init(k210.CPUHz, k210.ConsoleBaud)
	initLEDs()
}

// Harts finds both: it clears the interrupts by which the boot ROM has woken them
// (k210-facts.md §2.1).
func (*setup) Harts() int { return timers.Harts(board.MaxHarts) }

// DeviceTree is the board's own: the boot ROM has none.
func (*setup) DeviceTree(uintptr) uintptr {
	return uintptr(unsafe.Pointer(&tree))
}

// The LEDs are lines of GPIOHS with the numbers of their pads. They are lit while
// low (k210-facts.md §8).
const (
	green = k210.PinLEDGreen
	red   = k210.PinLEDRed
	blue  = k210.PinLEDBlue
)

// initLEDs lights the green one. Lines are outputs before pads show them, so that
// nothing flashes.
func initLEDs() {
	lines.Init()
	for _, led := range [...]int{green, red, blue} {
		lines.Output(led, led != green)
		pads.Route(led, k210.FunctionGPIOHS+uint32(led), fpioa.Both)
	}
}

// light turns an LED on or off.
func light(led int, on bool) { lines.Set(led, !on) }
