// SPDX-License-Identifier: MIT

package hart

import (
	"cmp"
	"encoding/binary"
	"iter"
	"maps"
	"slices"

	"bugo/tools/k210emu/isa"
)

// Coverage keeps which instructions harts have run: which ever, not how often.
// It costs next to nothing, since a hart tells it of a block only until all of
// the block has run once, and of an instruction in strict mode when it decodes it.
// Harts of a machine share one. The zero Coverage is ready.
//
// Programs in address spaces of their own have code at the same addresses. So an
// instruction is known by its bits, too.
type Coverage struct {
	ran map[Ran]struct{}
}

// Ran is an instruction that has run, or trapped: where it was, in the addresses
// that the program has, and its bits.
type Ran struct {
	PC   uint64
	Bits uint32
}

// Instructions returns all that have run, by address.
func (c *Coverage) Instructions() iter.Seq[Ran] {
	return slices.Values(slices.SortedFunc(maps.Keys(c.ran), func(a, b Ran) int {
		return cmp.Or(cmp.Compare(a.PC, b.PC), cmp.Compare(a.Bits, b.Bits))
	}))
}

// Has tells whether an instruction has run.
func (c *Coverage) Has(r Ran) bool {
	_, ok := c.ran[r]
	return ok
}

// add keeps an instruction.
func (c *Coverage) add(pc uint64, bits uint32) {
	if c.ran == nil {
		c.ran = map[Ran]struct{}{}
	}
	c.ran[Ran{pc, bits}] = struct{}{}
}

// Cover makes the hart keep in c what it runs.
//
// Precondition: the hart has not run yet, but for what a snapshot brings back.
func (h *Hart) Cover(c *Coverage) { h.coverage = c }

// cover keeps the first instructions of a block, as the hart leaves it.
//
// Precondition: h.coverage is not nil.
func (h *Hart) cover(b *block, count uint64) {
	for n := b.covered; n < count; n++ {
		in := &b.insts[n]
		pc := b.start + uint64(in.offset)
		h.coverage.add(pc, h.bitsInPage(b, pc, in.Size))
	}
	b.covered = max(b.covered, count)
}

// bitsInPage returns the bits of an instruction of a block.
func (h *Hart) bitsInPage(b *block, pc uint64, size uint8) uint32 {
	if b.page == nil || b.rest != nil {
		return h.bitsAt(pc, &isa.Inst{Size: size})
	}
	at := pc & (pageSize - 1)
	if size == 2 {
		return uint32(binary.LittleEndian.Uint16(b.page.bytes[at:]))
	}
	return binary.LittleEndian.Uint32(b.page.bytes[at:])
}
