// SPDX-License-Identifier: MIT

// Package k210 is the Kendryte K210's memory map, as Bugo divides it.
//
// The chip has 8 MiB of SRAM at 0x80000000 and no DRAM (k210-facts.md §1):
//
//	0x80000000  firmware, M-mode, 128 KiB with its data and stacks
//	0x80020000  kernel, S-mode, with its boot stack and heap array
//	0x80400000  frames: page tables, kernel stacks, and the memory of user apps
//	0x80600000  AI SRAM: memory only once PLL1 and the AI clock run
//	0x80800000  end
//
// QEMU's virt machine has ordinary memory at the same addresses, so that one
// kernel binary serves both. The linker scripts beside this file state the
// same figures to GNU ld; a test compares the two.
//
// devices.go has the devices, pins.go the board, clock.go the clocks.
//
// The package holds constants only and imports nothing, so that every layer
// may use it.
package k210

// Memory, in bytes and physical addresses.
const (
	// SRAMBase is where cached SRAM begins (k210-facts.md §1).
	SRAMBase = 0x8000_0000
	// SRAMSize counts all three banks, the AI SRAM included (k210-facts.md §1).
	SRAMSize = 8 << 20
	// AISRAMBase begins the bank that faults until its clocks are on (k210-facts.md §1).
	AISRAMBase = 0x8060_0000

	// FirmwareBase is where the boot ROM loads and enters what is in flash (k210-facts.md §12.1).
	FirmwareBase = SRAMBase
	// FirmwareSize is the slot that the seed's image gives to its SBI (k210-facts.md §12.4).
	FirmwareSize = 128 << 10

	// KernelBase is where the firmware hands over, in S-mode (k210-facts.md §12.4).
	KernelBase = FirmwareBase + FirmwareSize
	// KernelEnd is the first address that the kernel must leave alone.
	KernelEnd = FramesBase

	// FramesBase begins the memory that is handed out in frames of 4 KiB: one bank
	// of cached SRAM, and one superpage (k210-facts.md §1, §12.4).
	FramesBase = 0x8040_0000
	// FramesEnd ends it: above lies the AI SRAM.
	FramesEnd = AISRAMBase
)

// Virtual addresses of apps: the same for each, in an address space of its own.
const (
	// UserBase is where an app's image begins: app.ld.
	UserBase = 0x4000_0000
	// UserEnd is the first address that no app can have. One page table of the last
	// level maps all below it, as much as there are frames.
	UserEnd = UserBase + 2<<20
)
