// SPDX-License-Identifier: MIT

package job

import (
	"unsafe"

	"bugo/heap/bench/measure"
	"bugo/heap/trace"
)

// RegionOffset is how far behind a multiple of RegionAlign a heap begins. It is
// no round number, because a kernel's heap has no round address: this is 24
// behind a multiple of 64.
const RegionOffset = 0x6d8

// RegionAlign returns the power of two that a heap's address is counted from,
// on the host and in the guest alike. Addresses matter to allocators: to those
// that hand out aligned pages, and to buddies up to the size of the heap. With
// the same remainder both find the same.
func RegionAlign(heapSize int) uintptr {
	align := uintptr(1 << 20)
	for align < uintptr(heapSize) {
		align <<= 1
	}
	return align
}

// A Layout is where things lie in the guest's memory, as addresses.
type Layout struct {
	Ops      uintptr // room for the operations of the longest trace, twice
	MaxOps   int
	Slots    uintptr // room for each measure.Slot that any trace needs
	MaxSlots int
	Region   uintptr // the heap
	End      uintptr // of the heap
}

// Layout returns where the guest puts what, when the file lies at base.
func (j Job) Layout(base uintptr) Layout {
	var l Layout
	for i := range j.Traces() {
		l.MaxOps = max(l.MaxOps, j.Trace(i).Len())
		l.MaxSlots = max(l.MaxSlots, j.Trace(i).Slots())
	}
	l.Ops = alignUp(base+uintptr(len(j.file)), wordSize)
	l.Slots = alignUp(l.Ops+2*uintptr(l.MaxOps)*unsafe.Sizeof(trace.Op{}), wordSize)
	l.Region = alignUp(l.Slots+uintptr(l.MaxSlots)*unsafe.Sizeof(measure.Slot{}), RegionAlign(j.HeapSize())) + RegionOffset
	l.End = l.Region + uintptr(j.HeapSize())
	return l
}

func alignUp(n, align uintptr) uintptr { return (n + align - 1) &^ (align - 1) }
