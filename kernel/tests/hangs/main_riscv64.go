// SPDX-License-Identifier: MIT

// Command hangs is a kernel that prints a line and then says nothing more:
// what boot_test must not wait for longer than its deadline.
package main

import _ "bugo/kernel/platform"

func main() {
	println("about to hang")
	for {
	}
}
