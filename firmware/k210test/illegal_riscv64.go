// SPDX-License-Identifier: MIT

package main

import "bugo/arch/riscv"

// illegalInstructions are of all kinds, with the bits that are theirs.
var illegalInstructions = [...]uint32{
	0xffff_ffff,
	0x0000,      // the compressed one that is never legal
	0x9c41,      // a reserved compressed one
	0x3020_0073, // MRET
	0x3000_2573, // CSRRS x10, mstatus, x0
	0x2200_0073, // HFENCE
	0x10a0_2573, // CSRRS x10, senvcfg, x0, which nobody needs
}

// illegalComes reports whether an illegal instruction comes to S-mode as in 1.12, from a
// mode with interrupts on or off.
func illegalComes(mode, code uint64, bits uint32, interrupts uint64) bool {
	place(0, bits)
	if bits&3 != 3 {
		bits &= 0xffff
	}
	s := start(mode|interrupts, code)
	s.run()
	previous := mode & riscv.StatusSPP
	enabled := interrupts // SRET to U-mode leaves SIE alone (k210-facts.md §2.7)
	if previous == 0 {
		enabled = 0
	}
	return s.trapped(riscv.CodeIllegalInstruction, code, uint64(bits)) && s.kept() &&
		s.sstatus&riscv.StatusSPP == previous && s.sstatus&riscv.StatusSIE == 0 &&
		s.sstatus&riscv.StatusSPIE == enabled
}

func checkIllegal() {
	comes := func(mode, code uint64) bool {
		all := true
		for _, bits := range illegalInstructions {
			all = all && illegalComes(mode, code, bits, 0) && illegalComes(mode, code, bits, riscv.StatusSPIE)
		}
		return all
	}
	check("illegal.supervisor", comes(supervisor, codeAt))
	check("illegal.user", comes(user, codeAt))
	translate()
	check("illegal.translated", comes(supervisor, codeOnly) && comes(user, userCode))

	// F registers that are off.
	const off = riscv.StatusFS
	check("illegal.float_off", illegalComes(supervisor&^off, codeAt, load(floatLoads, 3, 1, 8), 0) &&
		illegalComes(user&^off, userCode, load(floatLoads, 2, 1, 8), 0))

	// One that lies in two pages: the instructions at the ends of two.
	setPage(window+17*pageSize, entry(codeAt, x))
	setPage(window+18*pageSize, entry(codeAt, x))
	riscv.SfenceVMA()
	const end = pageSize - 2
	for i, half := range [...]uint32{0x2573, 0xc010} { // CSRRS x10, time, x0
		store8(codeAt+uint64(i^1)*end, byte(half))
		store8(codeAt+uint64(i^1)*end+1, byte(half>>8))
	}
	put(codeAt+2, ebreak)
	riscv.FenceI()
	s := start(supervisor, window+17*pageSize+end)
	before := now()
	s.run()
	check("illegal.two_pages", s.done(window+18*pageSize+2) && s.kept(10) && before <= s.x[10] && s.x[10] <= now())
	dontTranslate()
}
