// SPDX-License-Identifier: MIT

// Command fatal panics with values of all kinds and does not recover: their
// texts must be those of stock Go, and the machine must end with a failure.
package main

import (
	_ "bugo/kernel/platform"
	"bugo/runtime/features"
	"bugo/runtime/features/bare"
)

func main() {
	bare.CatchFaults()
	features.Fatal()
}
