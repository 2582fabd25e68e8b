// SPDX-License-Identifier: MIT

// Package sysctl drives the Kendryte K210's system controller: clocks of
// devices, the AI SRAM, and the reset of the whole chip.
//
// It leaves PLL0 and with it the CPU's clock alone.
//
// Reference: k210-facts.md §9.
//
//bugo:trapcontext
package sysctl

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base (k210-facts.md §9).
const (
	pll1      = 0x0c
	pllLock   = 0x18
	clkEnCent = 0x28
	clkEnPeri = 0x2c
	softReset = 0x30
	periReset = 0x34
	clkTh0    = 0x38
)

// Device is a device's bit in clk_en_peri and peri_reset (k210-facts.md §9).
type Device uint32

const (
	AI    Device = 2
	SPI3  Device = 9
	FPIOA Device = 20
)

const (
	centAPB0 = 1 << 3 // of clk_en_cent
	reset    = 1 << 0 // of soft_reset
)

// SYSCTL is the device.
type SYSCTL struct {
	Bus  mmio.Bus
	Base uintptr
}

// Reboot resets the whole chip (k210-facts.md §9). It returns where the reset
// takes a moment.
func (s *SYSCTL) Reboot() { s.set(softReset, reset) }

// Start lets the clock of a device run, and takes the device out of reset. A
// device on a bus of its own needs that bus's clock, too: see StartAPB0.
func (s *SYSCTL) Start(device Device) {
	s.set(clkEnPeri, 1<<device)
	s.clear(periReset, 1<<device)
}

// StartAPB0 lets the clock of the bus run that has FPIOA (k210-facts.md §8).
func (s *SYSCTL) StartAPB0() { s.set(clkEnCent, centAPB0) }

// set sets bits of a register.
func (s *SYSCTL) set(register uintptr, bits uint32) { s.change(register, 0, bits) }

// clear clears some.
func (s *SYSCTL) clear(register uintptr, bits uint32) { s.change(register, bits, 0) }

func (s *SYSCTL) change(register uintptr, clear, set uint32) {
	s.Bus.Store32(s.Base+register, s.Bus.Load32(s.Base+register)&^clear|set)
}
