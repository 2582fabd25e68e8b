// SPDX-License-Identifier: MIT

package k210

import (
	"bugo/firmware/board"
	"bugo/firmware/drivers/clint"
	"bugo/firmware/drivers/fpioa"
	"bugo/firmware/drivers/gpiohs"
	"bugo/firmware/drivers/mmio"
	"bugo/firmware/drivers/plic"
	"bugo/firmware/drivers/sysctl"
	"bugo/firmware/drivers/uarths"
	"bugo/platforms/k210"
)

// The devices.
var (
	bus      mmio.Physical
	uart     = uarths.UART{Bus: &bus, Base: k210.UARTHSBase}
	timers   = clint.CLINT{Bus: &bus, Base: k210.CLINTBase}
	pads     = fpioa.FPIOA{Bus: &bus, Base: k210.FPIOABase}
	lines    = gpiohs.GPIO{Bus: &bus, Base: k210.GPIOHSBase}
	silencer = plic.PLIC{Bus: &bus, Base: k210.PLICBase}
	system   = sysctl.SYSCTL{Bus: &bus, Base: k210.SYSCTLBase}

	machine setup
	end     power
)

// Board is the machine.
var Board = board.Board{
	Name:        "Kendryte K210",
	TimebaseHz:  k210.TimebaseHz,
	RAM:         board.Region{Base: k210.SRAMBase, Size: k210.AISRAMBase - k210.SRAMBase},
	Firmware:    board.Region{Base: k210.FirmwareBase, Size: k210.FirmwareSize},
	KernelEntry: k210.KernelBase,
	Setup:       &machine,
	Console:     &uart,
	Timer:       &timers,
	IPI:         &timers,
	Power:       &end,
	Extra:       board.Region{Base: k210.AISRAMBase, Size: k210.SRAMBase + k210.SRAMSize - k210.AISRAMBase},
	EnableExtra: enableAISRAM,
}

func enableAISRAM() bool { return system.EnableAISRAM() }
