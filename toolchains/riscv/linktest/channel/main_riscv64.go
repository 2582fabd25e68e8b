// SPDX-License-Identifier: MIT

// Command channel must not link: Bugo has no channels yet.
package main

import _ "bugo/kernel/platform"

func main() {
	c := make(chan int, 1)
	c <- 1
	println(<-c)
}
