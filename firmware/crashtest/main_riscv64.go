// SPDX-License-Identifier: MIT

// Command crashtest is the firmware with a timer that fails on purpose
// (package crash says how and when). Boot tests want the machine to end with a
// failure each time, and the console to say why.
package main

import (
	"bugo/arch/riscv"
	"bugo/firmware/board"
	"bugo/firmware/board/qemuvirt"
	"bugo/firmware/crashtest/crash"
	"bugo/firmware/monitor"
)

// nothing is a physical address where the machine has neither memory nor a
// device.
const nothing = 0

// timer is the board's timer, except at the times of package crash.
type timer struct {
	board.Timer
}

func (t *timer) SetDeadline(hart int, deadline uint64) {
	switch deadline {
	case crash.Load:
		riscv.Load64(nothing)
	case crash.Panic:
		println(few[deadline&3+uint64(len(few))])
	case crash.Overflow:
		println(deep(0))
	case crash.Mute:
		mute.muted = true
		riscv.Load64(nothing)
	}
	t.Timer.SetDeadline(hart, deadline)
}

var few [4]int

// deep uses some stack and calls itself.
func deep(n int) int {
	var frame [32]int
	frame[n&31] = n
	return deep(n+1) + frame[(n+1)&31]
}

// console is the board's console until it is muted: then to use it is a fault.
type console struct {
	board.Console
	muted bool
}

func (c *console) Tx(value byte) {
	if c.muted {
		riscv.Load64(nothing)
	}
	c.Console.Tx(value)
}

var (
	faulty timer
	mute   console
)

func main() {
	machine := &qemuvirt.Board
	faulty.Timer = machine.Timer
	mute.Console = machine.Console
	machine.Timer = &faulty
	machine.Console = &mute
	monitor.Run(machine)
}
