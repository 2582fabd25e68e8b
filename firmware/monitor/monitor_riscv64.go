// SPDX-License-Identifier: MIT

package monitor

import (
	"runtime"
	"sync/atomic"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/firmware/board"
	"bugo/firmware/report"
	"bugo/firmware/service"
)

// services answers the kernel's calls. Its Board is nil until Run.
var services = service.Service{CPU: &self}

// self is whichever hart runs: it has no state but the hart's registers.
var self cpu

// held keeps the other harts in the entry code until the machine is set up.
var held uint32 = 1

// Run boots a machine and does not return. The hart that called it enters the
// kernel in S-mode.
//
// Preconditions: M-mode on hart 0, as main leaves it.
func Run(machine *board.Board) {
	services.Board = machine
	initStacks()
	handleTraps()
	findSpec()
	machine.Setup.Init()
	services.Harts = min(machine.Setup.Harts(), maxHarts)
	_, loaded := runtime.BootArgs()
	deviceTree := machine.Setup.DeviceTree(loaded)
	services.DeviceTree = uint64(deviceTree)
	configure()
	report.Printer{Console: machine.Console}.Banner(&report.Facts{
		Platform:    machine.Name,
		Harts:       services.Harts,
		TimebaseHz:  machine.TimebaseHz,
		Misa:        riscv.Misa(riscv.ReadMisa()),
		Mideleg:     uint64(riscv.ReadMideleg()),
		Medeleg:     uint64(riscv.ReadMedeleg()),
		KernelEntry: uint64(machine.KernelEntry),
	})
	services.Boot()
	atomic.StoreUint32(&held, 0)
	enterSupervisor(machine.KernelEntry, deviceTree)
}

// idle lets a stopped hart sleep until another one starts it.
func idle() {
	handleTraps()
	riscv.WriteMie(riscv.InterruptMSI)
	for {
		if entry, argument, ok := services.Start(); ok {
			configure()
			enterSupervisor(uintptr(entry), uintptr(argument))
		}
		riscv.Wfi()
	}
}

// enter goes to S-mode with all registers 0 but a0 and a1.
func enter(entry, a0, a1, mscratch uintptr)

// enterSupervisor gives this hart to the kernel: S-mode at entry, with a0 = the
// hart's number, a1 = argument, no translation, and interrupts off
// (SBI v2.0 §9.1).
func enterSupervisor(entry, argument uintptr) {
	hart := riscv.ReadMhartid()
	enter(entry, hart, argument, uintptr(unsafe.Pointer(anchorOf(int(hart)))))
}
