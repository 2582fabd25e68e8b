// SPDX-License-Identifier: MIT

package trace

import (
	"errors"
	"iter"
	"math/bits"
)

// Packed is a trace in binary form: magic, then as unsigned varints (see
// varint) the number of slots and of operations, then the operations. Each is
// one varint whose lowest bit tells a free (1) from an allocation (0); the
// other bits are the slot. An allocation has a second varint,
// size<<1 | changed, and if changed is 1 a third, log2 of the alignment that
// this and the following allocations have. The first alignment is 1.
//
// A slot is the place for one live block's address. Freed slots are used
// again, so that the table of a replay is as long as the most blocks that are
// live at once and not as long as the trace.
type Packed []byte

// magic starts every packed trace; the last byte is the version.
const magic = "BGT\x01"

// ErrPacked is the error of Packed.Check.
var ErrPacked = errors.New("trace: damaged packed trace")

// Pack converts a trace.
func Pack(t *Trace) Packed {
	slots := make([]uint32, t.IDs) // by ID
	var unused []uint32
	var next uint32
	var body []byte
	align := uint32(1)
	for _, op := range t.Ops {
		if op.Free {
			slot := slots[op.ID]
			unused = append(unused, slot)
			body = appendVarint(body, uint64(slot)<<1|1)
			continue
		}
		slot := next
		if n := len(unused); n > 0 {
			slot, unused = unused[n-1], unused[:n-1]
		} else {
			next++
		}
		slots[op.ID] = slot
		body = appendVarint(body, uint64(slot)<<1)
		if op.Align == align {
			body = appendVarint(body, uint64(op.Size)<<1)
			continue
		}
		align = op.Align
		body = appendVarint(body, uint64(op.Size)<<1|1)
		body = appendVarint(body, uint64(bits.TrailingZeros32(align)))
	}
	packed := []byte(magic)
	packed = appendVarint(packed, uint64(next))
	packed = appendVarint(packed, uint64(len(t.Ops)))
	return append(packed, body...)
}

// header returns the counts and the offset of the first operation; ok is
// false when there is no header.
func (p Packed) header() (slots, ops uint64, offset int, ok bool) {
	if len(p) < len(magic) || string(p[:len(magic)]) != magic {
		return 0, 0, 0, false
	}
	offset = len(magic)
	slots, n := varint(p[offset:])
	if n <= 0 {
		return 0, 0, 0, false
	}
	offset += n
	ops, n = varint(p[offset:])
	if n <= 0 {
		return 0, 0, 0, false
	}
	return slots, ops, offset + n, true
}

// Slots returns the number of slots, Len that of the operations. Both are 0
// when the header is damaged.
func (p Packed) Slots() int { slots, _, _, _ := p.header(); return int(slots) }

// Len returns the number of operations that the header promises.
func (p Packed) Len() int { _, ops, _, _ := p.header(); return int(ops) }

// Ops yields the operations. It ends early where the trace is damaged; call
// Check first if that can be.
func (p Packed) Ops() iter.Seq[Op] {
	return func(yield func(Op) bool) {
		_, ops, offset, _ := p.header()
		rest := p[offset:]
		align := uint32(1)
		for ; ops > 0; ops-- {
			op, n, ok := rest.next(&align)
			if !ok || !yield(op) {
				return
			}
			rest = rest[n:]
		}
	}
}

// Unpack writes the operations to into, which must have room for Len of them.
// It returns ErrPacked if the trace is damaged, and checks as much of it as
// can be without memory: counts, and that slots are in range.
func (p Packed) Unpack(into []Op) error {
	slots, ops, offset, ok := p.header()
	if !ok || ops != uint64(len(into)) {
		return ErrPacked
	}
	rest := p[offset:]
	align := uint32(1)
	for i := range into {
		op, n, ok := rest.next(&align)
		if !ok || uint64(op.ID) >= slots {
			return ErrPacked
		}
		into[i] = op
		rest = rest[n:]
	}
	if len(rest) != 0 {
		return ErrPacked
	}
	return nil
}

// next decodes the operation at the front of p and returns its length.
func (p Packed) next(align *uint32) (op Op, length int, ok bool) {
	first, n := varint(p)
	if n <= 0 || first>>1 >= 1<<32 {
		return Op{}, 0, false
	}
	op.ID = uint32(first >> 1)
	length = n
	if first&1 == 1 {
		op.Free = true
		return op, length, true
	}
	size, n := varint(p[length:])
	if n <= 0 || size>>1 > maxSize {
		return Op{}, 0, false
	}
	length += n
	if size&1 == 1 {
		shift, n := varint(p[length:])
		if n <= 0 || shift > 30 {
			return Op{}, 0, false
		}
		length += n
		*align = 1 << shift
	}
	op.Size = uint32(size >> 1)
	op.Align = *align
	return op, length, true
}

// Check reads the whole trace and returns ErrPacked if anything in it is
// wrong: counts, slots out of range, a slot filled or emptied twice, or bytes
// left over.
func (p Packed) Check() error {
	slots, ops, offset, ok := p.header()
	// A slot and an operation take at least one byte each.
	if !ok || slots > uint64(len(p)) || ops > uint64(len(p)) {
		return ErrPacked
	}
	filled := make([]bool, slots)
	rest := p[offset:]
	align := uint32(1)
	for ; ops > 0; ops-- {
		op, n, ok := rest.next(&align)
		if !ok || uint64(op.ID) >= slots || filled[op.ID] != op.Free {
			return ErrPacked
		}
		filled[op.ID] = !op.Free
		rest = rest[n:]
	}
	if len(rest) != 0 {
		return ErrPacked
	}
	return nil
}
