// SPDX-License-Identifier: MIT

// Command sleep sleeps several times, says for how long it did, and checks
// that it was never less than it asked for.
package main

import (
	"bugo/user/os"
	"bugo/user/time"
)

func main() {
	failed := false
	for _, d := range [...]time.Duration{0, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond} {
		before := time.Now()
		time.Sleep(d)
		slept := time.Since(before)
		print("sleep: asked for ", d.Milliseconds(), " ms, slept ", slept.Microseconds(), " us\n")
		if slept < d {
			println("sleep: FAIL: that is too short")
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
	println("sleep: OK")
}
