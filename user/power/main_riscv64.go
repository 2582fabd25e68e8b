// SPDX-License-Identifier: MIT

// Command power keeps the processor busy: it raises its argument (3, 5 or 7 in
// the tutorial) to the power of 5,000,000 modulo a prime, one multiplication at a
// time, says how far it is, and checks the result.
//
//	power BASE
package main

import (
	"bugo/user/args"
	"bugo/user/os"
	"bugo/user/power/modular"
)

const (
	exponent = 5_000_000
	progress = 500_000 // multiplications between two lines
)

func main() {
	if len(os.Args) != 2 {
		println("power: say which base, such as 3")
		os.Exit(1)
	}
	base, ok := args.Number(os.Args[1])
	if !ok || base < 2 {
		println("power:", os.Args[1], "is no base: it must be a number from 2 on")
		os.Exit(1)
	}
	product := uint64(1)
	for n := 1; n <= exponent; n++ {
		product = modular.Times(product, base)
		if n%progress == 0 {
			print("power_", base, " [", n, "/", exponent, "]\n")
		}
	}
	if want := modular.Power(base, exponent); product != want {
		print("power_", base, ": FAIL: ", base, "^", exponent, " is ", want, ", not ", product, "\n")
		os.Exit(1)
	}
	print("power_", base, " OK: ", base, "^", exponent, " = ", product, " (mod ", modular.Prime, ")\n")
}
