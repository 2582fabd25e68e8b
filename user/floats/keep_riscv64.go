// SPDX-License-Identifier: MIT

package main

// keep loads all F registers from values, and fcsr, calls sched_yield, counts for
// as long as half a time slice, and stores the registers back: what the other apps
// did to them in between must not show. It returns fcsr, and leaves 0 there: round
// to the nearest, no exceptions.
//
//go:noescape
func keep(values *[32]uint64, fcsr uintptr) (after uintptr)
