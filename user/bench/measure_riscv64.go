// SPDX-License-Identifier: MIT

package main

// callCost makes a system call and returns its round trip: the instructions from
// the ecall, which counts, to the one behind it.
//
//go:noescape
func callCost(number, a0, a1, a2 uintptr) uintptr

// storeCost stores a word to an address and returns how many instructions that took:
// the store, which counts, and whatever the kernel did about it.
//
//go:noescape
func storeCost(address uintptr) uintptr

// yields calls sched_yield n times, with as little as possible around it.
func yields(n uintptr)
