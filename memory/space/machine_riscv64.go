// SPDX-License-Identifier: MIT

package space

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/memory/frame"
	"bugo/platforms/k210"
)

// Hart is the Machine itself: physical memory is at its own addresses.
type Hart struct{}

// Bytes returns memory as it is, address by address.
func (Hart) Bytes(base, size uintptr) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(base)), size)
}

// Flush makes the hart see what has changed in page tables.
func (Hart) Flush() { riscv.SfenceVMA() }

// modeSv39 is in bits 63:60 of satp (RISC-V priv. 1.12 table 4.4). The K210 loses
// it, and is told by the sfence.vma that follows (k210-facts.md §2.5, §13).
const modeSv39 = 8 << 60

// Satp returns the value of satp for an address space, by its root. The number of
// the address space, bits 59:44, is 0: the K210 has none.
func Satp(root uintptr) uintptr { return modeSv39 | root/pageSize }

const frameCount = (k210.FramesEnd - k210.FramesBase) / pageSize

var (
	// Frames is all memory that is handed out.
	Frames frame.Allocator
	// Own is the kernel's own address space.
	Own Kernel

	// records are for Frames: package frame. (RecordsSize is no constant; Init
	// complains if this is less.)
	records [2*frameCount<<5 + frameCount + 512]byte

	own [12]Region
)

// Enable makes the kernel's address space and turns translation on. extra are
// regions beside those that every kernel has: image, boot stack, heap, frames. It is
// called once, on the boot stack; a trap must be able to tell what went wrong.
//
// trampoline is the range of the trap vector's code. satpHasMode is false on the K210:
// there the first sfence.vma turns translation on, with whatever is in satp, so that
// none may come before satp is right (k210-facts.md §13). Elsewhere the write of satp
// does so, and what was stored to tables must be fenced before.
func Enable(trampoline [2]uintptr, satpHasMode bool, extra ...Region) {
	if err := Frames.Init(Hart{}, k210.FramesBase, frameCount, records[:]); err != nil {
		panic(err)
	}
	if err := Own.Init(Hart{}, &Frames, append(image(trampoline), extra...)); err != nil {
		panic(err)
	}
	if satpHasMode {
		riscv.SfenceVMA()
	}
	Own.Use()
}

// Flush makes the hart see what has changed in the kernel's tables.
func (*Kernel) Flush() { riscv.SfenceVMA() }

// Use goes over to the kernel's own address space. It is the same code and the same
// memory in all of them.
func (k *Kernel) Use() {
	riscv.WriteSatp(Satp(k.Table.Root))
	riscv.SfenceVMA()
}

// image returns the regions of the kernel's image and behind it. The pages that hold
// the trap vector are a region of their own, to be seen: in other kernels they are
// mapped apart.
func image(trampoline [2]uintptr) []Region {
	l := runtime.Image()
	vector, vectorEnd := trampoline[0]&^(pageSize-1), roundUp(trampoline[1])
	guard := l.Stack - pageSize // below it: platforms/k210/sections.ld
	regions := own[:0]
	for _, r := range [...]Region{
		{Name: "text", Start: l.Text, End: vector, Permissions: ReadExecute},
		{Name: "trampoline", Start: vector, End: vectorEnd, Permissions: ReadExecute},
		{Name: "text", Start: vectorEnd, End: l.ROData, Permissions: ReadExecute},
		{Name: "rodata", Start: l.ROData, End: l.Apps &^ (pageSize - 1), Permissions: ReadOnly},
		{Name: "apps", Start: l.Apps &^ (pageSize - 1), End: l.Data, Permissions: ReadOnly},
		{Name: "data", Start: l.Data, End: l.BSS, Permissions: ReadWrite},
		{Name: "bss", Start: l.BSS, End: guard, Permissions: ReadWrite},
		{Name: "boot stack", Start: l.Stack, End: l.EStack, Permissions: ReadWrite},
		{Name: "heap", Start: l.Heap, End: roundUp(l.EBSS), Permissions: ReadWrite},
		{Name: "frames", Start: k210.FramesBase, End: k210.FramesEnd, Permissions: ReadWrite},
	} {
		if r.End > r.Start {
			regions = append(regions, r)
		}
	}
	return regions
}

// KernelGuards returns what must not be mapped in the kernel's part: the guards of the
// boot stack, and the firmware's memory. (Those of tasks' stacks follow from StackArea.)
func KernelGuards() []Region {
	l := runtime.Image()
	return []Region{
		{Name: "firmware", Start: k210.FirmwareBase, End: k210.KernelBase},
		{Name: "guard", Start: l.Stack - pageSize, End: l.Stack},
		{Name: "guard", Start: l.EStack, End: l.Heap},
	}
}
