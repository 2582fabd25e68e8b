// SPDX-License-Identifier: MIT

package sys

// Call makes any system call and returns a0 as it came: see abi.Split. Memory
// that is passed by address must stay reachable until the call is over.
//
//go:noescape
func Call(number, a0, a1, a2, a3, a4, a5 uintptr) uintptr

// call0 and call3 are Call for fewer arguments: the registers behind them are
// whatever they were.

//go:noescape
func call0(number uintptr) uintptr

//go:noescape
func call3(number, a0, a1, a2 uintptr) uintptr

// entryInstret is the instruction counter at the app's entry. The entry code
// writes it before .bss is cleared, so it is initialised data.
var entryInstret uint64 = 1

// EntryInstret returns the value that instret had at the app's entry.
func EntryInstret() uint64 { return entryInstret }
