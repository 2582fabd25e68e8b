// SPDX-License-Identifier: MIT

package main

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/firmware/drivers/nor"
	"bugo/firmware/flashstub/stub"
	"bugo/platforms/k210"
)

// machine is the chip as package stub sees it.
type machine struct {
	baud uint32 // of the line
}

var _ stub.Machine = (*machine)(nil)

// What UARTHS can do: its divisor has 16 bits (k210-facts.md §5), and a byte must
// take long enough for the loop that fetches it.
const (
	leastBaud = k210.CPUHz/(1<<16) + 1
	mostBaud  = k210.CPUHz / 100
)

func (*machine) Tx(value byte) { uart.Tx(value) }

func (*machine) CanBaud(rate uint32) bool { return rate >= leastBaud && rate <= mostBaud }

func (m *machine) SetBaud(rate uint32) {
	m.drain()
	uart.Init(k210.CPUHz, rate)
	m.baud = rate
}

func (*machine) Milliseconds() uint64 { return timer.Now() / (k210.TimebaseHz / 1000) }

func (m *machine) Reboot() {
	m.drain()
	controller.Reboot()
	stop()
}

// drain waits until all is sent: what the FIFO of 8 bytes holds, and one more
// (k210-facts.md §5), of 10 bits each.
func (m *machine) drain() {
	const bits = (8 + 1) * 10
	start, wait := timer.Now(), bits*k210.TimebaseHz/uint64(m.baud)+1
	for timer.Now()-start < wait {
	}
}

// clock is the time as package nor sees it.
type clock struct{}

var _ nor.Clock = (*clock)(nil)

// How long the hart sleeps, in ticks: between two looks at a busy chip 50
// microseconds, when a page takes 700; and between two at the line 10, when the 8
// bytes that UARTHS can hold (k210-facts.md §5) take 20 at mostBaud.
const (
	chipNap = 50 * k210.TimebaseHz / 1_000_000
	lineNap = 10 * k210.TimebaseHz / 1_000_000
)

func (*clock) Now() uint64 { return timer.Now() }

func (*clock) Pause() { nap(chipNap) }

// nap lets the hart sleep: its timer wakes it, and interrupts nothing, as
// mstatus.MIE is 0.
func nap(ticks uint64) {
	timer.SetDeadline(bootHart, timer.Now()+ticks)
	riscv.WriteMie(riscv.InterruptMTI)
	riscv.Wfi()
	riscv.WriteMie(0)
}

// bootHart is the hart that runs.
const bootHart = 0

// stop stops the hart.
func stop() {
	riscv.WriteMie(0)
	for {
		riscv.Wfi()
	}
}

// What package runtime needs of its platform. There is no console: the line is
// the host's, and a panic stops the stub.

//go:linkname sysWrite runtime.sysWrite
func sysWrite(unsafe.Pointer, int) {}

//go:linkname sysExit runtime.sysExit
func sysExit(int) { stop() }
