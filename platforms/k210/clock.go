// SPDX-License-Identifier: MIT

package k210

// MvendorID is mvendorid of the chip: Canaan (k210-facts.md §2.1).
const MvendorID = 0x4b5

// TimebaseHz is how often mtime counts in a second: the CPU's 390 MHz divided
// by 50 (k210-facts.md §3).
const TimebaseHz = 390_000_000 / 50
