// SPDX-License-Identifier: MIT

package heap

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// damage puts a value into a word, wants Check to see it, and repairs it.
func damage[Word comparable](t *testing.T, what string, check func() error, word *Word, value Word) {
	t.Helper()
	old := *word
	require.NotEqual(t, old, value, "%s: this damages nothing", what)
	*word = value
	require.ErrorIs(t, check(), ErrCorrupted, what)
	*word = old
	require.NoError(t, check(), "%s, repaired", what)
}

// variousTLSF is a TLSF in which there is some of all: live and free blocks, a slab
// that is open, and a span that is.
func variousTLSF(t *testing.T) (a *TLSF, live, free, slabPage, span uintptr) {
	memory := make([]uint64, 1<<20/8)
	a = new(TLSF)
	require.NoError(t, a.Init(uintptr(unsafe.Pointer(unsafe.SliceData(memory))), 1<<20))
	t.Cleanup(func() { clear(memory) }) // it is alive until then
	live = uintptr(a.Alloc(1000, 8))
	freed := a.Alloc(1000, 8)
	require.NotNil(t, a.Alloc(1000, 8), "what is freed must not join top")
	for range slabDemand + 2 {
		require.NotNil(t, a.Alloc(24, 8))
	}
	require.NotNil(t, a.Alloc(pageSize, pageSize))
	require.NoError(t, a.Free(freed))
	free = uintptr(freed)
	for p := a.base; p != a.top; p += blockAt(p).length() {
		switch kind := a.kindOf(p); {
		case kind == kindSlab:
			slabPage = p
		case kind > kindBlock:
			span = p
		}
	}
	require.NotZero(t, slabPage)
	require.NotZero(t, span)
	require.NoError(t, a.Check())
	return a, live, free, slabPage, span
}

func TestCheckOfTLSFSeesDamagedBlocks(t *testing.T) {
	a, live, free, _, _ := variousTLSF(t)
	header := &blockAt(live).header
	damage(t, "no length", a.Check, header, *header&^uintptr(tlsfLengthMask))
	damage(t, "a length beyond the end", a.Check, header, *header|tlsfLengthMask)
	damage(t, "a free block before it, which there is not", a.Check, header, *header^tlsfAfterFree)
	damage(t, "another block's header", a.Check, header, *header^1<<60)
	damage(t, "a live block that counts as free", a.Check, header, *header|tlsfFree)

	block := blockAt(free)
	damage(t, "a free block that has an address", a.Check, &block.header, block.header|1<<50)
	last := (*uintptr)(at(free + block.length() - tlsfHeader - wordSize))
	damage(t, "the length is not repeated", a.Check, last, *last+tlsfUnit)
	damage(t, "not linked back", a.Check, &block.previous, block.previous+8)
	damage(t, "a next block outside of the heap", a.Check, &block.next, 8)
	damage(t, "a next block that is live", a.Check, &block.next, live)
	damage(t, "linked to itself", a.Check, &block.next, free)

	damage(t, "top in a block", a.Check, &a.top, a.top-64)
	damage(t, "top is not free", a.Check, &blockAt(a.top).header, 0)
	damage(t, "top was higher than ever", a.Check, &a.highest, a.top-64)
	bin := a.binOf(block.length())
	damage(t, "a list that full does not know", a.Check, &a.full, a.full&^(1<<bin))
	damage(t, "a list with nothing in it", a.Check, &a.full, a.full|1<<(tlsfLists-1))
	a.full &^= 1 << bin
	head := a.lists[bin]
	a.lists[bin] = 0
	require.ErrorIs(t, a.Check(), ErrCorrupted, "a free block in no list")
	a.lists[bin], a.full = head, a.full|1<<bin
	require.NoError(t, a.Check())
}

func TestCheckOfTLSFSeesDamagedSlabsAndSpans(t *testing.T) {
	a, live, _, page, span := variousTLSF(t)
	s := (*slab)(at(page))
	class := uintptr(s.length) / 8
	damage(t, "another number of live objects", a.Check, &s.live, s.live+1)
	damage(t, "objects of no class", a.Check, &s.length, s.length+1)
	damage(t, "objects of another class", a.Check, &s.length, s.length-8)
	damage(t, "objects over the states", a.Check, &s.first, slabStates)
	damage(t, "a free object that is not there", a.Check, &s.free, s.count)
	damage(t, "free objects in a circle", a.Check, (*uint8)(at(page+slabStates+uintptr(s.free))), s.free)
	damage(t, "a live object that is free", a.Check, (*uint8)(at(page+slabStates)), slabEnd)
	damage(t, "not linked back", a.Check, &s.previous, s.previous+8)
	damage(t, "an open slab in no list", a.Check, &a.open[class], 0)
	damage(t, "a list of slabs with a block in it", a.Check, &a.open[class], live)
	damage(t, "a list of slabs that leaves the heap", a.Check, &s.next, 4096)
	damage(t, "an empty slab that there is not", a.Check, &a.empty, a.empty+1)

	d := (*pageSpan)(at(spanOf(span)))
	damage(t, "pages that the span has not", a.Check, &d.free, d.free|1<<40)
	damage(t, "all pages free", a.Check, &d.free, d.all)
	damage(t, "no page free, and in the list", a.Check, &d.free, 0)
	damage(t, "a span of another length", a.Check, &d.all, d.all>>1)
	damage(t, "not linked back", a.Check, &d.previous, d.previous+8)
	damage(t, "an open span in no list", a.Check, &a.span, 0)
	damage(t, "a list of spans that leaves the heap", a.Check, &a.span, 64)
	kind := (*int8)(at(a.pages + (span+pageSize)>>pageShift))
	damage(t, "a page that is not of its span", a.Check, kind, kindBlock)
}

func TestACopyOfTLSFIsNoHeap(t *testing.T) {
	a, _, _, _, _ := variousTLSF(t)
	b := new(TLSF)
	require.ErrorIs(t, b.Check(), ErrCorrupted, "before Init")
	*b = *a
	require.ErrorIs(t, b.Check(), ErrCorrupted)
	require.NoError(t, a.Check())
}

func TestCheckOfBuddySeesDamage(t *testing.T) {
	memory := make([]uint64, 1<<16/8)
	b := new(Buddy)
	require.NoError(t, b.Init(uintptr(unsafe.Pointer(unsafe.SliceData(memory))), 1<<16))
	p, freed := b.Alloc(1000, 8), b.Alloc(1000, 8)
	require.NotNil(t, b.Alloc(1000, 8))
	require.NoError(t, b.Free(freed))
	require.NoError(t, b.Check())
	damage(t, "more handed out than there is", b.Check, &b.handedOut, b.handedOut+buddyUnit)
	block := (*freeBlock)(freed)
	damage(t, "not linked back", b.Check, &block.previous, block.previous+8)
	damage(t, "a next block outside of the heap", b.Check, &block.next, 8)
	damage(t, "a next block that is live", b.Check, &block.next, uintptr(p))
	damage(t, "linked to itself", b.Check, &block.next, uintptr(freed))
	order := uintptr(b.state(uintptr(freed))) >> buddyOrderShift
	head := (*uintptr)(at(b.heads + order*wordSize))
	damage(t, "a free block in no list", b.Check, head, 0)
	clear(memory) // it was alive until here
}
