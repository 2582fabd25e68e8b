// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// strictPlace is where an access goes.
type strictPlace struct {
	physical uint64
	known    bool // whether there is a page

	// offset is in RAM, if the access is inside: all its bytes in a row, by their
	// own address or by the alias.
	offset uint64
	inside bool
}

// strictPlace finds where an access will go, and looks at how it is translated. It
// closes all windows, which strict harts do without.
//
// Preconditions: h.pc is up to date.
func (h *Hart) strictPlace(address uint64, size int, want access) (p strictPlace) {
	s := h.strict
	mode := h.dataPrivilege()
	h.dropWindows()
	s.checkTranslation(h, address, h.pc, mode, want)
	p.physical, p.known = h.physicalAt(address, mode)
	if !p.known || h.crosses(address, size) {
		return p
	}
	p.offset, p.inside = s.offset(p.physical)
	p.inside = p.inside && uint64(len(s.ram.Bytes))-p.offset >= uint64(size)
	return p
}

// cached tells whether an access is to RAM that is on, by its own address.
func (h *Hart) cached(p strictPlace) bool {
	_, inside := h.inRAM(p.physical, 1)
	return p.inside && inside
}

// byAlias tells whether an access is to RAM by the address that has no cache.
func (s *Strict) byAlias(p strictPlace) bool {
	return p.inside && p.physical-s.ram.Base >= uint64(len(s.ram.Bytes))
}

// strictLoad loads where quickRAM is not, and moves definedness to rd. When it is
// not ok, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) strictLoad(in *strictInst, address uint64, size int) (value uint64, ok bool) {
	s := h.strict
	pc := h.pc
	p := h.strictPlace(address, size, read)
	if value, ok = h.loadSlow(address, size); !ok {
		return 0, false
	}
	switch {
	case p.inside:
		s.loaded(pc, p.offset, extendLoad(in.Op, loadBytes(s.shadow[p.offset:], size)), in.Rd)
	case h.crosses(address, size):
		mask, at := s.maskAcross(h, address, size)
		s.loaded(pc, at, extendLoad(in.Op, mask), in.Rd)
	default:
		s.define(in.Rd)
	}
	if h.cached(p) {
		h.reach(address, p.offset, read)
	}
	return value, true
}

// maskAcross is the mask of an access to two pages, and the offset in RAM of a byte
// that is undefined.
func (s *strictHart) maskAcross(h *Hart, address uint64, size int) (mask, at uint64) {
	for n := range size {
		p := h.strictPlace(address+uint64(n), 1, read)
		if p.inside && s.shadow[p.offset] != 0 {
			mask |= uint64(s.shadow[p.offset]) << (8 * n)
			at = p.offset
		}
	}
	return mask, at
}

// strictStore stores where quickRAM is not, or what is not defined, or over what
// has been decoded or walked to. mask are the undefined bits of value, which come
// from somewhere. When it is not ok, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) strictStore(address uint64, size int, value, mask uint64, from origin) (ok bool) {
	s := h.strict
	pc := h.pc
	p := h.strictPlace(address, size, write)
	before := uint64(0)
	if p.inside {
		before = loadBytes(s.ram.Bytes[p.offset:], size)
	}
	if !h.storeSlow(address, size, value) {
		return false
	}
	mask &= all >> (64 - 8*size)
	switch {
	case p.inside:
		s.stored(pc, p.offset, size, before, mask, mask != 0 && from.kind == fromSatp)
	case h.crosses(address, size):
		for n := range size {
			// (What was there is gone: it counts as changed.)
			at := h.strictPlace(address+uint64(n), 1, write)
			if at.inside {
				s.stored(pc, at.offset, 1, ^(value >> (8 * n)), mask>>(8*n)&0xff, mask != 0 && from.kind == fromSatp)
			}
		}
	case mask != 0 && from.kind != fromSatp:
		s.reportUninitialised(h, pc, UseDevice, from)
	}
	if h.cached(p) {
		h.reach(address, p.offset, write)
	}
	return true
}

// stored keeps the definedness of what has been stored to RAM, and who did it.
// before is what was there.
func (s *strictHart) stored(pc, offset uint64, size int, before, mask uint64, satp bool) {
	for size > 0 { // a store in two doublewords counts for both
		part := min(size, 8-int(offset%8))
		s.storedWord(pc, offset, part, before, mask, satp)
		before >>= 8 * part
		mask >>= 8 * part
		offset += uint64(part)
		size -= part
	}
}

// storedWord is stored, within a doubleword.
func (s *strictHart) storedWord(pc, offset uint64, size int, before, mask uint64, satp bool) {
	word := offset / 8
	flags := s.flags[word]
	if flags&flagSatp != 0 { // it ends, and what is left of it is defined
		clear(s.shadow[word*8 : word*8+8])
	}
	changed := byte(0)
	for n := range uint64(size) {
		s.shadow[offset+n] = byte(mask >> (8 * n))
		change := byte(before>>(8*n)) ^ s.ram.Bytes[offset+n]
		if flags&flagCode == 0 { // of a PTE, hardware and software may change these
			change &^= byte(uint64(harmless) >> (8 * ((offset + n) % 8)))
		}
		changed |= change
	}
	s.flags[word] &^= flagSatp
	if satp {
		s.flags[word] |= flagSatp
	}
	used := flags&(flagCode|flagTable) != 0
	if used && changed == 0 {
		return
	}
	s.stores[word] = storeMark(s.fences<<markShift | pc&(1<<markShift-1))
	if used {
		s.changed(offset)
	}
}

// strictAtomic runs an instruction of A. When it is not ok, the hart has trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) strictAtomic(in *strictInst) (ok bool) {
	s := h.strict
	pc := h.pc
	size, op := 4, in.Op
	if op >= isa.LrD {
		size, op = 8, op-(isa.LrD-isa.LrW)
	}
	rs1, rs2 := in.Rs1&31, in.Rs2&31
	s.useAddress(h, pc, rs1)
	address := h.x[rs1]
	want := write
	if op == isa.LrW {
		want = read
	}
	p := h.strictPlace(address, size, want)
	mode := h.privilege
	before, old := uint64(0), uint64(0)
	if p.inside {
		before = loadBytes(s.ram.Bytes[p.offset:], size)
		old = loadBytes(s.shadow[p.offset:], size)
	}
	o := operands{a: before, ua: old, b: h.x[rs2], ub: s.undefined[rs2]}
	from := s.origins[rs2]
	ok = h.atomic(&in.Inst)
	// (What traps because nothing is there is no report.)
	if s.byAlias(p) || ok && !h.cached(p) {
		s.report(Report{Kind: AtomicUncached, Hart: h.ID, Mode: mode, PC: pc, Address: p.physical})
	}
	if !ok {
		return false
	}
	if !p.inside {
		s.define(in.Rd)
		return true
	}
	if op == isa.ScW {
		s.define(in.Rd)
		if h.x[in.Rd&63] == 0 {
			s.stored(pc, p.offset, size, before, atomicMask(op, size, o), o.ub != 0 && from.kind == fromSatp)
		}
		return true
	}
	// (What it loads counts before what it stores, which may be somewhere in it.)
	if size == 4 {
		old = extendWord(old)
	}
	s.loaded(pc, p.offset, old, in.Rd)
	if op != isa.LrW {
		s.stored(pc, p.offset, size, before, atomicMask(op, size, o), o.ub != 0 && from.kind == fromSatp)
	}
	return true
}
