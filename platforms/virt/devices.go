// SPDX-License-Identifier: MIT

package virt

// Physical addresses of devices (QEMU hw/riscv/virt.c, virt_memmap).
const (
	// FinisherBase is SiFive's test finisher: it ends the emulator.
	FinisherBase = 0x0010_0000
	// CLINTBase is the core-local interruptor: timers and software
	// interrupts of all harts.
	CLINTBase = 0x0200_0000
	// UARTBase is a 16550-compatible serial port, one byte a register: the
	// console.
	UARTBase = 0x1000_0000
)

// TimebaseHz is how often mtime counts in a second
// (QEMU include/hw/intc/riscv_aclint.h, RISCV_ACLINT_DEFAULT_TIMEBASE_FREQ).
const TimebaseHz = 10_000_000

// Memory, in bytes and physical addresses (QEMU hw/riscv/virt.c, virt_memmap).
const (
	// RAMBase is where memory begins.
	RAMBase = 0x8000_0000
	// RAMSize is what Bugo asks QEMU for: as much as the K210 has
	// (k210-facts.md §1).
	RAMSize = 8 << 20
)
