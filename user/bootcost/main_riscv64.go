// SPDX-License-Identifier: MIT

// Command bootcost tells what the boot cost: the instructions from the
// kernel's first to the app's first. The kernel hands its own count over in
// a1; the app's entry reads the counter before anything else. Run it under
// QEMU's -icount, where the figure repeats to the instruction.
package main

import (
	"runtime"

	"bugo/user/sys"
)

// budget is the goal: the tutorial OS in Rust needs 1,602,565.
const budget = 200_000

func main() {
	_, kernelEntry := runtime.BootArgs()
	cost := sys.EntryInstret() - uint64(kernelEntry)
	println("kernel entry to first user instruction:", cost, "instructions")
	if cost > budget {
		println("FAIL: more than", budget)
		sys.Exit(1)
	}
	println("within the budget of", budget)
}
