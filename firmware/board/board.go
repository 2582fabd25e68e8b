// SPDX-License-Identifier: MIT

package board

// MaxHarts is how many harts the firmware has stacks and records for: the K210
// has two (k210-facts.md §1). Harts beyond it sleep for ever.
const MaxHarts = 2

// Board is a machine as the firmware sees it. It is static data.
type Board struct {
	// Name is what the banner calls the platform.
	Name string
	// TimebaseHz is how often Timer counts in a second.
	TimebaseHz uint64
	// RAM is the memory of the kernel and its apps, the firmware's included.
	RAM Region
	// Firmware is the part of RAM that no kernel may name in a call.
	Firmware Region
	// KernelEntry is where the boot hart enters S-mode.
	KernelEntry uintptr

	Setup   Setup
	Console Console
	Timer   Timer
	IPI     IPI
	Power   Power

	// Extra is memory that must be asked for: the K210's AI SRAM. It begins where
	// RAM ends, and is no memory until it is enabled: before, nobody may touch it.
	// Its size is 0 where there is none.
	Extra Region
	// EnableExtra makes it memory, until the machine is reset, and reports whether
	// it could. Where it is memory already, nothing happens.
	EnableExtra func() bool
}

// Setup brings the machine into the state that the drivers rely on.
type Setup interface {
	// Init is called once, on the boot hart, before any driver is used.
	Init()
	// Harts returns how many harts there are, numbered from 0. It is called
	// once, after Init, while all harts but the first wait in their loop.
	Harts() int
	// DeviceTree returns the address of the device tree for the kernel, in the
	// format of Devicetree Specification v0.4 §5; loader is what whoever started
	// the firmware passed as one. It is called once, after Harts.
	DeviceTree(loader uintptr) uintptr
}

// Console is a byte stream to and from a person.
type Console interface {
	// Tx sends a byte. It waits while the device has no room.
	Tx(value byte)
	// Rx returns the next byte received, and whether there was one. It does
	// not wait.
	Rx() (value byte, ok bool)
}

// Timer is the machine's clock and each hart's alarm: mtime and mtimecmp
// (RISC-V priv. 1.12 §3.2.1).
type Timer interface {
	// Now returns the time in ticks.
	Now() uint64
	// SetDeadline makes the machine timer interrupt of a hart pending from
	// time deadline on, and not before. Never is the deadline that does not
	// come.
	SetDeadline(hart int, deadline uint64)
}

// Never is a deadline in some thousands of years.
const Never = ^uint64(0)

// IPI is the machine software interrupt of each hart: msip of a CLINT
// (RISC-V priv. 1.12 §3.1.9).
type IPI interface {
	// Raise makes it pending.
	Raise(hart int)
	// Clear takes it back.
	Clear(hart int)
}

// Power ends or restarts the machine. A method returns only where the machine
// cannot do what it says.
type Power interface {
	// Shutdown ends the machine. failed tells whoever watches, where the
	// machine has a way to.
	Shutdown(failed bool)
	// Reboot starts the machine anew.
	Reboot()
}
