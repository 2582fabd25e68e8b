// SPDX-License-Identifier: MIT

// Command panics, in S-mode, makes the faulty firmware fail: it panics.
package main

import (
	"bugo/firmware/crashtest/crash"
	_ "bugo/kernel/platform" // entry and console
)

func main() { crash.Provoke(crash.Panic) }
