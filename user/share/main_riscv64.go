// SPDX-License-Identifier: MIT

// Command share computes until the machine is three seconds old, without ever
// calling for anything but the time. Several of it show how a scheduler divides
// the hart: the kernel's summary has each one's share of the ticks.
package main

import (
	"bugo/user/abi"
	"bugo/user/sys"
)

const seconds = 3

func main() {
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
