// SPDX-License-Identifier: MIT

//bugo:trapcontext
package space

import (
	"bugo/memory/frame"
	"bugo/memory/pagetable"
)

// Kernel is the kernel's own address space, which all others adopt.
type Kernel struct {
	Table pagetable.Table

	frames  *frame.Allocator
	source  frame.Source // of tables
	regions []Region
	stacks  uintptr // how many there are
}

// Kernel stacks lie in slots. The lower half of a slot is a guard, in which nothing
// is mapped: whoever runs over the end of a stack traps, be he checked by Go or not.
const (
	// StackArea is where the slots begin: a gigabyte of addresses of their own.
	StackArea = 0xc000_0000
	// StackSlot is the size of a slot, a power of two.
	StackSlot = 16 << 10
	// StackSize is how much of it is stack: what a system call of the deepest kind
	// may use, as in the seed.
	StackSize = StackSlot / 2
	// MaxStacks bounds their number: as many as a pack has apps.
	MaxStacks = 256
)

// gigabyte is what one entry of a root covers.
const gigabyte = 1 << 30

// Init makes the kernel's space of regions that are mapped to their own addresses.
// Entries of the root are pinned for devices, kernel and stacks.
func (k *Kernel) Init(machine pagetable.Memory, frames *frame.Allocator, regions []Region) error {
	*k = Kernel{frames: frames, source: frame.Source{Allocator: frames, Use: frame.KernelTable}, regions: regions}
	if err := k.Table.Init(machine, &k.source); err != nil {
		return err
	}
	for _, r := range regions {
		if err := k.Map(r); err != nil {
			return err
		}
	}
	return k.Table.Pin(StackArea)
}

// Map maps a region to its own addresses, for the kernel alone.
func (k *Kernel) Map(r Region) error {
	for at := r.Start &^ (gigabyte - 1); at < r.End; at += gigabyte {
		if err := k.Table.Pin(at); err != nil {
			return err
		}
	}
	return k.Table.Map(r.Start, r.Start, r.End-r.Start, r.Permissions|pagetable.Global)
}

// AddStack makes one more kernel stack and returns its lower and its upper end. The
// caller flushes.
func (k *Kernel) AddStack() (lo, hi uintptr, err error) {
	if k.stacks == MaxStacks {
		return 0, 0, pagetable.ErrRange
	}
	hi = StackArea + (k.stacks+1)*StackSlot
	lo = hi - StackSize
	for at := lo; at < hi; at += pageSize {
		physical, ok := k.frames.AllocZeroed(frame.KernelStack)
		if !ok {
			err = pagetable.ErrNoFrame
		} else if err = k.Table.Map(at, physical, pageSize, ReadWrite|pagetable.Global); err != nil {
			k.giveBack(physical)
		}
		if err != nil {
			k.dropStack(lo, at)
			return 0, 0, err
		}
	}
	k.stacks++
	return lo, hi, nil
}

// dropStack takes the pages of an unfinished stack back.
func (k *Kernel) dropStack(lo, end uintptr) {
	for at := lo; at < end; at += pageSize {
		if physical, _, ok := k.Table.Translate(at); ok {
			k.giveBack(physical)
		}
	}
	if end > lo && k.Table.Unmap(lo, end-lo) != nil {
		panic("space: a stack that cannot be unmapped")
	}
}

func (k *Kernel) giveBack(physical uintptr) {
	if err := k.frames.Free(physical); err != nil {
		panic(err)
	}
}

// NameAt returns what is at an address of the kernel's part: the name of a region,
// or of a stack's slot, or "".
func (k *Kernel) NameAt(address uintptr) string {
	if address >= StackArea && address < StackArea+k.stacks*StackSlot {
		return "kernel stack"
	}
	return nameAt(k.regions, address)
}

// Regions returns what is mapped to its own addresses.
func (k *Kernel) Regions() []Region { return k.regions }

// Stacks returns how many kernel stacks there are.
func (k *Kernel) Stacks() uintptr { return k.stacks }
