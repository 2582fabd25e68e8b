// SPDX-License-Identifier: MIT

//go:build riscv64

// Package runtime is what stands under every Go program of Bugo: the firmware,
// the kernel and the user apps. It takes the place of Go's own package runtime
// in the standard library those programs are built with, so that they can be
// written in plain Go with no operating system below and with an image of tens
// of kilobytes instead of one megabyte.
//
// The compiler turns language constructs into calls of functions of this
// package (append becomes growslice, panic becomes gopanic), and the linker
// refers to some of its variables and types. Their names and signatures are
// therefore not ours to choose; each file says which construct it serves.
//
// # Reading order
//
//	rt0_riscv64.s, start.go   from the first instruction to main.main
//	g.go, image.go            the stack record, the sections of the image
//	platform.go, allocator.go what a program must supply: console, exit, heap
//	malloc.go, memory.go      new, make, and moving what they made
//	print.go                  print and println
//	slice.go, append.go, string*.go, equal.go, hash.go
//	interface.go, itab.go, typename.go, map.go
//	errors.go, panic.go, defer.go, recover.go, panicvalue.go
//	asm_riscv64.s, bounds.go  panics which the compiled code raises itself
//	fatal.go                  the end: throw, stack overflow, faults in a panic
//	moduledata.go, unwind.go, traceback.go, caller.go
//	missing_riscv64.s         what Bugo does not have yet, and how the link says so
//	hooks_*.go                what stock packages (sync, maps, reflect) expect
//
// Logic that needs no machine stands in internal/ packages, which the host
// compiles and tests too.
//
// # Invariants
//
//   - There is one thread of execution per stack; X27 holds the address of its G.
//   - No stack grows. Each function that the compiler checks compares SP with
//     G.stackguard0, so an overflow ends in a message and not in wild writes.
//   - Nothing here allocates unless the program asked for memory, and nothing
//     at all allocates on the way from a fatal error to the exit.
//   - writeBarrier stays off: there is no concurrent collector.
package runtime
