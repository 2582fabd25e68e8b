// SPDX-License-Identifier: MIT

// Package chip knows in what the machines differ that one kernel serves: the
// K210, and QEMU's virt, which takes its place. It is plain Go, tested on the host.
package chip

import (
	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/trap"
)

// Chip is what the kernel must know before it can serve a trap.
type Chip struct {
	// TimebaseHz is how often the timer counts in a second.
	TimebaseHz uint64
	// Spec is the privileged specification by which traps have causes.
	Spec trap.Spec
}

// Of returns the chip of a maker, the value of mvendorid. Whatever is not the
// K210 is taken for QEMU's machine, whose mvendorid is 0.
func Of(vendor uintptr) Chip {
	if vendor == k210.MvendorID {
		return Chip{k210.TimebaseHz, trap.Spec1_9_1} // k210-facts.md §2.1
	}
	return Chip{virt.TimebaseHz, trap.Spec1_12}
}
