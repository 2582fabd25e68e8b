// SPDX-License-Identifier: MIT

// Command gc is a kernel that makes garbage: ten times its heap, and a
// thousand collections which a long-lived structure must survive.
package main

import (
	"bugo/heap/gc/live"
	"bugo/kernel/platform"
)

func main() {
	live.Garbage()
	live.LongLived(1000)
	live.Bits()
	live.HandFreed()
	live.OtherStacks()
	live.Large()
	println("gc: all is well")
	platform.Shutdown(true)
}
