// SPDX-License-Identifier: MIT

// Command bootcost tells what the boot cost: the instructions from the
// kernel's first to the app's first. The kernel hands its own count over in the
// start block; the app's entry reads the counter before anything else. Run it
// under QEMU's -icount, where the figure repeats to the instruction.
package main

import "bugo/user/sys"

// budget is the goal: the tutorial OS in Rust needs 1,602,565.
const budget = 180_000

func main() {
	start, _ := sys.Start()
	cost := sys.EntryInstret() - start.KernelEntryInstret
	println("kernel entry to first user instruction:", cost, "instructions")
	if cost > budget {
		println("FAIL: more than", budget)
		sys.Exit(1)
	}
	println("within the budget of", budget)
}
