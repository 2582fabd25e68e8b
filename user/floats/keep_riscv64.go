// SPDX-License-Identifier: MIT

package main

// keep loads all F registers from values, calls sched_yield, and stores them
// back: what the other apps did to the registers in between must not show.
//
//go:noescape
func keep(values *[32]uint64)
