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
func (*cpu) Wait()              { riscv.Wfi() }

func (*cpu) FenceTranslations() {
	if has1_9_1 {
		riscv.SfenceVM()
	} else {
		riscv.SfenceVMA()
	}
}

func (*cpu) Halt() {
	riscv.WriteMie(0)
	for {
		riscv.Wfi()
	}
}

func (*cpu) SetPageFaults(on bool) {
	emulator.PageFaults.Store(on)
	delegateExceptions()
}

func (*cpu) LoadCaller(address uintptr) (value uint64, ok bool) {
	const size = 8
	value, loaded := loadAs(address, size, asLoads)
	return value, loaded == size
}

func (*cpu) LoadByte(address uintptr) byte { return *(*byte)(unsafe.Add(nil, address)) }

func (*cpu) StoreByte(address uintptr, value byte) { *(*byte)(unsafe.Add(nil, address)) = value }
