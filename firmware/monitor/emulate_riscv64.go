// SPDX-License-Identifier: MIT

package monitor

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/firmware/emulate"
)

// emulator handles the exceptions that harts of 1.9.1 cannot delegate. Where all are
// delegated, it is never asked.
var emulator = emulate.Emulator{Hart: &self}

var _ emulate.Hart = (*cpu)(nil)

// has1_9_1 tells whether the harts are of privileged architecture 1.9.1. It is set
// before there is a second one.
var has1_9_1 bool

// fencedRoots has, for each hart, what satp held at its last SFENCE.VMA.
var fencedRoots [maxHarts]uint64

// findSpec finds out: only 1.9.1 has the mode of address translation in mstatus
// (k210-facts.md §2.3), and in later versions the bits read as 0
// (RISC-V priv. 1.12 §3.1.6). In M-mode it translates nothing.
func findSpec() {
	riscv.SetMstatus(sv39)
	has1_9_1 = riscv.ReadMstatus()&riscv.StatusVM == sv39
	riscv.ClearMstatus(riscv.StatusVM)
}

const sv39 = 9 << riscv.StatusVMShift // k210-facts.md §2.3

// A frame is a Trap: these do not compile where it is not.
var (
	_ [unsafe.Sizeof(emulate.Trap{})]byte          = [unsafe.Sizeof(frame{})]byte{}
	_ [unsafe.Offsetof(emulate.Trap{}.PC)]byte     = [unsafe.Offsetof(frame{}.mepc)]byte{}
	_ [unsafe.Offsetof(emulate.Trap{}.Status)]byte = [unsafe.Offsetof(frame{}.mstatus)]byte{}
	_ [unsafe.Offsetof(emulate.Trap{}.Cause)]byte  = [unsafe.Offsetof(frame{}.mcause)]byte{}
	_ [unsafe.Offsetof(emulate.Trap{}.Value)]byte  = [unsafe.Offsetof(frame{}.mtval)]byte{}
)

// emulate handles an exception from S- or U-mode, if the emulator knows it.
func (f *frame) emulate() (known bool) {
	return emulator.Handle((*emulate.Trap)(unsafe.Pointer(f)))
}

func (*cpu) Load(address uint64, size int, execute bool) (value uint64, loaded int) {
	rights := uintptr(asLoads)
	if execute {
		rights = asFetches
	}
	return loadAs(uintptr(address), size, rights)
}

func (*cpu) Store(address uint64, size int, value uint64) (stored int) {
	return storeAs(uintptr(address), size, value)
}

func (*cpu) Memory() (base, size uint64) {
	memory := services.Memory()
	return uint64(memory.Base), uint64(memory.Size)
}

func (*cpu) Entry(address uint64) uint64 {
	return *(*uint64)(unsafe.Add(nil, uintptr(address)))
}

func (*cpu) Float(register int, double bool) uint64 { return float(register, double) }

func (*cpu) SetFloat(register int, double bool, value uint64) { setFloat(register, double, value) }

func (*cpu) Time() uint64                { return services.Board.Timer.Now() }
func (*cpu) UserCounters() uint64        { return uint64(riscv.ReadMucounteren()) }
func (*cpu) SetUserCounters(bits uint64) { riscv.WriteMucounteren(uintptr(bits)) }
func (*cpu) SetRoot(root uint64)         { riscv.WriteSatp(uintptr(root)) }

func (c *cpu) Root() (written, fenced uint64) {
	return uint64(riscv.ReadSatp()), fencedRoots[c.Hart()]
}

func (c *cpu) Fence(root uint64) {
	fencedRoots[c.Hart()] = root
	c.FenceTranslations()
}

func (*cpu) EnterSupervisor(sepc, scause, stval uint64) (handler uint64) {
	riscv.WriteSepc(uintptr(sepc))
	riscv.WriteScause(uintptr(scause))
	riscv.WriteStval(uintptr(stval))
	return uint64(riscv.ReadStvec())
}
