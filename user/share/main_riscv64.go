// SPDX-License-Identifier: MIT

// Command share computes until the machine is three seconds old, without ever
// calling for anything but the time. Several of it show how a scheduler divides
// the hart: the kernel's summary has each one's share of the ticks.
//
//	share [renice]
//
// With renice, it first gives itself the priority -10: 30 tickets of task.Stride.
package main

import (
	"bugo/user/abi"
	"bugo/user/os"
	"bugo/user/sys"
)

const (
	seconds = 3
	self    = 0
)

func main() {
	if len(os.Args) > 1 {
		if err := sys.Setpriority(abi.PrioProcess, self, -10); err != nil {
			panic(err)
		}
	}
	var now abi.Timespec
	for now.Sec < seconds {
		for range 10_000 {
			steps++
		}
		if err := sys.ClockGettime(abi.ClockMonotonic, &now); err != nil {
			panic(err)
		}
	}
}

// steps is what it computes.
var steps uint64
