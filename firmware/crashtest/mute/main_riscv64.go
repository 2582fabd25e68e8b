// SPDX-License-Identifier: MIT

// Command mute, in S-mode, makes the faulty firmware fail: it faults and cannot say so.
package main

import (
	"bugo/firmware/crashtest/crash"
	_ "bugo/kernel/platform" // entry and console
)

func main() { crash.Provoke(crash.Mute) }
