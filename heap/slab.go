// SPDX-License-Identifier: MIT

package heap

// A slab is a block of TLSF that starts at a page and is divided into objects
// of one length: a multiple of 8 from 16 to 256 bytes, the slab's class. An
// object has no header. What there is to know of it stands in the slab's
// front, one byte for each object: that it is live and how many of its bytes
// were not asked for, or which object is the next free one. So objects lie
// close together, their content is their owner's alone, and a double free or
// a pointer into an object is seen for certain.
//
// The slabs of a class that have a free object are in a list. A class gets its
// first slab when enough small blocks have been asked for, and keeps the last
// one when it becomes empty, unless too many are kept already: what is asked
// for and freed again and again shall not build up and tear down slabs.
type slab struct {
	next, previous uintptr // as in tlsfBlock; unused while the slab is full
	free           uint8   // first free object, or slabEnd
	live           uint8   // number of live objects
	count          uint8   // number of objects
	inner          uint8   // count - 2: live-1 is less unless the slab was empty or gets full
	first          uint16  // offset of the first object
	length         uint16  // of an object
	reciprocal     uint16  // 2^16 / length, rounded up: offset*reciprocal>>16 is offset/length
	// The state bytes follow at offset slabStates.
}

const (
	slabStates = 32
	slabLength = pageSize - tlsfHeader // the last word is the next block's header

	// A state byte is the number of the next free object, or slabLive plus the
	// unused bytes of a live one: at most 15, for 1 byte in the shortest. More
	// are unused only in objects that a full heap gives for want of smaller
	// ones. They are slabLoose, their last byte has the size that was asked
	// for, and the word with that byte is not the caller's.
	slabEnd       = 238
	slabLive      = 239
	slabLoose     = 255
	slabMaxUnused = slabLoose - 1 - slabLive

	slabMaxSize  = 256
	slabMinClass = 2
	slabClasses  = slabMaxSize/8 + 1 // classes are counted in units of 8 bytes
	slabTable    = 64                // room for them in tables: a power of two

	// A class gets a slab at this many requests that found none.
	slabDemand = 32

	// Alloc gives all empty slabs back before it fails; the number bounds
	// the time that this takes.
	slabMaxEmpty = 5
)

// newSlab makes a slab for a class and puts it in its list. It returns false
// when there is no memory.
func (t *TLSF) newSlab(class uintptr) bool {
	page := t.carve(slabLength, pageSize)
	if page == 0 {
		return false
	}
	length := class * 8
	// One byte each, and the first object at a multiple of 8.
	count := (slabLength - slabStates) / (length + 1)
	first := alignUp(slabStates+count, 8)
	if first+count*length > slabLength {
		count--
	}
	*(*slab)(at(page)) = slab{
		free:       0,
		count:      uint8(count),
		inner:      uint8(count - 2),
		first:      uint16(first),
		length:     uint16(length),
		reciprocal: uint16((1<<16 + length - 1) / length),
	}
	// Eight states at a time: each free object leads to the next.
	states := page + slabStates
	for i := uintptr(0); i < count; i += 8 {
		store(states+i, 0x0807060504030201+i*0x0101010101010101)
	}
	storeByte(states+count-1, slabEnd)
	storeByte(t.pages+page>>pageShift, kindSlabByte)
	t.linkSlab(page)
	t.empty++
	return true
}

// linkSlab puts a slab in front of its class's list.
func (t *TLSF) linkSlab(page uintptr) {
	s := (*slab)(at(page))
	head := &t.open[s.length/8]
	s.next = *head
	s.previous = addressOf(head)
	if s.next != 0 {
		(*slab)(at(s.next)).previous = page
	}
	*head = page
}

// releaseEmpty gives all empty slabs back. An empty slab is always the only
// one in its list.
func (t *TLSF) releaseEmpty() {
	for class := uintptr(slabMinClass); class < slabClasses && t.empty > 0; class++ {
		page := t.open[class]
		if page == 0 || (*slab)(at(page)).live != 0 {
			continue
		}
		t.open[class] = 0
		storeByte(t.pages+page>>pageShift, kindBlock)
		t.empty--
		_ = t.Free(at(page)) // a live block: nothing can be wrong with it
	}
}
