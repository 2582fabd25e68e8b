// SPDX-License-Identifier: MIT

// Command loads, in S-mode, makes the faulty firmware fail: it loads from nowhere in M-mode.
package main

import (
	"bugo/firmware/crashtest/crash"
	_ "bugo/kernel/platform" // entry and console
)

func main() { crash.Provoke(crash.Load) }
