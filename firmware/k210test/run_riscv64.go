// SPDX-License-Identifier: MIT

package main

import (
	"unsafe"

	"bugo/arch/riscv"
)

// state is a run of some instructions: what they start with, and what they leave
// when they trap.
type state struct {
	x       [riscv.RegisterCount]uint64 // x[0] means nothing
	pc      uint64                      // and then sepc
	sstatus uint64                      // SPP chooses the mode, SPIE is SIE there
	scause  uint64
	stval   uint64

	// The caller's.
	ra, sp, g, stvec uint64
}

// run runs instructions until the first trap that comes to S-mode, which all runs end
// with: they have EBREAK at the end.
//
// Preconditions: the interrupts that are enabled may come.
func (s *state) run() { run(s) }

// run does not keep s, which would have to be allocated otherwise.
//
//go:noescape
func run(s *state)

const ebreak = 0x0010_0073

// done reports whether a run has come to EBREAK at its end, after so many bytes.
func (s *state) done(pc uint64) bool {
	return s.scause == riscv.CodeBreakpoint && s.pc == pc
}

// trapped reports whether a run has ended in a trap of a cause and a value.
func (s *state) trapped(cause, pc, value uint64) bool {
	return s.scause == cause && s.pc == pc && s.stval == value
}

// Modes of a run, as sstatus. F registers are on.
const (
	supervisor = riscv.StatusSPP | riscv.StatusFS
	user       = riscv.StatusFS
)

// pattern is what a register has before a run.
func pattern(register int) uint64 { return 0x0101_0101_0101_0101 * uint64(register) }

// start returns a run in a mode, with a pattern in all registers.
func start(mode, pc uint64) (s state) {
	for n := range s.x {
		s.x[n] = pattern(n)
	}
	s.pc, s.sstatus = pc, mode
	return s
}

// kept reports whether registers have what they had at the start, but for some.
func (s *state) kept(but ...int) bool {
next:
	for n := 1; n < len(s.x); n++ {
		for _, other := range but {
			if n == other {
				continue next
			}
		}
		if s.x[n] != pattern(n) {
			return false
		}
	}
	return true
}

// Physical memory that the program uses: where apps would be.
const (
	rootAt   = 0x8040_0000 // tables
	middleAt = 0x8040_1000
	leafAt   = 0x8040_2000
	codeAt   = 0x8041_0000 // instructions to run
	firstAt  = 0x8042_0000 // two pages of data, which do not follow each other
	secondAt = 0x8044_0000

	// nothing is where no memory is, and no device.
	nothing = 0x9000_0000
)

func load64(address uint64) uint64 { return *(*uint64)(unsafe.Add(nil, uintptr(address))) }

func store64(address, value uint64) { *(*uint64)(unsafe.Add(nil, uintptr(address))) = value }

func load8(address uint64) byte { return *(*byte)(unsafe.Add(nil, uintptr(address))) }

func store8(address uint64, value byte) { *(*byte)(unsafe.Add(nil, uintptr(address))) = value }

// place puts instructions at codeAt+offset, with EBREAK behind them, and returns where
// that is. Those of 2 bytes are told by their low bits.
func place(offset uint64, instructions ...uint32) (end uint64) {
	at := codeAt + offset
	for _, instruction := range instructions {
		at = put(at, instruction)
	}
	put(at, ebreak)
	riscv.FenceI()
	return at
}

func put(at uint64, instruction uint32) (next uint64) {
	size := uint64(2)
	if instruction&3 == 3 {
		size = 4
	}
	for i := range size {
		store8(at+i, byte(instruction>>(8*i)))
	}
	return at + size
}
