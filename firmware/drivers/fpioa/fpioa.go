// SPDX-License-Identifier: MIT

// Package fpioa drives the Kendryte K210's pin multiplexer, which connects the
// 48 pads of the chip with the signals of its devices.
//
// Its clock must run: package sysctl.
//
// Reference: k210-facts.md §8. How pads are set up for a signal is what Linux
// does (drivers/pinctrl/pinctrl-k210.c).
//
//bugo:trapcontext
package fpioa

import "bugo/firmware/drivers/mmio"

// Bits of a pad's word (k210-facts.md §8).
const (
	driveStrongest = 15 << 8 // ds
	outputEnable   = 1 << 12 // oe_en: the signal may drive the pad
	pullUp         = 1 << 16 // pu
	inputEnable    = 1 << 20 // ie_en: the signal sees the pad
	schmitt        = 1 << 23 // st
	padBytes       = 4
)

// Mode is what a pad is for.
type Mode uint32

const (
	// Input sees the pad, which is pulled up: an open line idles high.
	Input Mode = inputEnable | schmitt | pullUp
	// Output drives the pad.
	Output Mode = outputEnable | driveStrongest
	// Both lets the device choose.
	Both Mode = outputEnable | driveStrongest | inputEnable | schmitt
)

// FPIOA is the device.
type FPIOA struct {
	Bus  mmio.Bus
	Base uintptr
}

// Route connects a pad, 0 to 47, with the signal of a device: a function number
// of k210-facts.md §8, such as 18 for what UARTHS receives.
//
// A signal that a device receives comes from the last pad that it was connected
// with; one that it sends goes to all.
func (f *FPIOA) Route(pad int, function uint32, mode Mode) {
	f.Bus.Store32(f.Base+padBytes*uintptr(pad), function|uint32(mode))
}
