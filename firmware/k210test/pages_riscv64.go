// SPDX-License-Identifier: MIT

package main

import "bugo/arch/riscv"

// The page tables: physical memory at its own addresses, and a window of some pages
// with different rights. Where the window is, there is nothing without translation: the
// chip ignores the bits above 31 (k210-facts.md §1).
const (
	pageSize = 4096
	window   = 1<<32 | nothing

	userCode   = window + 0*pageSize // codeAt, for U-mode
	userFirst  = window + 1*pageSize // firstAt, and the next one is secondAt
	userSecond = window + 2*pageSize
	first      = window + 3*pageSize // firstAt, for S-mode
	second     = window + 4*pageSize
	readOnly   = window + 5*pageSize // secondAt, likewise
	codeOnly   = window + 6*pageSize // codeAt, only to be executed
	absent     = window + 7*pageSize
	hole       = window + 8*pageSize // a page of nothing
	borrowed   = window + 9*pageSize // for changes
)

// Bits of entries (k210-facts.md §2.5). The firmware and the chip need no A and D.
const (
	v, r, w, x, u = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4

	numberShift = 10
)

func entry(physical, flags uint64) uint64 { return physical/pageSize<<numberShift | flags | v }

// setPage makes an entry of the window.
func setPage(page, value uint64) { store64(leafAt+page>>12&511*8, value) }

// buildTables writes the tables.
func buildTables() {
	for at := uint64(rootAt); at < leafAt+pageSize; at += 8 {
		store64(at, 0)
	}
	const giga = 1 << 30
	for n := range uint64(4) {
		store64(rootAt+8*n, entry(n*giga, r|w|x))
	}
	store64(rootAt+window>>30&511*8, entry(middleAt, 0))
	store64(middleAt+window>>21&511*8, entry(leafAt, 0))
	setPage(userCode, entry(codeAt, r|x|u))
	setPage(userFirst, entry(firstAt, r|w|u))
	setPage(userSecond, entry(secondAt, r|w|u))
	setPage(first, entry(firstAt, r|w))
	setPage(second, entry(secondAt, r|w))
	setPage(readOnly, entry(secondAt, r))
	setPage(codeOnly, entry(codeAt, x))
	setPage(hole, entry(nothing, r|w|x))
}

// satp of 1.12, of which the chip keeps the page number (k210-facts.md §2.5).
const (
	sv39     = 8<<60 | rootAt/pageSize
	sv39Kept = rootAt / pageSize
)

func translate()     { riscv.SwitchSatp(sv39) }
func dontTranslate() { riscv.SwitchSatp(0) }

// readable returns what a run reads at an address in S-mode.
func readable(address uint64) (value uint64, ok bool) {
	end := place(0, load(loads, doubleFunct3, 10, 11))
	s := start(supervisor, codeAt)
	s.x[11] = address
	s.run()
	return s.x[10], s.done(end)
}

// checkPaging turns translation on and off, twice.
func checkPaging() {
	buildTables()
	store64(firstAt, 0x1111)
	on, off := true, true
	for range 2 {
		_, ok := readable(first)
		off = off && !ok && riscv.ReadSatp() == 0
		translate()
		value, ok := readable(first)
		on = on && ok && value == 0x1111 && riscv.ReadSatp() == sv39Kept
		// What the kernel stands on is where it was.
		value, ok = readable(firstAt)
		on = on && ok && value == 0x1111
		dontTranslate()
	}
	_, ok := readable(first)
	check("paging.on", on)
	check("paging.off", off && !ok)

	// Sv39 by hand: the write counts from the fence on, wherever the fence is.
	s := start(supervisor, codeAt)
	end := place(0, csr(1, riscv.CSRSatp, 0, 10), sfence(0, 0), load(loads, doubleFunct3, 12, 11),
		csr(1, riscv.CSRSatp, 0, 0), sfence(0, 0), load(loads, doubleFunct3, 13, 11))
	s.x[10], s.x[11] = sv39, first
	s.run()
	check("paging.in_a_row", s.trapped(riscv.CodeLoadFault, end-4, first) && s.x[12] == 0x1111)
}

// checkFences changes a page and executes SFENCE.VMA with each register as an operand:
// the change counts, whatever is in them.
func checkFences() {
	translate()
	all := true
	for n := range 32 {
		for _, operands := range [...]struct{ rs1, rs2 int }{{n, 0}, {0, n}, {n, 31 - n}} {
			setPage(borrowed, entry(firstAt, r))
			riscv.SfenceVMA()
			store64(firstAt, 1)
			store64(secondAt, 2)
			end := place(0, load(loads, doubleFunct3, 0, 11), sfence(operands.rs1, operands.rs2))
			s := start(supervisor, codeAt)
			s.x[11] = borrowed
			s.run() // the hart remembers the page
			ok := s.done(end) && s.kept(11)
			setPage(borrowed, entry(secondAt, r))
			end = place(0, sfence(operands.rs1, operands.rs2), load(loads, doubleFunct3, 12, 11))
			s = start(supervisor, codeAt)
			s.x[11] = borrowed
			s.run()
			all = all && ok && s.done(end) && s.kept(11, 12) && s.x[12] == 2
		}
	}
	check("sfence_vma.operands", all)

	end := place(0, sfence(0, 0))
	s := start(user, userCode)
	s.run()
	check("sfence_vma.user", s.trapped(riscv.CodeIllegalInstruction, userCode, uint64(sfence(0, 0))) &&
		end == codeAt+4 && s.sstatus&riscv.StatusSPP == 0)
	dontTranslate()
}
