// SPDX-License-Identifier: MIT

// Command overflows, in S-mode, makes the faulty firmware fail: it overflows its stack.
package main

import (
	"bugo/firmware/crashtest/crash"
	_ "bugo/kernel/platform" // entry and console
)

func main() { crash.Provoke(crash.Overflow) }
