// SPDX-License-Identifier: MIT

// Package faulty is firmware with a timer that fails on purpose (package crash
// says how and when). Boot tests want the machine to end with a failure each time,
// and the console to say why.
package faulty

import (
	"bugo/arch/riscv"
	"bugo/firmware/board"
	"bugo/firmware/crashtest/crash"
	"bugo/firmware/monitor"
)

// nothing is a physical address where no machine has memory or a device.
const nothing = 0x9000_0000

// timer is the board's timer, except at the times of package crash.
type timer struct{}

func (*timer) Now() uint64 { return goodTimer.Now() }

func (*timer) SetDeadline(hart int, deadline uint64) {
	switch deadline {
	case crash.Load:
		riscv.Load64(nothing)
	case crash.Panic:
		println(few[deadline&3+uint64(len(few))])
	case crash.Overflow:
		println(deep(0))
	case crash.Mute:
		muted = true
		riscv.Load64(nothing)
	}
	goodTimer.SetDeadline(hart, deadline)
}

var few [4]int

// deep uses some stack and calls itself.
func deep(n int) int {
	var frame [32]int
	frame[n&31] = n
	return deep(n+1) + frame[(n+1)&31]
}

// console is the board's console until it is muted: then to use it is a fault.
type console struct{}

func (*console) Tx(value byte) {
	if muted {
		riscv.Load64(nothing)
	}
	goodConsole.Tx(value)
}

func (*console) Rx() (value byte, ok bool) { return goodConsole.Rx() }

// What the board had. (The K210's firmware leaves little room: as variables these
// need fewer functions than as fields.)
var (
	goodTimer   board.Timer
	goodConsole board.Console
	muted       bool
)

// Run is the firmware on a board.
func Run(machine *board.Board) {
	goodTimer, goodConsole = machine.Timer, machine.Console
	machine.Timer, machine.Console = new(timer), new(console)
	monitor.Run(machine)
}
