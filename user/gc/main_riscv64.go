// SPDX-License-Identifier: MIT

// Command gc is an app that makes garbage, ten times its heap, and has a
// long-lived structure survive a thousand collections.
package main

import (
	"bugo/heap/gc/live"
	_ "bugo/user/sys"
)

func main() {
	live.Garbage()
	live.LongLived(1000)
	live.Bits()
	live.HandFreed()
	live.OtherStacks()
	println("gc: all is well in an app, too")
}
