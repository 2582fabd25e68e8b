// SPDX-License-Identifier: MIT

package gc

import (
	"unsafe"

	"bugo/heap"
)

// Collector stands in front of an allocator: it hands requests on, notes where
// pointers lie, and frees what nothing refers to any more.
//
// A collection is Start, then Root for each range of memory that may hold
// pointers from outside, then Finish. In between nothing may be allocated or
// freed. No method allocates, and none may be called while another one runs.
//
// The zero Collector is ready for Init. It must not be copied afterwards.
type Collector struct {
	heap allocator
	state
}

// state is the Collector's own. As in package heap there is no pointer in it:
// the compiler would let every store pass through a write barrier.
type state struct {
	origin uintptr // the region's start, rounded down to a page
	low    uintptr // the allocator's region
	size   uintptr

	// The records, which lie behind the allocator's region. A word has 8 bytes,
	// a granule 16, a page 4096; all are counted from origin.
	pointers bitmap  // bit n: word n of the heap holds a pointer
	marks    bitmap  // bit n: the object that starts in granule n is reachable
	scanned  bitmap  // bit n: and what it points to has been marked
	pages    uintptr // address of the records of page 0
	count    uintptr // number of pages

	cleared uintptr // words whose bits in pointers are valid; above, all are 0
	grey    uint32  // the first page of the list of grey pages

	since  uintptr // bytes handed out since the last collection
	limit  uintptr // how many of them make the next one due
	share  uintptr // the least that limit may be
	active bool    // between Start and Finish

	figures Figures
}

// allocator is what the collector needs of a heap.Inspector. (It is an interface
// of its own so that programs do not carry around what is not in it.)
type allocator interface {
	Init(start, size uintptr) error
	Alloc(size, align uintptr) unsafe.Pointer
	Free(p unsafe.Pointer) error
	UsableSize(p unsafe.Pointer) uintptr
	LiveAt(address uintptr) (start, size uintptr)
	NextBlock(previous heap.Block) (heap.Block, bool)
	NextSearched(previous heap.Block) (heap.Block, bool)
}

// A page is what the collector notes of 4 KiB of the heap.
type page struct {
	starts uint64 // bit n: a block of heap.NextSearched starts at byte 64*n
	cover  uint32 // 1 + number of the 64 bytes at which the block starts that covers the page's first byte; 0 if none does
	next   uint32 // 1 + number of the next grey page, or greyEnd; 0 if the page is not grey
}

const (
	wordShift    = 3
	granuleShift = 4
	startShift   = 6
	pageShift    = 12

	wordsPerPage    = 1 << (pageShift - wordShift)
	granulesPerPage = 1 << (pageShift - granuleShift)
	pageBytes       = 1 << pageShift

	// RecordBytes is what the records of one page take: 144 bytes, or 3.5 %.
	RecordBytes = wordsPerPage/8 + 2*granulesPerPage/8 + pageRecord

	pageRecord = unsafe.Sizeof(page{})

	greyEnd = ^uint32(0)

	// A heap of which little is live is collected each time that this part of
	// it has been handed out.
	shareOfHeap = 4
)

// Figures tell what the collector has seen. They count from Init.
type Figures struct {
	Collections uint64
	Allocations uint64 // calls of Alloc that succeeded
	Bytes       uint64 // what they asked for
	Frees       uint64 // blocks given back, by Free and by collections

	// Of the last collection.
	LiveBytes   uintptr // length of the blocks that it kept
	LiveObjects uintptr
	Freed       uintptr // number of blocks that it freed
	Scanned     uintptr // objects looked into
	Visits      uintptr // pages taken from the list of grey pages
}

// Init lays the records at the end of the region [start, start+size) and gives
// the rest to the allocator. Its errors are those of the allocator's Init;
// heap.ErrRegionTooSmall also if there is no room for the records.
func (c *Collector) Init(allocator allocator, start, size uintptr) error {
	if start == 0 || size > ^uintptr(0)-start {
		return allocator.Init(start, size) // it knows what to say
	}
	origin := start &^ (pageBytes - 1)
	count := (start-origin+size)>>pageShift + 1
	if count > size/RecordBytes {
		return heap.ErrRegionTooSmall
	}
	records := (start + size - count*RecordBytes) &^ 7
	if records <= start {
		return heap.ErrRegionTooSmall
	}
	if err := allocator.Init(start, records-start); err != nil {
		return err
	}
	c.heap = allocator
	c.state = state{origin: origin, low: start, size: records - start, count: count}
	c.pages = records
	c.marks = bitmap(c.pages + count*pageRecord)
	c.scanned = c.marks + bitmap(count*granulesPerPage/8)
	c.pointers = c.scanned + bitmap(count*granulesPerPage/8)
	c.share = c.size / shareOfHeap
	c.limit = c.share
	return nil
}

// A bitmap is the address of the word that holds bits 0 to 63, the lowest
// first.
type bitmap uintptr

// word returns the word of a bitmap that holds bit n.
func (b bitmap) word(n uintptr) *uint64 {
	return (*uint64)(unsafe.Add(nil, uintptr(b)+n/64*8))
}

// page returns the records of page n.
func (c *Collector) page(n uintptr) *page {
	return (*page)(unsafe.Add(nil, c.pages+n*pageRecord))
}

// zero clears size bytes at an address, a multiple of 8 both.
func zero(address, size uintptr) {
	clear(unsafe.Slice((*byte)(unsafe.Add(nil, address)), size))
}

// Due tells whether so much was handed out since the last collection that one
// should come before the next size bytes.
func (c *Collector) Due(size uintptr) bool { return c.since+size > c.limit }

// Active tells whether a collection is under way, so that nothing may be
// allocated.
func (c *Collector) Active() bool { return c.active }

// Alloc is the allocator's. The memory counts as free of pointers until
// SetPointers says otherwise.
func (c *Collector) Alloc(size, align uintptr) unsafe.Pointer {
	p := c.heap.Alloc(size, align)
	if p != nil {
		c.since += size
		c.figures.Allocations++
		c.figures.Bytes += uint64(size)
	}
	return p
}

// Free is the allocator's, for memory that is managed by hand: whoever frees
// vouches that nothing refers to it.
func (c *Collector) Free(p unsafe.Pointer) error {
	usable := c.heap.UsableSize(p)
	if err := c.heap.Free(p); err != nil || p == nil {
		return err
	}
	c.forget(uintptr(p), usable)
	c.since -= min(c.since, usable)
	c.figures.Frees++
	return nil
}

// Figures returns the figures of this moment.
func (c *Collector) Figures() Figures { return c.figures }

// Limit returns how many bytes are handed out from one collection to the next.
func (c *Collector) Limit() uintptr { return c.limit }

// Records returns how many bytes of the region the records take.
func (c *Collector) Records() uintptr { return c.count * RecordBytes }
