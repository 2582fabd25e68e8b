// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

// memoryFault is an access that fails: what it is, and why.
type memoryFault struct {
	mode    uint64
	bits    uint32 // that accesses 0(x8); 0 is a fetch
	address uint64
	page    bool // whether it is the page tables that refuse it
}

const (
	pum       = supervisor | riscv.StatusSUM // as 1.9.1 has this bit (k210-facts.md §2.3)
	beyond    = uint64(1) << 38              // an address that is none of Sv39
	loadBits  = 0x0004_3503                  // ld x10, 0(x8)
	storeBits = 0x00a4_3023                  // sd x10, 0(x8)
	amoBits   = 0x00b4_352f                  // amoadd.d x10, x11, (x8)
	fetch     = 0
)

var memoryFaults = [...]memoryFault{
	{supervisor, loadBits, absent, true},
	{supervisor, storeBits, absent, true},
	{supervisor, amoBits, absent, true},
	{supervisor, fetch, absent, true},
	{supervisor, storeBits, readOnly, true},
	{supervisor, amoBits, readOnly, true},
	{supervisor, loadBits, codeOnly, true},
	{supervisor, storeBits, codeOnly, true},
	{supervisor, fetch, readOnly, true},
	{user, loadBits, first, true},
	{user, storeBits, first, true},
	{user, fetch, codeOnly, true},
	{user, storeBits, userCode, true},
	{user, loadBits, codeAt, true}, // the kernel's
	{pum, loadBits, userFirst, true},
	{pum, storeBits, userFirst, true},
	{pum, fetch, userCode, true},
	{supervisor, loadBits, beyond, true},
	{supervisor, storeBits, beyond, true},
	{supervisor, loadBits, hole, false},
	{supervisor, storeBits, hole, false},
	{supervisor, fetch, hole, false},
	{supervisor, loadBits, nothing, false}, // in a large page
}

// cause returns the code of a fault: of pages, where those are told apart.
func (f *memoryFault) cause(pages bool) uint64 {
	cause, page := uint64(riscv.CodeStoreFault), uint64(riscv.CodeStorePageFault)
	switch f.bits {
	case fetch:
		cause, page = riscv.CodeInstructionFault, riscv.CodeInstructionPageFault
	case loadBits:
		cause, page = riscv.CodeLoadFault, riscv.CodeLoadPageFault
	}
	if pages && f.page {
		return page
	}
	return cause
}

// comes reports whether the fault comes to S-mode as it should.
func (f *memoryFault) comes(pages bool) bool {
	code := uint64(codeAt)
	if f.mode&riscv.StatusSPP == 0 {
		code = userCode
	}
	place(0, f.bits|3) // (a fetch leaves it alone)
	s := start(f.mode, code)
	if f.bits == fetch {
		code, s.pc = f.address, f.address
	}
	s.x[8] = f.address
	s.run()
	return s.trapped(f.cause(pages), code, f.address) && s.kept(8) &&
		s.sstatus&riscv.StatusSPP == f.mode&riscv.StatusSPP && s.sstatus&riscv.StatusSIE == 0
}

// faultsCome makes all faults.
func faultsCome(pages bool) bool {
	all := true
	for i := range memoryFaults {
		all = all && memoryFaults[i].comes(pages)
	}
	riscv.ClearSstatus(riscv.StatusSUM)
	return all
}

// checkFaults takes faults as the chip has them, then as 1.12 does, and back.
func checkFaults() {
	translate()
	check("faults.access", faultsCome(false))
	check("faults.access.misaligned", misalignedFaultsCome(false))
	check("faults.request", sbi.SetPageFaults(true) == sbi.Success)
	check("faults.page", faultsCome(true))
	check("faults.page.misaligned", misalignedFaultsCome(true))
	check("faults.page.fetch_in_two_pages", fetchFaultInTwoPages())
	check("faults.page.stale", staleFault())
	dontTranslate()
	bare := memoryFault{mode: supervisor, bits: loadBits, address: nothing}
	check("faults.page.bare", bare.comes(true))
	check("faults.request.back", sbi.SetPageFaults(false) == sbi.Success)
	translate()
	check("faults.access.again", faultsCome(false) && misalignedFaultsCome(false))
	dontTranslate()

	err, _ := sbi.Call(sbi.ExtensionK210, sbi.K210SetPageFaults, 2, 0, 0, 0, 0, 0)
	check("faults.request.invalid", err == sbi.ErrInvalidParam)
}

// misalignedFaultsCome makes accesses across the end of a page, of which the second
// faults: where that begins.
func misalignedFaultsCome(pages bool) bool {
	all := true
	for _, f := range [...]memoryFault{
		{supervisor, loadBits, absent, true},
		{supervisor, storeBits, absent, true},
		{supervisor, storeBits, readOnly, true},
		{supervisor, loadBits, hole, false},
		{supervisor, storeBits, hole, false},
		{user, loadBits, first, true},
		{user, storeBits, first, true},
	} {
		// A page that the mode may use is before it.
		flags := uint64(r | w)
		code := uint64(codeAt)
		if f.mode == user {
			flags |= u
			code = userCode
		}
		before := f.address - pageSize
		old := load64(leafAt + before>>12&511*8)
		setPage(before, entry(firstAt, flags))
		riscv.SfenceVMA()
		for n := uint64(1); n < 8; n++ {
			place(0, f.bits)
			s := start(f.mode, code)
			s.x[8] = f.address - n
			s.run()
			all = all && s.trapped(f.cause(pages), code, f.address) && s.kept(8)
		}
		setPage(before, old)
		riscv.SfenceVMA()
	}
	return all
}

// fetchFaultInTwoPages executes an instruction whose second half cannot be.
func fetchFaultInTwoPages() bool {
	const before, end = absent - pageSize, absent - 2 // codeOnly, and its last halfword
	put(codeAt+pageSize-2, 0xffff_ffff)               // (the second half is somewhere else)
	riscv.FenceI()
	s := start(supervisor, end)
	s.run()
	return before == codeOnly && s.trapped(riscv.CodeInstructionPageFault, end, absent)
}

// staleFault allows an access to a page that the hart has just refused, without a
// fence: if it is refused still, that is a page fault.
func staleFault() bool {
	setPage(borrowed, entry(secondAt, r))
	riscv.SfenceVMA()
	end := place(0, storeBits)
	s := start(supervisor, codeAt)
	s.x[8] = borrowed
	s.run()
	refused := s.trapped(riscv.CodeStorePageFault, codeAt, borrowed)
	setPage(borrowed, entry(secondAt, r|w))
	s = start(supervisor, codeAt)
	s.x[8] = borrowed
	s.run()
	refused = refused && (s.done(end) || s.trapped(riscv.CodeStorePageFault, codeAt, borrowed))
	riscv.SfenceVMA()
	s = start(supervisor, codeAt)
	s.x[8] = borrowed
	s.run()
	return refused && s.done(end)
}
