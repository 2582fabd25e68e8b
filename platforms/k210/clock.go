// SPDX-License-Identifier: MIT

package k210

// MvendorID is mvendorid of the chip: Canaan (k210-facts.md §2.1).
const MvendorID = 0x4b5

// Clocks as the boot ROM leaves them (k210-facts.md §9).
const (
	// CrystalHz is the clock IN0, from which all others are made (k210-facts.md §1).
	CrystalHz = 26_000_000
	// CPUHz is PLL0's 780 MHz divided by 2.
	CPUHz = 390_000_000
	// CyclesPerTick is how many cycles of the CPU mtime counts as one (k210-facts.md §3).
	CyclesPerTick = 50
	// TimebaseHz is how often mtime counts in a second.
	TimebaseHz = CPUHz / CyclesPerTick
)

// ConsoleBaud is the rate of the serial line, in bits a second (k210-facts.md §5).
const ConsoleBaud = 115200
