// SPDX-License-Identifier: MIT

// Package finisher drives SiFive's test finisher, one register that ends the
// emulator or resets the machine. QEMU's virt machine has it.
//
// Reference: QEMU include/hw/misc/sifive_test.h and hw/misc/sifive_test.c.
//
//bugo:trapcontext
package finisher

import "bugo/firmware/drivers/mmio"

// What the register understands: a command in bits 15:0, and for fail an exit
// status in bits 31:16 (QEMU hw/misc/sifive_test.c).
const (
	fail  = 0x3333
	pass  = 0x5555
	reset = 0x7777

	statusShift = 16
)

// FailureStatus is the exit status of the emulator after a failure.
const FailureStatus = 1

// Finisher is the device.
type Finisher struct {
	_    [0]func() // not comparable: no code for == is made
	Bus  mmio.Bus
	Base uintptr
}

// Shutdown ends the emulator, with status 0 or, if failed, FailureStatus.
func (f *Finisher) Shutdown(failed bool) {
	command := uint32(pass)
	if failed {
		command = FailureStatus<<statusShift | fail
	}
	f.Bus.Store32(f.Base, command)
}

// Reboot resets the machine.
func (f *Finisher) Reboot() { f.Bus.Store32(f.Base, reset) }
