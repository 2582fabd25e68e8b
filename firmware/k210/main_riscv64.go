// SPDX-License-Identifier: MIT

// Command k210 is the firmware for the Kendryte K210: the same as package
// bugo/firmware, on another board. The boot ROM starts it on both harts
// (k210-facts.md §12.1).
package main

import (
	"bugo/firmware/board/k210"
	"bugo/firmware/monitor"
)

func main() { monitor.Run(&k210.Board) }
