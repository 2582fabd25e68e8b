// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

const (
	pageSize = 4096
	pageMask = ^uint64(pageSize - 1)
)

// instructions are those of a page, one for each halfword.
type instructions [pageSize / 2]isa.Inst

// codePage is a page of RAM as decoded instructions, as of a generation.
type codePage struct {
	generation uint64
	insts      instructions
}

// codeCache holds what has been decoded. A new generation makes all of it
// stale, which costs nothing until the page runs again.
type codeCache struct {
	pages      []*codePage // by page of RAM
	generation uint64
}

// nothingDecoded stands for pages whose instructions cannot be kept. It is never
// written.
var nothingDecoded instructions

// codePage returns the decoded instructions of the page of an address. Only
// pages of RAM have one in which every instruction may run in the current mode.
func (h *Hart) codePage(pc uint64) *instructions {
	page, cause := h.translate(pc&pageMask, h.privilege, execute)
	if cause != 0 {
		return &nothingDecoded
	}
	offset, ok := h.inRAM(page, pageSize)
	if !ok {
		return &nothingDecoded
	}
	allowed, around := h.pmp.permits(page, h.privilege)
	if allowed&execute == 0 || around.last-page < pageSize-1 {
		return &nothingDecoded
	}
	slot := &h.code.pages[offset/pageSize]
	if *slot == nil {
		*slot = &codePage{generation: h.code.generation}
	} else if (*slot).generation != h.code.generation {
		**slot = codePage{generation: h.code.generation}
	}
	return &(*slot).insts
}

// fetch decodes the instruction at pc. It may be kept where it is all in one
// page of decoded ones. When it is not ok, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) fetch(pc uint64) (inst isa.Inst, inPage, ok bool) {
	low, ok := h.fetchHalf(pc)
	if !ok {
		return isa.Inst{}, false, false
	}
	bits := uint32(low)
	if !isa.IsCompressed(low) {
		high, ok := h.fetchHalf(pc + 2)
		if !ok {
			return isa.Inst{}, false, false
		}
		bits |= uint32(high) << 16
	}
	inst = h.decode(bits)
	return inst, pc&(pageSize-1)+uint64(inst.Size) <= pageSize, true
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
func (h *Hart) fetchHalf(pc uint64) (half uint16, ok bool) {
	physical, cause := h.translate(pc, h.privilege, execute)
	if cause != 0 {
		h.except(cause, pc)
		return 0, false
	}
	allowed, around := h.pmp.permits(physical, h.privilege)
	offset, inside := h.inRAM(physical, 2)
	if allowed&execute == 0 || around.last-physical < 1 || !inside {
		h.except(causeFetchFault, pc)
		return 0, false
	}
	return uint16(loadBytes(h.RAM.Bytes[offset:], 2)), true
}

// bitsAt returns the bits of the instruction at pc, which has been fetched, for
// mtval.
func (h *Hart) bitsAt(pc uint64, in *isa.Inst) (bits uint32) {
	for done := uint64(0); done < uint64(in.Size); done += 2 {
		physical, _ := h.translate(pc+done, h.privilege, execute)
		if offset, ok := h.inRAM(physical, 2); ok {
			bits |= uint32(loadBytes(h.RAM.Bytes[offset:], 2)) << (8 * done)
		}
	}
	return bits
}
