// SPDX-License-Identifier: MIT

// Package crash is what the faulty firmware of a test and the programs that
// provoke it agree on: the firmware fails in a certain way when a program sets
// its timer to a certain time.
package crash

import "bugo/arch/sbi"

// The times, which nobody would wait for.
const (
	Load     = 1<<62 + iota // load from an address where nothing is
	Panic                   // index an array outside its bounds
	Overflow                // call for ever
	Mute                    // load as above, on a console that cannot be used
)

// Provoke tells the firmware to fail. It is for programs in S-mode.
func Provoke(way uint64) {
	print("provoking\n")
	sbi.SetTimer(way)
	print("survived\n")
}
