// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sort"

	"bugo/tools/k210emu/isa"
	"bugo/tools/riscvelf"
)

// site is a call, or a jump into another function.
type site struct {
	pc     uint64
	callee *function
}

// function is a function of an image.
type function struct {
	riscvelf.Function
	ending bool
	sites  []site // but for those from which all paths lead to an ending
}

// instruction is one of a function's, and where it may go on.
type instruction struct {
	isa.Inst
	next   []int  // instructions of the function
	leaves bool   // by a return, or to another function's code
	target uint64 // of a call or a jump out of the function; 0 if there is none or it is not known
}

// functions returns the functions of an image, by address, with their calls.
func functions(elf *riscvelf.File) ([]*function, error) {
	all, err := elf.Functions()
	if err != nil {
		return nil, err
	}
	found := make([]*function, len(all))
	for i := range all {
		found[i] = &function{Function: all[i], ending: endings[declared(all[i].Name)] != ""}
	}
	at := func(address uint64) *function {
		i := sort.Search(len(found), func(i int) bool { return found[i].Addr > address }) - 1
		if i < 0 || address >= found[i].End() {
			return nil
		}
		return found[i]
	}
	for _, f := range found {
		if f.sites, err = sites(f, at); err != nil {
			return nil, fmt.Errorf("%s: %w", elf.Path, err)
		}
	}
	return found, nil
}

// sites returns a function's calls, but for those on ways that all lead to an ending.
func sites(f *function, at func(uint64) *function) ([]site, error) {
	code, addresses := decode(&f.Function)
	ends := leadsToAnEnding(code, at)
	var found []site
	for i, in := range code {
		if in.target == 0 || ends[i] {
			continue
		}
		callee := at(in.target)
		if callee == nil {
			return nil, fmt.Errorf("%s calls %#x, where no function is: is its symbol missing, or not one of a function?", f.Name, in.target)
		}
		if !callee.ending {
			found = append(found, site{addresses[i], callee})
		}
	}
	return found, nil
}

// decode decodes a function, and finds how its instructions follow each other.
func decode(f *riscvelf.Function) (code []instruction, addresses []uint64) {
	for pc := f.Addr; pc < f.End(); {
		// (The last one may be short.)
		var bits [4]byte
		copy(bits[:], f.Code[pc-f.Addr:])
		in := isa.Decode(binary.LittleEndian.Uint32(bits[:]))
		code, addresses = append(code, instruction{Inst: in}), append(addresses, pc)
		pc += uint64(in.Size)
	}
	jump := func(in *instruction, target uint64) {
		if i, ok := slices.BinarySearch(addresses, target); ok {
			in.next = append(in.next, i)
		} else {
			in.leaves, in.target = true, target
		}
	}
	for i := range code {
		in := &code[i]
		goesOn := true
		switch in.Op {
		case isa.Jal:
			if target := addresses[i] + uint64(int64(in.Imm)); in.Rd == isa.Discard {
				jump(in, target)
				goesOn = false
			} else {
				in.target = target
			}
		case isa.Jalr:
			// The linker writes a call far away as AUIPC and JALR. Others are returns,
			// and calls of values, whose targets nobody knows.
			var target uint64
			if i > 0 && code[i-1].Op == isa.Auipc && code[i-1].Rd == in.Rs1 {
				target = addresses[i-1] + uint64(int64(code[i-1].Imm)) + uint64(int64(in.Imm))
			}
			switch {
			case in.Rd != isa.Discard:
				in.target = target
			case target != 0:
				jump(in, target)
				goesOn = false
			default:
				in.leaves, goesOn = true, false
			}
		case isa.Beq, isa.Bne, isa.Blt, isa.Bge, isa.Bltu, isa.Bgeu:
			jump(in, addresses[i]+uint64(int64(in.Imm)))
		case isa.Mret, isa.Sret:
			in.leaves, goesOn = true, false
		}
		if goesOn && i+1 < len(code) {
			in.next = append(in.next, i+1)
		} else if goesOn {
			in.leaves = true
		}
	}
	return code, addresses
}

// leadsToAnEnding tells of each instruction whether every path from it arrives at the
// call of an ending. (A loop without a way out does not.)
func leadsToAnEnding(code []instruction, at func(uint64) *function) []bool {
	ends := make([]bool, len(code))
	for changed := true; changed; {
		changed = false
		for i := len(code) - 1; i >= 0; i-- {
			in := &code[i]
			if ends[i] {
				continue
			}
			if callee := at(in.target); callee != nil && callee.ending {
				// (A branch to one has another way.)
				ends[i] = len(in.next) == 0 || in.Op == isa.Jal || in.Op == isa.Jalr
			} else {
				ends[i] = !in.leaves && len(in.next) > 0 && !slices.ContainsFunc(in.next, func(next int) bool { return !ends[next] })
			}
			changed = changed || ends[i]
		}
	}
	return ends
}
