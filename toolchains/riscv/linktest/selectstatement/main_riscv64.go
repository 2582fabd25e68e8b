// SPDX-License-Identifier: MIT

// Command selectstatement must not link: Bugo has no select yet.
package main

import _ "bugo/kernel/platform"

func main() {
	select {}
}
