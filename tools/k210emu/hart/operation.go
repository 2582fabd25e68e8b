// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// operation is what the loop runs: an instruction, or several that often come
// together. Its code is an isa.Op, or one of fuse.go; rd, rs1, rs2 and imm
// are as in isa.Inst unless it says otherwise, rd2, rs3, rs4 and imm2 of the
// second instruction of two.
type operation struct {
	imm, imm2     int32
	code          isa.Op
	rd, rs1, rs2  uint8
	rd2, rs3, rs4 uint8
	number        uint8 // of the instruction in its block that can trap
}

// blockEnd is the code behind the last operation of a block.
const blockEnd = isa.Undecoded

// plain appends the operations of instructions, one for each that has an effect.
func plain(operations []operation, insts []placed) []operation {
	for n := range insts {
		if o, needed := translateInst(&insts[n], n); needed {
			operations = append(operations, o)
		}
	}
	return append(operations, operation{code: blockEnd})
}

// translateInst returns the operation of the instruction with this number, if
// it needs one.
func translateInst(in *placed, number int) (o operation, needed bool) {
	o = operation{code: in.Op, imm: in.Imm, rd: in.Rd, rs1: in.Rs1, rs2: in.Rs2, number: uint8(number)}
	switch {
	case in.Op == isa.Fence: // a hart sees its own accesses in order, and harts take turns
		return o, false
	case in.Op == isa.Auipc:
		o.imm2 = int32(in.offset)
	case in.Op == isa.Jal, in.Op >= isa.Beq && in.Op <= isa.Bgeu:
		o.imm += int32(in.offset) // from the start of the block
	}
	return o, true
}
