// SPDX-License-Identifier: MIT

// Command panics is a kernel that panics: what boot_test must report.
package main

import _ "bugo/kernel/platform"

func main() {
	println("about to panic")
	panic("on purpose")
}
