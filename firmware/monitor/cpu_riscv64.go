// SPDX-License-Identifier: MIT

package monitor

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/firmware/service"
)

// cpu is the hart that runs, as the services see it.
type cpu struct{}

var _ service.CPU = (*cpu)(nil)

func (*cpu) Hart() int { return int(riscv.ReadMhartid()) }

func (*cpu) Identity() (vendor, architecture, implementation uint64) {
	return uint64(riscv.ReadMvendorid()), uint64(riscv.ReadMarchid()), uint64(riscv.ReadMimpid())
}

func (*cpu) SetSupervisorTimer(pending bool) {
	if pending {
		riscv.SetMip(riscv.InterruptSTI)
	} else {
		riscv.ClearMip(riscv.InterruptSTI)
	}
}

func (*cpu) SetMachineTimer(enabled bool) {
	if enabled {
		riscv.SetMie(riscv.InterruptMTI)
	} else {
		riscv.ClearMie(riscv.InterruptMTI)
	}
}

func (*cpu) SetSupervisorSoftware(pending bool) (was bool) {
	was = riscv.ReadMip()&riscv.InterruptSSI != 0
	if pending {
		riscv.SetMip(riscv.InterruptSSI)
	} else {
		riscv.ClearMip(riscv.InterruptSSI)
	}
	return was
}

func (*cpu) FenceInstructions() { riscv.FenceI() }
func (*cpu) FenceTranslations() { riscv.SfenceVMA() }
func (*cpu) Wait()              { riscv.Wfi() }

// loadCaller loads with the rights and translation of the mode that trapped
// (RISC-V priv. 1.12 §3.1.6.3), and survives a fault. It changes mepc, mcause
// and mtval then, which the trap handler has saved.
//
// Preconditions: M-mode, in the trap handler.
func loadCaller(address uintptr) (value uint64, ok bool)

func (*cpu) LoadCaller(address uintptr) (value uint64, ok bool) { return loadCaller(address) }

func (*cpu) LoadByte(address uintptr) byte { return *(*byte)(unsafe.Add(nil, address)) }

func (*cpu) StoreByte(address uintptr, value byte) { *(*byte)(unsafe.Add(nil, address)) = value }
