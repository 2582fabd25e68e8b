// SPDX-License-Identifier: MIT

package trap

import "bugo/arch/riscv"

// saveFloats and loadFloats copy all F registers and fcsr. FS must not be Off.

//go:noescape
func saveFloats(f *Floats)

//go:noescape
func loadFloats(f *Floats)

// registers implements FPU by the machine's own.
type registers struct{}

func (registers) Save(f *Floats) { saveFloats(f) }
func (registers) Load(f *Floats) { loadFloats(f) }

// Enable sets FS to Dirty rather than Initial or Clean, because the K210 knows
// no other value than this and Off (k210-facts.md §2.3).
func (registers) Enable(on bool) {
	if on {
		riscv.SetSstatus(riscv.StatusFS)
	} else {
		riscv.ClearSstatus(riscv.StatusFS)
	}
}

// Registers is the hart's floating-point unit.
var Registers FPU = registers{}
