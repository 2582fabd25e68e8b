// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
	"bugo/platforms/k210"
)

// Where the AI SRAM is.
const (
	aiBase = k210.AISRAMBase
	aiSize = k210.SRAMBase + k210.SRAMSize - k210.AISRAMBase
)

// written is what the console says to a text at the start of the AI SRAM.
func written() sbi.Error {
	err, _ := sbi.Call(sbi.ExtensionDebugConsole, sbi.DebugConsoleWrite, 1, aiBase, 0, 0, 0, 0)
	return err
}

func aiSRAMSize() uintptr {
	_, size := sbi.Call(sbi.ExtensionK210, sbi.K210AISRAMSize, 0, 0, 0, 0, 0, 0)
	return size
}

// checkAISRAM enables the AI SRAM and fills it. Before, it asks the firmware only: on the
// board, to touch it would hang the bus (k210-facts.md §1).
func checkAISRAM() {
	check("aisram.off", aiSRAMSize() == 0 && written() == sbi.ErrInvalidParam)
	base, size, err := sbi.EnableAISRAM()
	check("aisram.enable", err == sbi.Success && base == aiBase && size == aiSize && aiSRAMSize() == aiSize)
	if err != sbi.Success {
		return
	}
	const step = 64 // a line of the cache
	for at := uint64(aiBase); at < aiBase+aiSize; at += step {
		store64(at, ^at)
	}
	_, _, err = sbi.EnableAISRAM() // it stays as it is
	all := err == sbi.Success
	for at := uint64(aiBase); at < aiBase+aiSize; at += step {
		all = all && load64(at) == ^at
	}
	check("aisram.memory", all)
	store8(aiBase, '\n')
	check("aisram.calls", written() == sbi.Success)

	// Page tables there are walked, by the hart and by the firmware.
	translate()
	store64(aiBase, entry(firstAt, r))
	store64(middleAt+(window>>21+1)&511*8, entry(aiBase, 0))
	riscv.SfenceVMA()
	const there = window&^(1<<21-1) + 1<<21
	_, readable := readable(there)
	fault := memoryFault{mode: supervisor, bits: storeBits, address: there, page: true}
	sbi.SetPageFaults(true)
	check("aisram.tables", readable && fault.comes(true))
	sbi.SetPageFaults(false)
	dontTranslate()
}
