// SPDX-License-Identifier: MIT

// Command flashstub writes a K210 board's flash chip for a program at the other
// end of the serial line. It is not in flash itself: the boot ROM, in ISP mode,
// is made to put it into SRAM at 0x80000000 and to start it there
// (k210-facts.md §12.3). After the next reset it is gone.
//
// This package is what it stands on: the entry, the drivers and the clocks that
// the ROM leaves. What it says on the line is package stub's.
//
// Hart 0 polls the line; the other hart sleeps. Nothing interrupts it, nothing
// is allocated, and frames lie in the memory that a kernel would have. A trap
// means a broken program or a broken line to it, and stops it: the host sees
// that nobody answers.
package main

import (
	"unsafe"

	"bugo/firmware/drivers/clint"
	"bugo/firmware/drivers/fpioa"
	"bugo/firmware/drivers/mmio"
	"bugo/firmware/drivers/nor"
	"bugo/firmware/drivers/ssi"
	"bugo/firmware/drivers/sysctl"
	"bugo/firmware/drivers/uarths"
	"bugo/firmware/flashstub/stub"
	"bugo/platforms/k210"
	"bugo/platforms/k210/isp"
)

// The devices.
var (
	bus        mmio.Physical
	timer      = clint.CLINT{Bus: &bus, Base: k210.CLINTBase}
	pins       = fpioa.FPIOA{Bus: &bus, Base: k210.FPIOABase}
	controller = sysctl.SYSCTL{Bus: &bus, Base: k210.SYSCTLBase}
	spi        = ssi.SSI{Bus: &bus, Base: k210.SPI3Base}
	uart       = uarths.UART{Bus: &bus, Base: k210.UARTHSBase}
	flash      = nor.Chip{SPI: &spi, Clock: &ticks, Hz: k210.TimebaseHz}
	ticks      clock
	around     machine
	program    = stub.Stub{Flash: &flash, Machine: &around, Baud: k210.ConsoleBaud}
)

// spiDivider makes 6.5 MHz of the 13 MHz that SPI3 gets: four times what the
// line brings at its fastest, and slow enough for package ssi, at 480 cycles of
// the CPU a byte.
const spiDivider = 2

// frames is where requests are put together: the ROM, the stub and its stack lie
// below (k210-facts.md §12.4).
const frames = k210.KernelBase

func main() {
	controller.StartAPB0()
	controller.Start(sysctl.FPIOA)
	pins.Route(k210.PinISPRX, k210.FunctionUARTHSRX, fpioa.Input)
	pins.Route(k210.PinISPTX, k210.FunctionUARTHSTX, fpioa.Output)
	uart.Init(k210.CPUHz, k210.ConsoleBaud)
	around.baud = k210.ConsoleBaud
	controller.StartSPI3()
	spi.Init(spiDivider)

	program.Use(unsafe.Slice((*byte)(unsafe.Add(nil, uintptr(frames))), isp.MaxRequest))
	for {
		if b, ok := uart.Rx(); ok {
			program.Receive(b)
		} else {
			program.Idle()
			nap(lineNap)
		}
	}
}
