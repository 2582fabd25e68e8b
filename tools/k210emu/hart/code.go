// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"

	"bugo/tools/k210emu/isa"
)

const (
	pageSize = 4096
	pageMask = ^uint64(pageSize - 1)
)

// codePage is a page of RAM as the hart's instruction cache has it: its bytes
// when the first instruction of it ran, and the blocks that have been made of
// them since. Stores do not change it.
//
// All of a page is taken at once. What is then in the cache depends on what the
// program does, and not on where Run's limits fall.
type codePage struct {
	generation uint64
	bytes      [pageSize]byte
	blocks     [pageSize / 2]*block // by the halfword that they start at
}

// codeCache is the hart's instruction cache. A new generation makes all of it
// stale, which costs nothing until the page runs again.
type codeCache struct {
	pages      []*codePage // by page of RAM
	generation uint64

	// recent are pages of which all may run, by their addresses. They say nothing
	// that the table of PTEs, PMP and mstatus do not: with any of these they go.
	recent [64]recentPage
}

// recentPage is a page that has run. Its tag is its address, and what codeTag
// gives for the mode.
type recentPage struct {
	tag  uint64
	page *codePage
}

func (c *codeCache) recentAt(pc uint64) *recentPage {
	return &c.recent[pc/pageSize%uint64(len(c.recent))]
}

// codeTag tells pages of one mode from those of others, and from none.
func (h *Hart) codeTag() uint64 { return uint64(h.privilege) | 4 }

// dropCode empties the instruction cache.
func (h *Hart) dropCode() {
	h.code.generation++
	h.forgetCodePages()
}

// forget makes the hart ask again whether the page at an address may run.
func (c *codeCache) forget(address uint64) { *c.recentAt(address) = recentPage{} }

// forgetCodePages makes the hart ask again which pages may run.
func (h *Hart) forgetCodePages() { h.code.recent = [64]recentPage{} }

// codePageAt returns the page of an address in the instruction cache, or nil:
// only pages of RAM are in it, in which every instruction may run in the current
// mode.
func (h *Hart) codePageAt(pc uint64) *codePage {
	tag := pc&pageMask | h.codeTag()
	r := h.code.recentAt(pc)
	if r.tag == tag {
		return r.page
	}
	page, cause := h.translate(pc&pageMask, h.privilege, execute)
	if cause != 0 {
		return nil
	}
	offset, ok := h.inRAM(page, pageSize)
	if !ok {
		return nil
	}
	allowed, around := h.pmp.permits(page, h.privilege)
	if allowed&execute == 0 || around.last-page < pageSize-1 {
		return nil
	}
	cached := h.cachePage(offset / pageSize)
	*r = recentPage{tag, cached}
	return cached
}

// cachePage returns a page of RAM as it is in the instruction cache, where it is
// now if it was not yet.
func (h *Hart) cachePage(number uint64) *codePage {
	slot := &h.code.pages[number]
	page := *slot
	switch {
	case page == nil:
		page = &codePage{}
		*slot = page
	case page.generation == h.code.generation:
		return page
	default:
		page.blocks = [pageSize / 2]*block{}
	}
	page.generation = h.code.generation
	copy(page.bytes[:], h.RAM.Bytes[number*pageSize:])
	return page
}

// fetch decodes the instruction at pc, as the instruction cache has it. A cause
// that is not 0 is what it traps with, and at is the address of the half that
// does.
func (h *Hart) fetch(pc uint64) (inst isa.Inst, cause, at uint64) {
	low, cause := h.fetchHalf(pc)
	if cause != 0 {
		return isa.Inst{}, cause, pc
	}
	bits := uint32(low)
	if !isa.IsCompressed(low) {
		high, cause := h.fetchHalf(pc + 2)
		if cause != 0 {
			return isa.Inst{}, cause, pc + 2
		}
		bits |= uint32(high) << 16
	}
	return h.decode(bits), 0, 0
}

// decode decodes an instruction for the extensions that are on.
func (h *Hart) decode(bits uint32) isa.Inst {
	inst := isa.Decode(bits)
	if h.csr.misa != h.Spec.Misa && !h.extended(&inst) {
		inst = isa.Inst{Op: isa.Illegal, Imm: int32(bits), Size: inst.Size}
	}
	return inst
}

// fetchHalf fetches two bytes of an instruction. Code runs from RAM only.
func (h *Hart) fetchHalf(pc uint64) (half uint16, cause uint64) {
	if page := h.codePageAt(pc); page != nil {
		return binary.LittleEndian.Uint16(page.bytes[pc&(pageSize-2):]), 0
	}
	physical, cause := h.translate(pc, h.privilege, execute)
	if cause != 0 {
		return 0, cause
	}
	allowed, around := h.pmp.permits(physical, h.privilege)
	offset, inside := h.inRAM(physical, 2)
	if allowed&execute == 0 || around.last-physical < 1 || !inside {
		return 0, causeFetchFault
	}
	return binary.LittleEndian.Uint16(h.RAM.Bytes[offset:]), 0
}

// bitsAt returns the bits of the instruction at pc, which has been fetched, for
// mtval.
func (h *Hart) bitsAt(pc uint64, in *isa.Inst) (bits uint32) {
	low, _ := h.fetchHalf(pc)
	if in.Size == 2 {
		return uint32(low)
	}
	high, _ := h.fetchHalf(pc + 2)
	return uint32(high)<<16 | uint32(low)
}
