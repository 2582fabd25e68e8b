// SPDX-License-Identifier: MIT

// Command conformance runs the suite that every allocator must pass in the
// kernel's place: the same code as on the host, on the machine that it is for.
package main

import (
	"bugo/heap"
	"bugo/heap/conformance"
	_ "bugo/heap/global"
	"bugo/kernel/platform"
)

// report is the suite's T on a console.
type report struct{ failures int }

func (r *report) Helper() {}

func (r *report) Error(args ...any) {
	r.failures++
	print("FAIL")
	for _, arg := range args {
		switch v := arg.(type) {
		case string:
			print(" ", v)
		case error:
			print(" ", v.Error())
		case int:
			print(" ", v)
		case uintptr:
			print(" ", v)
		default:
			print(" ", v)
		}
	}
	println()
}

// The suite asks for thousands of fresh allocators, one after the other. The
// kernel has no collector yet, so each kind is one variable, made zero again.
var (
	bump  heap.Bump
	buddy heap.Buddy
	tlsf  heap.TLSF
)

var allocators = []struct {
	name string
	new  func() heap.Allocator
}{
	{"bump", func() heap.Allocator { bump = heap.Bump{}; return &bump }},
	{"buddy", func() heap.Allocator { buddy = heap.Buddy{}; return &buddy }},
	{"tlsf", func() heap.Allocator { tlsf = heap.TLSF{}; return &tlsf }},
}

func main() {
	passed, failed := 0, 0
	for _, a := range allocators {
		for i := range conformance.Checks {
			check := &conformance.Checks[i]
			r := &report{}
			check.Run(r, a.new)
			if r.failures > 0 {
				failed++
				continue
			}
			passed++
			println("ok  ", a.name, check.Name)
		}
	}
	println("conformance:", passed, "passed,", failed, "failed")
	platform.Shutdown(failed == 0)
}
