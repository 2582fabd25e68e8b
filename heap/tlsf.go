// SPDX-License-Identifier: MIT

package heap

import "unsafe"

// TLSF is the everyday allocator: two-level segregated fit (Masmano, Ripoll,
// Crespo, Real: "TLSF: a new dynamic memory allocator for real-time systems",
// ECRTS 2004) with boundary tags, and size classes in front of it. Every
// operation takes a bounded time, whatever the state of the heap.
//
// The region is a row of blocks, each a multiple of 64 bytes long and with a
// header of 8 bytes in front of the memory that the caller sees:
//
//	| epoch, pages | block | block | block | ... | block | top ... | unused |
//
// p, the address that a block is known by, is that of the memory; p-8 holds
// the header and p is a multiple of 64. top is what was never handed out or
// has come back to it; it serves what no free block can.
//
// A free block lies in one of 64 lists by its length, and bit n of full tells
// whether list n has any. The lists are the two levels: up to 4 KiB one for
// every 128 bytes, above two for every power of two. Alloc takes the first
// block of the request's own list if that is long enough, else the first of
// the next list that has one: every block there is. So it never searches, and
// wastes little. Free joins a block with free neighbours at once. It finds
// the next one by the length, and the previous one because a free block's
// last word repeats its length.
//
// In front of it stand slabs for small requests (slab.go) and spans for
// requests of whole aligned pages (span.go). Both are carved from blocks of
// their own and need no headers. pages has one byte for each 4 KiB of the
// region that tells Free which of the three an address belongs to.
type TLSF struct {
	lists [tlsfLists]uintptr // the first block of each list, or 0
	open  [slabTable]uintptr // the first slab with a free object, by class
	span  uintptr            // the first span with a free page
	full  uintptr            // bit n: list n is not empty
	pages uintptr            // address that the page kind of address 0 would have
	base  uintptr            // lowest possible p
	top   uintptr            // p of the memory behind the last block
	end   uintptr            // highest possible top
	epoch uintptr            // differs from that of an earlier heap in the same memory

	highest  uintptr // what top has been at most
	failures uintptr

	empty     uintptr // slabs without a live object
	maxEmpty  uintptr // how many of them may be kept
	spanPages uintptr // pages of a new span
	demand    [slabTable]uint8

	// The tables are here because what a field has is nearer than a constant.
	zeros [len(trailingZeros)]uint8
	wide  [len(wideBins)]uint8

	// A block's previous may be in lists, which are at the start of a TLSF.
	// Therefore a TLSF must not be copied, and pinned keeps it off Go's stacks,
	// which move.
	pinned  *TLSF
	address uintptr
}

// The header of a block:
//
//	bits 0..1    flags
//	bits 0..27   length of the block, header included; a multiple of 64
//	bits 32..39  the low 8 bits of the size that was asked for
//	bits 41..63  the low 23 bits of the header's own address, xor epoch
//
// Bits 32 and up are 0 in a free block. That the header of a live block names
// its own address makes it recognisable: whatever a program writes into its
// memory, Free of an address that is not a block's will hardly find such a
// header in front of it. Nor does it find one that an earlier heap left there,
// because each Init counts epoch up.
const (
	tlsfFree      = 1 // the block is in a list, or is top
	tlsfAfterFree = 2 // the block before this one is in a list

	tlsfHeader       = 8
	tlsfUnit         = 64
	tlsfLengthMask   = 1<<28 - tlsfUnit
	tlsfMaxSpan      = 1 << 28 // 256 MiB: the length must fit its field
	tlsfSizeOffset   = 4       // in bytes
	tlsfAddressShift = 41
	tlsfEpochShift   = tlsfAddressShift + 6 // a header's address ends in 6 bits that are not 0, and shall

	// A remainder shorter than this stays part of the block: it would help
	// nobody, and the block can be freed as it is.
	tlsfMinRemainder = 256

	// Alloc gives up on a list when its first blocks are all too short.
	tlsfMaxTries = 8
)

const (
	tlsfLists = 64                   // one for each bit of full
	tlsfOpen  = tlsfLists * wordSize // offset of open in a TLSF
)

// A tlsfBlock is a block as seen from its header. A live one has only the
// header. A free one has the links, and its last word is its length plus
// tlsfFree. previous is the address of the word that points to the block.
type tlsfBlock struct {
	header         uintptr
	next, previous uintptr
}

func blockAt(p uintptr) *tlsfBlock { return (*tlsfBlock)(unsafe.Add(nil, p-tlsfHeader)) }

// length returns the block's length in bytes.
func (b *tlsfBlock) length() uintptr { return b.header & tlsfLengthMask }

// Init accepts regions of up to 256 MiB.
func (t *TLSF) Init(start, size uintptr) error {
	if err := checkRegion(start, size); err != nil {
		return err
	}
	if size > tlsfMaxSpan {
		return ErrRegionTooLarge
	}
	// The front of the region has the epoch and a byte for every page.
	records := alignUp(start, wordSize)
	pages := records + wordSize
	base := alignUp(pages+size>>pageShift+2+tlsfHeader, tlsfUnit)
	end := (start + size) &^ (tlsfUnit - 1)
	if base >= end || base < start {
		return ErrRegionTooSmall
	}
	epoch := load(records) + 1
	store(records, epoch)
	clear(unsafe.Slice((*byte)(at(pages)), base-tlsfHeader-pages))
	// (As bytes: an assignment of the whole struct would take its type's
	// description, 2 KiB, into every program, because it holds a pointer.)
	clear(unsafe.Slice((*byte)(unsafe.Pointer(t)), unsafe.Sizeof(*t)))
	t.pages = pages - base>>pageShift
	t.base, t.top, t.highest, t.end = base, base, base, end
	t.epoch = epoch << tlsfEpochShift
	// Few pages at a time in a small heap, and few empty slabs.
	pageCount := (end - base) >> pageShift
	t.maxEmpty = min(pageCount/64, slabMaxEmpty)
	t.spanPages = min(pageCount/16, spanMaxPages)
	copy(t.zeros[:], trailingZeros)
	copy(t.wide[:], wideBins)
	t.pinned = t
	t.address = uintptr(unsafe.Pointer(t))
	blockAt(base).header = tlsfFree
	return nil
}

// binOf returns the list for free blocks of the length.
func (t *TLSF) binOf(length uintptr) uintptr {
	if length < 4096 {
		return length >> 7
	}
	return t.wideBinOf(length)
}

// wideBinOf is binOf for lengths of 4 KiB and more: two lists for every power
// of two, the second one for those whose second highest bit is set.
func (t *TLSF) wideBinOf(length uintptr) uintptr {
	index := length >> 11
	bin := uintptr(0)
	for index >= uintptr(len(t.wide)) {
		index >>= 6
		bin += 2 * 6
	}
	return bin + uintptr(t.wide[index])
}

// link puts a free block into its list.
func (t *TLSF) link(p, length uintptr) {
	bin := t.binOf(length)
	first := t.lists[bin]
	block := blockAt(p)
	block.header = length | tlsfFree
	block.next = first
	block.previous = addressOf(&t.lists[bin])
	store(p+length-tlsfHeader-wordSize, length|tlsfFree)
	t.lists[bin] = p
	if first != 0 {
		blockAt(first).previous = p
	}
	t.full |= 1 << bin
}

// unlink takes a free block out of its list.
func (t *TLSF) unlink(p uintptr) {
	block := blockAt(p)
	store(block.previous, block.next)
	if block.next != 0 {
		blockAt(block.next).previous = block.previous
	} else if offset := block.previous - addressOf(&t.lists[0]); offset < tlsfLists*wordSize {
		t.full &^= 1 << (offset / wordSize)
	}
}
