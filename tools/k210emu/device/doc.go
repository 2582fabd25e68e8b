// SPDX-License-Identifier: MIT

// Package device is the devices of machines, as far as Bugo's firmware uses
// them. A device is its registers, reached by offset and size; what it wants
// from the machine it is given as interfaces, so that each is testable alone.
//
// An access that a device does not have is not ok, and traps on the hart.
//
// References: PC16550D (National Semiconductor, June 1995); SiFive U54-MC Core
// Complex Manual, "Core-Local Interruptor"; QEMU include/hw/misc/sifive_test.h.
package device

// Device is what a bus reaches.
type Device interface {
	Load(offset uint64, size int) (value uint64, ok bool)
	Store(offset uint64, size int, value uint64) (ok bool)
}
