// SPDX-License-Identifier: MIT

// Command k210 is firmware for the Kendryte K210 that fails on purpose: package
// faulty.
package main

import (
	"bugo/firmware/board/k210"
	"bugo/firmware/crashtest/faulty"
)

func main() { faulty.Run(&k210.Board) }
