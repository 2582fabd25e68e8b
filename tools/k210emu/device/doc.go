// SPDX-License-Identifier: MIT

// Package device is the devices of machines: those of QEMU's virt machine as
// far as Bugo's firmware uses them, and those of the K210. A device is its
// registers, reached by offset and size; what it wants from the machine it is
// given as interfaces and functions, so that each is testable alone.
//
// An access that a device does not have is not ok, and traps on the hart. The
// K210's peripherals have aligned accesses of 32 bits; where a register is
// missing they load 0, and lose what is stored.
//
// Time. A device that needs time is given a function that tells CPU cycles since
// power-on, and says with Next in how many of them it wants Update to be called.
// Accesses update too, so that a machine which is late is not seen to be; that
// time goes back a little, between harts' turns, does no harm. Nothing depends on
// the host.
//
// Snapshots. All that changes in a device of the K210's is one struct of
// exported fields, whose address State returns. After a snapshot has been
// restored, all devices have to be updated. (gob leaves out zeros: clear a state
// before decoding into it.)
//
// No access allocates, and none can crash, whatever its offset, size and value.
//
// References: PC16550D (National Semiconductor, June 1995); SiFive U54-MC Core
// Complex Manual, "Core-Local Interruptor"; QEMU include/hw/misc/sifive_test.h;
// for the K210, k210-facts.md and what it cites, above all the boot ROM as
// disassembled in laanwj/k210-sdk-stuff; Synopsys' databooks of DW_apb_uart, ssi,
// timers, wdt and gpio; SD Physical Layer Simplified Specification 6.00;
// datasheets of GigaDevice's GD25LQ128 and Winbond's W25Q128.
package device

// Device is what a bus reaches.
type Device interface {
	Load(offset uint64, size int) (value uint64, ok bool)
	Store(offset uint64, size int, value uint64) (ok bool)
}

// isWord tells whether an access is one that the K210's peripherals have: 32
// bits, aligned. Nothing public says what they do with others, so these are not
// ok, and trap: a driver that relies on one is wrong, and shall see it.
func isWord(offset uint64, size int) bool { return size == 4 && offset%4 == 0 }

// raise tells a line's new level to who listens, if it has changed.
func raise(was *bool, raised bool, irq func(raised bool)) {
	if *was == raised {
		return
	}
	*was = raised
	if irq != nil {
		irq(raised)
	}
}
