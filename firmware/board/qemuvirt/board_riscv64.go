// SPDX-License-Identifier: MIT

package qemuvirt

import (
	"bugo/firmware/board"
	"bugo/firmware/drivers/clint"
	"bugo/firmware/drivers/finisher"
	"bugo/firmware/drivers/mmio"
	"bugo/firmware/drivers/uart16550"
	"bugo/platforms/k210"
	"bugo/platforms/virt"
)

// The devices.
var (
	bus     mmio.Physical
	uart    = uart16550.UART{Bus: &bus, Base: virt.UARTBase}
	timers  = clint.CLINT{Bus: &bus, Base: virt.CLINTBase}
	power   = finisher.Finisher{Bus: &bus, Base: virt.FinisherBase}
	machine setup
)

// Board is the machine.
var Board = board.Board{
	Name:        "QEMU virt",
	TimebaseHz:  virt.TimebaseHz,
	RAM:         board.Region{Base: virt.RAMBase, Size: virt.RAMSize},
	Firmware:    board.Region{Base: k210.FirmwareBase, Size: k210.FirmwareSize},
	KernelEntry: k210.KernelBase,
	Setup:       &machine,
	Console:     &uart,
	Timer:       &timers,
	IPI:         &timers,
	Power:       &power,
}

// setup sets up the machine, which QEMU leaves nearly ready.
type setup struct{}

func (*setup) Init() { uart.Init() }

func (*setup) Harts() int { return timers.Harts(board.MaxHarts) }

// DeviceTree is QEMU's own.
func (*setup) DeviceTree(loader uintptr) uintptr { return loader }
