// SPDX-License-Identifier: MIT

package gdb

import (
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/isa"
)

// access is what an instruction does to memory, as bits.
type access uint8

const (
	reads access = 1 << iota
	writes
)

// accessOf tells what memory the next instruction of a hart accesses, if it does
// not trap.
func accessOf(h *hart.Hart) (address, size uint64, what access) {
	bits, length := h.Next()
	if length == 0 {
		return 0, 0, 0
	}
	in := isa.Decode(bits)
	address = h.X(int(in.Rs1)) + uint64(int64(in.Imm))
	switch {
	case in.Op >= isa.Lb && in.Op <= isa.Lwu:
		return address, 1 << ((in.Op - isa.Lb) & 3), reads // (the sizes of Lbu to Lwu are those of Lb to Lw)
	case in.Op >= isa.Sb && in.Op <= isa.Sd:
		return address, 1 << (in.Op - isa.Sb), writes
	case in.Op == isa.Fload, in.Op == isa.Fstore:
		size, what = 4, reads
		if in.Double {
			size = 8
		}
		if in.Op == isa.Fstore {
			what = writes
		}
		return address, size, what
	case in.Op >= isa.LrW && in.Op <= isa.AmomaxuD:
		op, size := in.Op, uint64(4)
		if op >= isa.LrD {
			op, size = op-(isa.LrD-isa.LrW), 8
		}
		switch op {
		case isa.LrW:
			what = reads
		case isa.ScW:
			what = writes
		default:
			what = reads | writes
		}
		return h.X(int(in.Rs1)), size, what
	default:
		return 0, 0, 0
	}
}

// wanted are the accesses that a watchpoint is about.
func (p Point) wanted() access {
	switch p.Kind {
	case WriteWatchpoint:
		return writes
	case ReadWatchpoint:
		return reads
	case AccessWatchpoint:
		return reads | writes
	default:
		return 0
	}
}

// touches tells whether an access is one that a watchpoint is about, and where
// in its memory.
func (p Point) touches(address, size uint64, what access) (at uint64, ok bool) {
	if p.wanted()&what == 0 {
		return 0, false
	}
	switch {
	case address-p.Address < p.Length:
		return address, true
	case p.Address-address < size:
		return p.Address, true
	default:
		return 0, false
	}
}
