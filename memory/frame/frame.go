// SPDX-License-Identifier: MIT

package frame

import (
	"unsafe"

	"bugo/heap"
)

// Size is the size of a frame in bytes.
const (
	Size  = 1 << shift
	shift = 12
)

// Use is what a frame is for.
type Use uint8

const (
	// KernelTable frames hold the page tables of the kernel's own map.
	KernelTable Use = iota
	// KernelStack frames are the stacks on which the kernel serves tasks.
	KernelStack
	// UserTable frames hold the page tables of an app's address space.
	UserTable
	// UserPage frames hold an app's data, stack and heap.
	UserPage

	// Uses is how many there are.
	Uses
)

// names is indexed by Use.
var names = [Uses]string{"kernel tables", "kernel stacks", "user tables", "user pages"}

// String names the use.
func (u Use) String() string {
	if u >= Uses {
		return "unknown use"
	}
	return names[u]
}

// Memory is physical memory as the running program sees it.
type Memory interface {
	// Bytes returns the size bytes at the physical address base.
	Bytes(base, size uintptr) []byte
}

// recordShift is of the length of a record: heap.Buddy's unit, which
// TestARecordIsBuddysUnit compares.
const recordShift = 5

// Allocator hands out the frames of one piece of physical memory. It must not be
// copied after Init.
type Allocator struct {
	buddy   heap.Buddy
	records uintptr // address of the first one
	base    uintptr // physical address of the first frame
	count   uintptr
	memory  Memory
	backing []byte // of the records: what is kept as a number keeps nothing alive

	used   [Uses]uintptr
	inUse  uintptr // all of used
	peak   uintptr
	failed uintptr
}

// Stats counts frames.
type Stats struct {
	Total  uintptr
	Free   uintptr
	Used   [Uses]uintptr // by what they are for
	Peak   uintptr       // the most that were in use at once
	Failed uintptr       // requests that found no frame
}

// RecordsSize returns how many bytes Init needs for the records of count frames.
func RecordsSize(count uintptr) uintptr {
	length := recordsLength(count)
	// The records, as much again to align them, and what Buddy puts in front of them.
	return 2*length + count + buddyHeads
}

// buddyHeads is what heap.Buddy keeps in front of its map, and a bit: 33 list heads.
const buddyHeads = 33*8 + 8

// recordsLength is the records' length, rounded up to a power of two.
func recordsLength(count uintptr) uintptr {
	length := uintptr(1) << recordShift
	for length < count<<recordShift {
		length *= 2
	}
	return length
}

// Init manages the count frames from base on, a multiple of Size: at least three,
// as heap.Buddy wants some room. records are RecordsSize(count) bytes of Go memory
// that nobody else uses.
func (a *Allocator) Init(memory Memory, base, count uintptr, records []byte) error {
	if count < 3 || base%Size != 0 || uintptr(len(records)) < RecordsSize(count) {
		return heap.ErrRegionTooSmall
	}
	start := uintptr(unsafe.Pointer(unsafe.SliceData(records)))
	length := recordsLength(count)
	front := count + buddyHeads
	first := (start + front + length - 1) &^ (length - 1)
	// Buddy puts its heads and its map in front of the records: given this much room,
	// it begins them at first.
	region := (first - front) &^ 7
	*a = Allocator{records: first, base: base, count: count, memory: memory, backing: records}
	return a.buddy.Init(region, first+count<<recordShift-region)
}

// Alloc returns the physical address of a frame, whose contents are whatever they
// were, or false if none is left.
func (a *Allocator) Alloc(use Use) (frame uintptr, ok bool) { return a.AllocBlock(0, use) }

// AllocZeroed is Alloc of a frame that is all zero.
func (a *Allocator) AllocZeroed(use Use) (frame uintptr, ok bool) {
	frame, ok = a.Alloc(use)
	if ok { // (words of known number: a tenth quicker than clear, and most of a page fault)
		*(*[Size / 8]uint64)(unsafe.Pointer(unsafe.SliceData(a.memory.Bytes(frame, Size)))) = [Size / 8]uint64{}
	}
	return frame, ok
}

// AllocBlock returns 2^order frames behind one another, at a multiple of their
// length from the first frame on: for superpages, and for devices that want more
// than a page. Order 0 is one frame.
func (a *Allocator) AllocBlock(order uint, use Use) (frame uintptr, ok bool) {
	if order >= 32 {
		return 0, false
	}
	record := a.buddy.Alloc(1<<recordShift<<order, 1)
	if record == nil {
		a.failed++
		return 0, false
	}
	*(*Use)(record) = use
	a.used[use] += 1 << order
	a.inUse += 1 << order
	a.peak = max(a.peak, a.inUse)
	return a.base + (uintptr(record)-a.records)>>recordShift<<shift, true
}

// Free takes back what begins at a physical address, one frame or a block.
func (a *Allocator) Free(frame uintptr) error {
	index := (frame - a.base) >> shift
	if index >= a.count {
		return heap.ErrForeign
	}
	if frame%Size != 0 {
		return heap.ErrMisaligned
	}
	record := unsafe.Add(unsafe.Pointer(nil), a.records+index<<recordShift)
	use := *(*Use)(record)
	_, size := a.buddy.LiveAt(uintptr(record))
	if err := a.buddy.Free(record); err != nil {
		return err
	}
	a.used[use] -= size >> recordShift
	a.inUse -= size >> recordShift
	return nil
}

// Stats counts.
func (a *Allocator) Stats() Stats {
	return Stats{Total: a.count, Free: a.count - a.inUse, Used: a.used, Peak: a.peak, Failed: a.failed}
}

// Use returns what a frame is for, or false if it is free or none of these.
func (a *Allocator) Use(frame uintptr) (use Use, ok bool) {
	index := (frame - a.base) >> shift
	if index >= a.count {
		return 0, false
	}
	start, size := a.buddy.LiveAt(a.records + index<<recordShift)
	if size == 0 {
		return 0, false
	}
	return *(*Use)(unsafe.Add(unsafe.Pointer(nil), start)), true
}

// Check returns an error if the records contradict each other.
func (a *Allocator) Check() error {
	if err := a.buddy.Check(); err != nil {
		return err
	}
	total := uintptr(0)
	for _, used := range a.used {
		total += used
	}
	if total != a.inUse || a.buddy.Stats().HandedOut>>recordShift != total {
		return heap.ErrCorrupted
	}
	return nil
}
