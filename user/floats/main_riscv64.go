// SPDX-License-Identifier: MIT

// Command floats proves that an app keeps its floats whatever others do: it
// computes for long enough to be pre-empted, with all variables in registers,
// gives way between rounds, and is pre-empted, with a pattern in every F register
// and in fcsr, and compares the result with what the host computed, to the last bit.
//
//	floats SEED
//
// Run it at least twice at the same time, with seeds from 1 to 4.
package main

import (
	"unsafe"

	"bugo/user/args"
	"bugo/user/floats/mix"
	"bugo/user/os"
)

func main() {
	if len(os.Args) != 2 {
		println("floats: FAIL: say which seed, such as 1")
		os.Exit(1)
	}
	seed, ok := args.Number(os.Args[1])
	want, known := mix.Expected(seed)
	if !ok || !known {
		println("floats: FAIL: no result is known for seed", os.Args[1])
		os.Exit(1)
	}
	state := mix.New(int(seed))
	for round := range uint64(mix.Rounds) {
		state.Run(mix.Steps)
		var pattern, values [32]uint64
		for i := range pattern {
			pattern[i] = (seed<<32 | round<<8 | uint64(i)) * 0x9e3779b97f4a7c15
		}
		values = pattern
		// Each rounding mode but the one that computing needs, and flags.
		fcsr := uintptr((1+(seed+round)%4)<<5 | round%32)
		if after := keep(&values, fcsr); after != fcsr {
			println("floats: FAIL: fcsr changed from", fcsr, "to", after)
			os.Exit(1)
		}
		for i := range pattern {
			if values[i] != pattern[i] {
				println("floats: FAIL: register", i, "changed from", unsafe.Pointer(uintptr(pattern[i])), "to", unsafe.Pointer(uintptr(values[i])))
				os.Exit(1)
			}
		}
	}
	if sum := state.Sum(); sum != want {
		println("floats: FAIL: seed", seed, "gave", unsafe.Pointer(uintptr(sum)), "and not", unsafe.Pointer(uintptr(want)))
		os.Exit(1)
	}
	print("floats ", seed, " OK: a = ", state.A, ", e = ", state.E, ", sum ", unsafe.Pointer(uintptr(want)), "\n")
}
