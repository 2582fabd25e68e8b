// SPDX-License-Identifier: MIT

// Command faulty panics with an error whose Error method panics. The runtime
// must not follow it round and round.
package main

import _ "bugo/kernel/platform"

type faulty struct{ depth int }

func (f *faulty) Error() string {
	println("asked for the text")
	panic(f)
}

var value faulty

func main() { panic(&value) }
