// SPDX-License-Identifier: MIT

// Command overflow uses up its stack. The runtime must say where, and show the
// first and the last of the calls.
package main

import _ "bugo/kernel/platform"

func main() { println("the sum is", sum(1)) }

// sum never comes to an end.
func sum(n int) int {
	var numbers [32]int
	for i := range numbers {
		numbers[i] = n + i
	}
	return sum(n+1) + numbers[n%32]
}
