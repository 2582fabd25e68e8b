// SPDX-License-Identifier: MIT

// Package clint drives the core-local interruptor: the clock, and for each hart
// an alarm and a software interrupt. QEMU's virt machine and the Kendryte K210
// have the same one, at the same address (k210-facts.md §3).
//
// Reference: SiFive U54-MC Core Complex Manual, chapter "Core-Local
// Interruptor"; k210-facts.md §3.
//
//bugo:trapcontext
package clint

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base (k210-facts.md §3).
const (
	msip     = 0x0000 // 4 bytes a hart
	mtimecmp = 0x4000 // 8 bytes a hart
	mtime    = 0xbff8
)

// CLINT is one interruptor.
type CLINT struct {
	_    [0]func() // not comparable: no code for == is made
	Bus  mmio.Bus
	Base uintptr
}

func (c *CLINT) msip(hart int) uintptr     { return c.Base + msip + 4*uintptr(hart) }
func (c *CLINT) mtimecmp(hart int) uintptr { return c.Base + mtimecmp + 8*uintptr(hart) }

// Now returns the time in ticks of the platform's timebase.
func (c *CLINT) Now() uint64 { return c.Bus.Load64(c.Base + mtime) }

// SetDeadline makes a hart's timer interrupt pending while Now is at least
// deadline. The hart may still see the old state for a moment: a spurious
// interrupt is possible (RISC-V priv. 1.12 §3.2.1).
func (c *CLINT) SetDeadline(hart int, deadline uint64) {
	c.Bus.Store64(c.mtimecmp(hart), deadline)
}

// Raise makes a hart's software interrupt pending.
func (c *CLINT) Raise(hart int) { c.Bus.Store32(c.msip(hart), 1) }

// Clear takes a hart's software interrupt back.
func (c *CLINT) Clear(hart int) { c.Bus.Store32(c.msip(hart), 0) }

// Harts returns how many harts the machine has, but at most most: a hart is
// there when its msip remembers what is stored. It leaves all those software
// interrupts cleared.
func (c *CLINT) Harts(most int) int {
	for hart := range most {
		c.Raise(hart)
		there := c.Bus.Load32(c.msip(hart))&1 != 0
		c.Clear(hart)
		if !there {
			return hart
		}
	}
	return most
}
