// SPDX-License-Identifier: MIT

// Package plic silences the Kendryte K210's interrupt controller: the firmware
// polls, and the S-mode contexts have no effect on a hart. It is no driver for
// taking interrupts.
//
// Reference: k210-facts.md §4, and §2.7 for what completion does.
//
//bugo:trapcontext
package plic

import "bugo/firmware/drivers/mmio"

// Registers, as offsets from the base (k210-facts.md §4).
const (
	priority       = 0x00_0000 // 4 bytes a source
	enable         = 0x00_2000 // a bit for each source, enableBytes a context
	threshold      = 0x20_0000 // thresholdBytes a context
	claim          = 0x20_0004 // to load; to store, it completes
	enableBytes    = 0x80
	thresholdBytes = 0x1000
)

// The K210's controller (k210-facts.md §4).
const (
	sources  = 65 // numbered from 1
	contexts = 4  // M and S of hart 0, M and S of hart 1
	words    = sources/32 + 1

	highestPriority = 7
)

// PLIC is the device.
type PLIC struct {
	Bus  mmio.Bus
	Base uintptr
}

// Silence makes the controller interrupt no hart: no source has a priority, and
// no context lets one through. What the boot ROM, or whatever ran before a soft
// reset, has claimed and not completed is completed, so that the source can
// interrupt again: the controller forgets it only when a context in which the
// source is enabled completes it (k210-facts.md §2.7). Sources that are pending
// stay so.
func (p *PLIC) Silence() {
	for context := range uintptr(contexts) {
		p.Bus.Store32(p.Base+threshold+thresholdBytes*context, highestPriority)
	}
	for source := range uintptr(sources) {
		p.Bus.Store32(p.Base+priority+4*(source+1), 0)
	}
	p.enable(0, ^uint32(0))
	for source := range uint32(sources) {
		p.Bus.Store32(p.Base+claim, source+1)
	}
	for context := range uintptr(contexts) {
		p.enable(context, 0)
	}
}

// enable enables sources in a context: bits, of each word.
func (p *PLIC) enable(context uintptr, bits uint32) {
	for word := range uintptr(words) {
		p.Bus.Store32(p.Base+enable+enableBytes*context+4*word, bits)
	}
}
