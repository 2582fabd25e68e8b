// SPDX-License-Identifier: MIT

package k210

import (
	"bugo/arch/riscv"
	"bugo/platforms/k210"
)

// power ends the machine as far as it can.
type power struct{}

// Shutdown halts this hart: it waits, and nothing can wake it.
func (*power) Shutdown(failed bool) {
	light(green, false)
	light(red, failed)
	riscv.WriteMie(0)
	for {
		riscv.Wfi()
	}
}

// Reboot resets the chip when the console has sent all, for the reset stops it in
// the middle of a byte.
func (*power) Reboot() {
	uart.Drain()
	const (
		bits  = 10 // of a byte on the line, with start and stop (k210-facts.md §5)
		ticks = bits*k210.TimebaseHz/k210.ConsoleBaud + 1
	)
	for sent := timers.Now() + ticks; timers.Now() < sent; {
	}
	system.Reboot()
	for {
		riscv.Wfi() // the reset takes a moment
	}
}
