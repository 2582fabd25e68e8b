// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// Bump is the simplest allocator there can be: it hands out the region from
// its low end upwards and only counts how many blocks are live. Memory comes
// back all at once, when the count reaches 0. One block that lives long keeps
// everything that was allocated before and after it.
//
// It knows nothing about single blocks. Therefore Free can tell an address
// outside of what was handed out and one free too many, but not a double free
// while other blocks live, and Stats.Requested counts a block until the reset.
type Bump struct {
	start, end  uintptr // the region
	next        uintptr // lowest address not handed out
	allocations uintptr // live blocks
	requested   uintptr // sum of the sizes since the last reset
	peak        uintptr // highest next - start
	failures    uintptr
}

// Init takes over a region of any start and at least one byte.
func (b *Bump) Init(start, size uintptr) error {
	if err := checkRegion(start, size); err != nil {
		return err
	}
	if size == 0 {
		return ErrRegionTooSmall
	}
	*b = Bump{start: start, end: start + size, next: start}
	return nil
}

// Alloc returns the lowest aligned address not handed out yet.
func (b *Bump) Alloc(size, align uintptr) unsafe.Pointer {
	if align == 0 {
		align = 1
	}
	if size == 0 {
		size = 1
	}
	address := alignUp(b.next, align)
	// address < b.next when rounding up wrapped around the address space. The
	// subtraction cannot wrap once address <= end, the addition of size might.
	if !isPowerOfTwo(align) || address < b.next || address > b.end || size > b.end-address {
		b.failures++
		return nil
	}
	b.next = address + size
	b.allocations++
	b.requested += size
	if b.next-b.start > b.peak {
		b.peak = b.next - b.start
	}
	return at(address)
}

// Free counts one block less. The last one takes the whole region back.
func (b *Bump) Free(p unsafe.Pointer) error {
	if p == nil {
		return nil
	}
	if b.allocations == 0 {
		return ErrTooManyFrees
	}
	if uintptr(p)-b.start >= b.next-b.start {
		return ErrForeign
	}
	b.allocations--
	if b.allocations == 0 {
		b.next = b.start
		b.requested = 0
	}
	return nil
}

// Stats counts everything below next as handed out, blocks already freed too.
func (b *Bump) Stats() Stats {
	return Stats{
		Requested:   b.requested,
		HandedOut:   b.next - b.start,
		Free:        b.end - b.next,
		LargestFree: b.end - b.next,
		Peak:        b.peak,
		Allocations: b.allocations,
		Failures:    b.failures,
	}
}

// Owns reports whether address lies in the region.
func (b *Bump) Owns(address uintptr) bool { return address-b.start < b.end-b.start }
