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
//	rt0_riscv64.s start.go g.go image.go     from the first instruction to main.main
//	platform.go allocator.go                 what a program must supply: console, exit, heap
//	malloc.go memory.go                      new, make and what moves and clears memory
//	memstats.go                              how the heap is used
//	print.go                                 print and println
//	slice.go append.go string.go equal.go hash.go complex.go map.go
//	interface.go itab.go typename.go         conversions, assertions, method tables
//	errors.go bounds.go asm_riscv64.s        the panics that the language raises itself
//	panic.go defer.go recover.go             raising, deferring, recovering
//	panicvalue.go textmethod.go fatal.go     the end of a program that cannot go on
//	moduledata.go unwind.go traceback.go caller.go
//	                                         from addresses to functions and lines
//	missing_riscv64.s                        what Bugo does not have yet, and how the link says so
//	hooks_sync.go hooks_reflectlite.go api.go dwarf.go
//	                                         what stock packages and tools expect
//
// Logic that needs no machine stands in internal/ packages, which the host
// compiles and tests too. Stock memmove and memclr are added from the SDK.
//
// # Invariants
//
//   - There is one thread of execution per stack; X27 holds the address of its G.
//   - No stack grows. Each function that the compiler checks compares SP with
//     G.stackguard0, so an overflow ends in a message and not in wild writes.
//   - Nothing here allocates unless the program asked for memory. Errors of the
//     language can be raised, recovered and printed without any; see errorSpace.
//   - From a fatal error to the exit nothing allocates, and all runs on a stack
//     of its own. A failure on the way is told in one line, a second one not.
//   - writeBarrier stays off: there is no concurrent collector. Collections
//     happen in allocate and GC only; memory with pointers is filled before the
//     next allocation.
package runtime
