// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"unsafe"
)

// What the loop does for almost every instruction, without the checks that Go
// would repeat: it has made them itself, or they hold of how blocks are made.

// following returns the operation behind one that is not the last of its block.
// (Blocks end with blockEnd, which is left and not passed.)
func (o *operation) following() *operation {
	return (*operation)(unsafe.Add(unsafe.Pointer(o), unsafe.Sizeof(*o)))
}

// quickWindow is the part of a window in which an access of any size is all
// inside, and aligned if its offset is.
type quickWindow struct {
	base  uint64         // its address, a multiple of 8
	room  uint64         // at offsets below it an access may start
	start unsafe.Pointer // the byte at base
}

// quickly returns the quick part of a window, which may be nothing.
func quickly(base uint64, bytes []byte) (q quickWindow) {
	skip := -base & 7
	if length := uint64(len(bytes)); length >= skip+8 {
		q = quickWindow{base: base + skip, room: length - skip - 7, start: unsafe.Pointer(&bytes[skip])}
	}
	return q
}

// Accesses to a quick window. (The byte order is the guest's, whatever the
// host's: where they are the same, each is one access of the host.)
//
// Precondition: offset is below room.

func (q *quickWindow) load8(offset uint64) uint8 { return *(*uint8)(unsafe.Add(q.start, offset)) }

func (q *quickWindow) load16(offset uint64) uint16 {
	return binary.LittleEndian.Uint16((*[2]byte)(unsafe.Add(q.start, offset))[:])
}

func (q *quickWindow) load32(offset uint64) uint32 {
	return binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(q.start, offset))[:])
}

func (q *quickWindow) load64(offset uint64) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(q.start, offset))[:])
}

func (q *quickWindow) store8(offset uint64, value uint8) {
	*(*uint8)(unsafe.Add(q.start, offset)) = value
}

func (q *quickWindow) store16(offset uint64, value uint16) {
	binary.LittleEndian.PutUint16((*[2]byte)(unsafe.Add(q.start, offset))[:], value)
}

func (q *quickWindow) store32(offset uint64, value uint32) {
	binary.LittleEndian.PutUint32((*[4]byte)(unsafe.Add(q.start, offset))[:], value)
}

func (q *quickWindow) store64(offset uint64, value uint64) {
	binary.LittleEndian.PutUint64((*[8]byte)(unsafe.Add(q.start, offset))[:], value)
}
