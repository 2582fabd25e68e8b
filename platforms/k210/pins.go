// SPDX-License-Identifier: MIT

package k210

// Pads of the board, Maix Bit v2 (k210-facts.md §8).
const (
	PinISPRX    = 4 // the serial line: into the chip
	PinISPTX    = 5 // and out of it
	PinLEDGreen = 12
	PinLEDRed   = 13
	PinLEDBlue  = 14 // the LEDs are on while their pad is low
	PinBoot     = 16 // the BOOT key: low while it is pressed
	PinSDMISO   = 26
	PinSDSCLK   = 27
	PinSDMOSI   = 28
	PinSDCS     = 29

	// Pins is how many pads there are, 0 to Pins-1.
	Pins = 48
)

// Functions that the FPIOA can route to a pad (k210-facts.md §8).
const (
	FunctionSPI0D0   = 4 // MOSI; D1 is MISO
	FunctionSPI0D1   = 5
	FunctionSPI0SCLK = 17
	FunctionUARTHSRX = 18
	FunctionUARTHSTX = 19
	FunctionGPIOHS   = 24 // of line 0; line n has this plus n, up to 55
	FunctionGPIO     = 56 // of line 0, up to 63
	FunctionUART1RX  = 64
	FunctionUART1TX  = 65
	FunctionUART2RX  = 66
	FunctionUART2TX  = 67
	FunctionUART3RX  = 68
	FunctionUART3TX  = 69
	FunctionSPI1D0   = 70
	FunctionSPI1D1   = 71
	FunctionSPI1SCLK = 83
	FunctionConstant = 222
)
