// SPDX-License-Identifier: MIT

// Command noheap is a program without an allocator, as the firmware is: the
// errors that the language raises must be recoverable and printable all the
// same.
package main

import _ "bugo/kernel/platform"

type shape interface{ area() int }

type square struct{ side int }

func (s *square) area() int { return s.side * s.side }

//go:noinline
func element(list []int, i int) int { return list[i] }

//go:noinline
func assert(v any) string { return v.(string) }

// attempt says whether f panics.
func attempt(name string, f func()) {
	defer func() {
		_, isError := recover().(error)
		println(name, isError)
	}()
	f()
}

var list [3]int

func main() {
	attempt("index:", func() { element(list[:], 3) })
	attempt("assertion:", func() { assert(&list) })
	attempt("method:", func() { println(any(&list).(shape).area()) })
	attempt("division:", func() { println(1 / list[0]) })
	var s shape = &square{3}
	println("area:", s.area())
	defer func() { assert(&list) }()
	defer func() { element(list[:], -1) }()
	panic("no heap")
}
