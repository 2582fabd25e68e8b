// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"

	"bugo/tools/k210emu/isa"
)

// opStale marks an instruction in the I-cache whose memory has been written
// since. It still runs as it was.
const opStale isa.Op = 255

// strictInst is an instruction as the I-cache holds it.
type strictInst struct {
	isa.Inst
	raw     uint32 // its bits
	touches uint32 // what of x its undefined bits depend on, and what it then writes
	writes  uint32 // what a load writes
}

// strictPage is a page of RAM as the I-cache has it: its bytes when the first
// instruction of it ran, and what has been decoded of them, one instruction for
// each halfword.
type strictPage struct {
	generation uint64
	bytes      [pageSize]byte
	insts      [pageSize / 2]strictInst
}

// uncachedCode stands for pages whose instructions cannot be kept. It is never
// written.
var uncachedCode strictPage

// quickCode is a page of code that is reached quickly.
type quickCode struct {
	tag  uint64 // its address, with bit 0 set
	page *strictPage
}

// strictCode returns the page of an address, as codePage does.
func (h *Hart) strictCode(pc uint64) *strictPage {
	s := h.strict
	quick := &s.context.code[pc/pageSize%quickPages]
	if quick.tag == pc&pageMask|1 {
		return quick.page
	}
	s.checkTranslation(h, pc, h.pc, h.privilege, execute)
	page, cause := h.translate(pc&pageMask, h.privilege, execute)
	if cause != 0 {
		return &uncachedCode
	}
	offset, ok := h.inRAM(page, pageSize)
	if !ok {
		return &uncachedCode
	}
	allowed, around := h.pmp.permits(page, h.privilege)
	if allowed&execute == 0 || around.last-page < pageSize-1 {
		return &uncachedCode
	}
	p := s.cachePage(h, offset/pageSize)
	*quick = quickCode{tag: pc&pageMask | 1, page: p}
	return p
}

// cachePage returns a page of RAM as the I-cache has it, from now on if it has not.
func (s *strictHart) cachePage(h *Hart, number uint64) *strictPage {
	slot := &s.pages[number]
	if *slot == nil {
		*slot = &strictPage{}
	}
	p := *slot
	if p.generation != s.generation {
		p.generation = s.generation
		p.insts = [pageSize / 2]strictInst{}
		copy(p.bytes[:], h.RAM.Bytes[number*pageSize:])
	}
	return p
}

// codeState is the I-cache, as the hart's state has it.
func (s *strictHart) codeState(h *Hart) (pages []CodeState) {
	for number, page := range s.pages {
		if page != nil && page.generation == s.generation && (number+1)*pageSize <= len(h.RAM.Bytes) {
			pages = append(pages, h.pageState(number, &page.bytes))
		}
	}
	return pages
}

// strictFetch decodes the instruction at pc, into its page where it can be kept.
// When it is nil, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) strictFetch(pc uint64, page *strictPage) *strictInst {
	s := h.strict
	low, at, ok := h.strictHalf(pc, page)
	if !ok {
		return nil
	}
	raw, size := uint32(low), uint64(2)
	if !isa.IsCompressed(low) {
		size = 4
		second := page
		if pc%pageSize+size > pageSize {
			second = h.strictCode(pc + 2)
		}
		high, _, ok := h.strictHalf(pc+2, second)
		if !ok {
			return nil
		}
		raw |= uint32(high) << 16
	}
	in := &s.once
	if page != &uncachedCode && pc%pageSize+size <= pageSize {
		in = &page.insts[pc%pageSize/2]
		s.flags[at/8] |= flagCode
		s.flags[(at+size-1)/8] |= flagCode
	}
	*in = h.strictDecode(raw)
	if h.coverage != nil {
		h.coverage.add(pc, raw)
	}
	return in
}

// strictHalf fetches two bytes of an instruction, as the I-cache has them, and
// tells where they are in RAM. It reports what is wrong with running them.
func (h *Hart) strictHalf(pc uint64, page *strictPage) (half uint16, offset uint64, ok bool) {
	physical, cause := h.translate(pc, h.privilege, execute)
	if cause != 0 {
		h.except(cause, pc)
		return 0, 0, false
	}
	allowed, around := h.pmp.permits(physical, h.privilege)
	offset, inside := h.inRAM(physical, 2)
	if allowed&execute == 0 || around.last-physical < 1 || !inside {
		h.except(causeFetchFault, pc)
		return 0, 0, false
	}
	half = binary.LittleEndian.Uint16(h.RAM.Bytes[offset:])
	if page != &uncachedCode {
		half = binary.LittleEndian.Uint16(page.bytes[pc%pageSize:])
	}
	h.strict.checkCode(h, offset, half)
	return half, offset, true
}

func (h *Hart) strictDecode(raw uint32) strictInst {
	in := strictInst{Inst: isa.Decode(raw), raw: raw}
	if h.csr.misa != h.Spec.Misa && !h.extended(&in.Inst) {
		in.Inst = isa.Inst{Op: isa.Illegal, Imm: int32(raw), Size: in.Size}
	}
	in.touches, in.writes = touched(&in.Inst)
	return in
}

// touched returns the registers of x by which definedness moves through an
// instruction that the loop runs itself, but for what loads write.
func touched(in *isa.Inst) (touches, writes uint32) {
	rs1, rs2, rd := uint32(1)<<(in.Rs1&31), uint32(1)<<(in.Rs2&31), uint32(0)
	if in.Rd < isa.Discard {
		rd = 1 << in.Rd
	}
	switch op := in.Op; {
	case op >= isa.Lui && op <= isa.Jal:
		return rd, rd
	case op >= isa.Beq && op <= isa.Bgeu:
		return rs1 | rs2, 0
	case op >= isa.Lb && op <= isa.Lwu:
		return rs1, rd
	case op >= isa.Sb && op <= isa.Sd:
		return rs1, 0
	case op == isa.Jalr, op >= isa.Addi && op <= isa.Srai, op >= isa.Addiw && op <= isa.Sraiw:
		return rs1 | rd, rd
	case op >= isa.Add && op <= isa.Remuw:
		return rs1 | rs2 | rd, rd
	default: // what other functions run, which look after it
		return 0, 0
	}
}

// checkCode reports what is wrong with running two bytes at an offset in RAM, as
// the I-cache has them.
func (s *strictHart) checkCode(h *Hart, offset uint64, half uint16) {
	if loadBytes(s.shadow[offset:], 2) != 0 && s.flags[offset/8]&flagSatp == 0 {
		s.reportUninitialised(h, h.pc, UseCode, s.memoryOrigin(offset, 0))
	}
	mark := s.stores[offset/8]
	r := Report{Kind: MissingFenceI, Hart: h.ID, Mode: h.privilege, PC: h.pc, Cause: mark.pc()}
	if half != binary.LittleEndian.Uint16(s.ram.Bytes[offset:]) {
		r.Detail = BytesDiffer
		s.report(r)
	} else if mark.fences() >= s.fetchFence {
		s.report(r)
	}
}

// stale marks what the hart has decoded of a doubleword of RAM.
func (s *strictHart) stale(offset uint64) {
	page := s.pages[offset/pageSize]
	if page == nil || page.generation != s.generation {
		return
	}
	first := offset &^ 7 % pageSize / 2
	if first > 0 && page.insts[first-1].Size == 4 {
		first--
	}
	for n := first; n < offset&^7%pageSize/2+4; n++ {
		if page.insts[n].Op != isa.Undecoded {
			page.insts[n].Op, page.insts[n].touches = opStale, 0
		}
	}
}

// strictStale returns what runs of an instruction whose memory has been written,
// and reports it if that holds another one.
//
// Preconditions: h.pc is up to date.
func (h *Hart) strictStale(in *strictInst) *strictInst {
	s := h.strict
	s.once = h.strictDecode(in.raw)
	for done := uint64(0); done < uint64(s.once.Size); done += 2 {
		physical, ok := h.physicalAt(h.pc+done, h.privilege)
		offset, inside := h.inRAM(physical, 2)
		if !ok || !inside {
			continue
		}
		mark := s.stores[offset/8]
		if uint16(in.raw>>(8*done)) != binary.LittleEndian.Uint16(s.ram.Bytes[offset:]) {
			s.report(Report{
				Kind: MissingFenceI, Hart: h.ID, Mode: h.privilege, PC: h.pc, Cause: mark.pc(), Detail: BytesDiffer,
			})
		}
	}
	return &s.once
}

// refetch empties the I-cache, which is no reason to rely on that.
func (s *strictHart) refetch() {
	s.generation++
	s.forget()
}

// fetchFenced is FENCE.I.
func (s *strictHart) fetchFenced() {
	s.refetch()
	s.fetchFence = s.fence()
}
