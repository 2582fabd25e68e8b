// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

// printCosts prints how many instructions of the hart it takes to execute one that is
// emulated, and to take a fault.
func printCosts() {
	for _, instruction := range [...]struct {
		name string
		bits uint32
	}{
		{"rdtime", readCSR(riscv.CSRTime, 10)},
		{"sfence.vma", sfence(0, 0)},
		{"scounteren", readCSR(riscv.CSRScounteren, 10)},
		{"lh, misaligned", load(loads, 1, 10, 8)},
		{"ld, misaligned", load(loads, 3, 10, 8)},
		{"sd, misaligned", store(stores, 3, 10, 8)},
		{"fld, misaligned", load(floatLoads, 3, 10, 8)},
		{"fsw, misaligned", store(floatStores, 2, 10, 8)},
	} {
		place(0, readCSR(riscv.CSRInstret, 11), instruction.bits, readCSR(riscv.CSRInstret, 12))
		s := start(supervisor, codeAt)
		s.x[8] = firstAt + 1
		s.run()
		printCost(instruction.name, s.x[12]-s.x[11]-1)
	}

	translate()
	fault := memoryFault{mode: supervisor, bits: loadBits, address: absent, page: true}
	plain := fault.cost()
	sbi.SetPageFaults(true)
	printCost("a page fault, more than the access fault", fault.cost()-plain)
	sbi.SetPageFaults(false)
	illegal := memoryFault{mode: supervisor, bits: 0xffff_ffff}
	printCost("an illegal instruction, more than an access fault", illegal.cost()-plain)
	dontTranslate()
}

// cost returns how many instructions a run with a fault takes.
func (f *memoryFault) cost() uint64 {
	place(0, f.bits)
	s := start(f.mode, codeAt)
	s.x[8] = f.address
	before := riscv.ReadInstret()
	s.run()
	return riscv.ReadInstret() - before
}

func printCost(name string, instructions uint64) {
	print("cost ", name, ": ", instructions, " instructions\n")
}
