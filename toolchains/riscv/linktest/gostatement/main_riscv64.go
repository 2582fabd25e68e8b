// SPDX-License-Identifier: MIT

// Command gostatement must not link: Bugo has no goroutines yet.
package main

import _ "bugo/kernel/platform"

func main() {
	go println("never")
}
