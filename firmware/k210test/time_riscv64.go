// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/platforms/k210"
)

// mtime is the CLINT's clock, which S-mode can read itself (k210-facts.md §3).
const mtime = k210.CLINTBase + 0xbff8

func now() uint64 { return riscv.Load64(mtime) }

// timeReads reports whether all instructions that read time do, in a mode, into every
// register.
func timeReads(mode, code uint64) bool {
	all := true
	for _, funct3 := range [...]int{2, 3, 6, 7} {
		for rd := range riscv.RegisterCount {
			end := place(0, csr(funct3, riscv.CSRTime, rd, 0))
			s := start(mode, code)
			before := now()
			s.run()
			after := now()
			ok := s.done(end-codeAt+code) && s.kept(rd)
			if rd != 0 {
				ok = ok && before <= s.x[rd] && s.x[rd] <= after
			}
			all = all && ok
		}
	}
	return all
}

// timeStays reports whether instructions that would write time are illegal.
func timeStays(mode, code uint64) bool {
	all := true
	for _, bits := range [...]uint32{csr(1, riscv.CSRTime, 1, 0), csr(2, riscv.CSRTime, 1, 2), csr(7, riscv.CSRTime, 0, 1)} {
		place(0, bits)
		s := start(mode, code)
		s.run()
		all = all && s.trapped(riscv.CodeIllegalInstruction, code, uint64(bits)) && s.kept()
	}
	return all
}

func checkTime() {
	check("rdtime.supervisor", timeReads(supervisor, codeAt))
	check("rdtime.user", timeReads(user, codeAt))
	translate()
	check("rdtime.translated", timeReads(supervisor, codeAt) && timeReads(user, userCode))
	check("rdtime.written", timeStays(supervisor, codeAt) && timeStays(user, userCode))
	dontTranslate()
}

// advances reports whether a counter can be read in a mode, and counts.
func advances(mode uint64, counter riscv.CSR) bool {
	end := place(0, readCSR(counter, 10), readCSR(counter, 11))
	s := start(mode, codeAt)
	s.run()
	return s.done(end) && s.x[10] < s.x[11]
}

// illegal reports whether an instruction is illegal in a mode.
func illegal(mode uint64, bits uint32) bool {
	place(0, bits)
	s := start(mode, codeAt)
	s.run()
	return s.trapped(riscv.CodeIllegalInstruction, codeAt, uint64(bits)) && s.kept()
}

// checkCounters reads the counters, and closes them to U-mode and opens them again by
// scounteren, which the chip lacks.
func checkCounters() {
	for _, counter := range [...]struct {
		name   string
		number riscv.CSR
	}{{"counter.cycle", riscv.CSRCycle}, {"counter.instret", riscv.CSRInstret}} {
		check(counter.name, advances(supervisor, counter.number) && advances(user, counter.number))
	}

	set := func(bits uint64) (old, now uint64) {
		place(0, csr(1, riscv.CSRScounteren, 11, 10), readCSR(riscv.CSRScounteren, 12))
		s := start(supervisor, codeAt)
		s.x[10] = bits
		s.run()
		return s.x[11], s.x[12]
	}
	const all = riscv.CounterCY | riscv.CounterTM | riscv.CounterIR
	old, closed := set(0)
	check("scounteren.close", old == all && closed == 0 &&
		illegal(user, readCSR(riscv.CSRCycle, 5)) && illegal(user, readCSR(riscv.CSRTime, 5)) &&
		illegal(user, readCSR(riscv.CSRInstret, 5)) &&
		advances(supervisor, riscv.CSRCycle) && timeReads(supervisor, codeAt))
	old, open := set(^uint64(0))
	check("scounteren.open", old == 0 && open == all && advances(user, riscv.CSRInstret) && timeReads(user, codeAt))
	check("scounteren.user", illegal(user, readCSR(riscv.CSRScounteren, 5)))
}
