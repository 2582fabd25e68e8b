// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"slices"

	"bugo/tools/k210emu/isa"
)

// block is instructions that run one after the other: from where the program
// comes in, to the first that can go elsewhere, or the end of the page.
//
// insts are the instructions as they are, and operations what the loop runs for
// them: operations can stand for several instructions, and instructions without
// effect have none.
type block struct {
	first *operation // of those of the block, and then one with blockEnd
	count uint64     // of insts
	size  uint64     // in bytes
	insts []placed

	// taken and next are the blocks that the last instruction goes to, by a jump
	// or by falling through: those in the same page, once they have run.
	taken, next *block

	// page is where the block is, and nil where it is not kept. rest is the next
	// page, if the one instruction of the block reaches into it.
	page, rest *codePage

	// single is a block of the first instruction alone, once it has run so.
	single *block

	// start is the address that the block was made for, and covered how many of
	// insts are in the hart's Coverage.
	start, covered uint64
}

// placed is an instruction of a block.
type placed struct {
	isa.Inst
	offset uint16 // in bytes, from the start of the block
}

// longest is how many instructions a block can have.
const longest = 64

// ends tells whether an instruction is the last of its block: a jump, a branch,
// or what can change what runs next.
func ends(op isa.Op) bool {
	return op >= isa.Jal && op <= isa.Bgeu || op >= isa.FenceI && op <= isa.Csrrci || op == isa.Illegal
}

// blockAt returns the block that starts at pc, and makes it first if need be.
// When it is nil, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) blockAt(pc uint64) *block {
	page := h.codePageAt(pc)
	if page == nil {
		return h.lonelyBlock(pc, nil)
	}
	start := pc & (pageSize - 1)
	slot := &page.blocks[start/2]
	if b := *slot; b != nil {
		if b.rest == nil || b.rest == h.codePageAt(pc+2) {
			return b
		}
	}
	b := h.part.reset(pc)
	for b.count < longest {
		bits := uint32(binary.LittleEndian.Uint16(page.bytes[start&(pageSize-2):]))
		if !isa.IsCompressed(uint16(bits)) {
			if start+2 == pageSize {
				break
			}
			bits |= uint32(binary.LittleEndian.Uint16(page.bytes[(start+2)&(pageSize-2):])) << 16
		}
		inst := h.decode(bits)
		b.append(inst)
		start += uint64(inst.Size)
		if ends(inst.Op) || start == pageSize {
			break
		}
	}
	if b.count == 0 {
		return h.lonelyBlock(pc, slot)
	}
	*slot = b.keep(fuse(h.part.roomForOperations[:0], b.insts), page, nil)
	return *slot
}

// lonelyBlock makes a block of the instruction at pc alone. It is kept in slot,
// if its halves are in two pages of the instruction cache. When it is nil, the
// hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) lonelyBlock(pc uint64, slot **block) *block {
	inst, cause, at := h.fetch(pc)
	if cause != 0 {
		h.except(cause, at)
		return nil
	}
	b := h.part.reset(pc)
	b.append(inst)
	operations := plain(h.part.roomForOperations[:0], b.insts)
	if slot != nil {
		if rest := h.codePageAt(pc + 2); rest != nil {
			*slot = b.keep(operations, h.codePageAt(pc), rest)
			return *slot
		}
	}
	b.first = &operations[0]
	return b
}

// keep copies a block that has been made in h.part.
func (b *block) keep(operations []operation, page, rest *codePage) *block {
	return &block{
		first: &slices.Clone(operations)[0],
		count: b.count,
		size:  b.size,
		insts: slices.Clone(b.insts),
		page:  page,
		rest:  rest,
		start: b.start,
	}
}

func (b *block) append(inst isa.Inst) {
	b.insts = append(b.insts, placed{inst, uint16(b.size)})
	b.count++
	b.size += uint64(inst.Size)
}

// partial is a block that is not kept, such as a part of another one, and the room
// in which others are made.
type partial struct {
	block
	roomForOperations [longest + 1]operation
	roomForInsts      [longest]placed
}

// reset begins a block of what is at an address.
func (p *partial) reset(start uint64) *block {
	p.block = block{insts: p.roomForInsts[:0], start: start}
	return &p.block
}

// partOf makes a block of the first instructions of b, one operation for each. It
// lasts until another block is made.
func (h *Hart) partOf(b *block, count uint64) *block {
	if count == 1 { // a step of a debugger's, or a trace's, which makes many
		if b.single == nil {
			single := &block{start: b.start}
			single.append(b.insts[0].Inst)
			single.first = &plain(make([]operation, 0, 2), single.insts)[0]
			b.single = single
		}
		return b.single
	}
	part := h.part.reset(b.start)
	for n := range b.insts[:count] {
		part.append(b.insts[n].Inst)
	}
	part.first = &plain(h.part.roomForOperations[:0], part.insts)[0]
	return part
}
