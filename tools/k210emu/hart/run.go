// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"

	"bugo/tools/k210emu/isa"
)

// Run runs instructions until Steps is limit, or the hart waits, or after an
// instruction that the machine has to look at: a store to a device, a CSR that
// interrupts depend on.
func (h *Hart) Run(limit uint64) {
	if h.waiting {
		if h.Waiting() {
			return
		}
		h.waiting = false
	}
	h.attention = false
	h.interrupt()
	h.execute(limit)
}

// execute is the loop. It runs until limit, a trap, or attention.
//
// The hart's state that instructions change most is in local variables: pc, n
// (steps) and the window. Before anything else may look at them, they go back.
func (h *Hart) execute(limit uint64) {
	const index = 63 // of x
	x := &h.x
	pc, n := h.pc, h.steps
	page := ^uint64(0)
	insts := &nothingDecoded
	base, bytes := h.window.base, h.window.bytes
	strict := uint64(0) // what of an address must be 0 in a quick access
	if h.Spec.MisalignedTraps {
		strict = 7
	}

	for n < limit {
		if pc&pageMask != page {
			page = pc & pageMask
			insts = h.codePage(pc)
		}
		in := &insts[pc>>1&(pageSize/2-1)]
	run:
		switch in.Op {
		case isa.Undecoded:
			h.pc, h.steps = pc, n
			inst, inPage, ok := h.fetch(pc)
			if !ok {
				return
			}
			if inPage && insts != &nothingDecoded {
				*in = inst
			} else {
				h.once = inst
				in = &h.once
			}
			goto run

		case isa.Lui:
			x[in.Rd&index] = uint64(int64(in.Imm))
		case isa.Auipc:
			x[in.Rd&index] = pc + uint64(int64(in.Imm))
		case isa.Jal:
			x[in.Rd&index] = pc + uint64(in.Size)
			pc += uint64(int64(in.Imm))
			n++
			continue
		case isa.Jalr:
			target := (x[in.Rs1&index] + uint64(int64(in.Imm))) &^ 1
			x[in.Rd&index] = pc + uint64(in.Size)
			pc = target
			n++
			continue
		case isa.Beq:
			if x[in.Rs1&index] == x[in.Rs2&index] {
				pc += uint64(int64(in.Imm))
				n++
				continue
			}
		case isa.Bne:
			if x[in.Rs1&index] != x[in.Rs2&index] {
				pc += uint64(int64(in.Imm))
				n++
				continue
			}
		case isa.Blt:
			if int64(x[in.Rs1&index]) < int64(x[in.Rs2&index]) {
				pc += uint64(int64(in.Imm))
				n++
				continue
			}
		case isa.Bge:
			if int64(x[in.Rs1&index]) >= int64(x[in.Rs2&index]) {
				pc += uint64(int64(in.Imm))
				n++
				continue
			}
		case isa.Bltu:
			if x[in.Rs1&index] < x[in.Rs2&index] {
				pc += uint64(int64(in.Imm))
				n++
				continue
			}
		case isa.Bgeu:
			if x[in.Rs1&index] >= x[in.Rs2&index] {
				pc += uint64(int64(in.Imm))
				n++
				continue
			}

		case isa.Lb:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) {
				x[in.Rd&index] = uint64(int64(int8(bytes[offset])))
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 1)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(int64(int8(value)))
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Lh:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 2 && address&strict&1 == 0 {
				x[in.Rd&index] = uint64(int64(int16(binary.LittleEndian.Uint16(bytes[offset:]))))
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 2)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(int64(int16(value)))
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Lw:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 4 && address&strict&3 == 0 {
				x[in.Rd&index] = uint64(int64(int32(binary.LittleEndian.Uint32(bytes[offset:]))))
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 4)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(int64(int32(value)))
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Ld:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 8 && address&strict&7 == 0 {
				x[in.Rd&index] = binary.LittleEndian.Uint64(bytes[offset:])
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 8)
				if !ok {
					return
				}
				x[in.Rd&index] = value
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Lbu:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) {
				x[in.Rd&index] = uint64(bytes[offset])
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 1)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(value)
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Lhu:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 2 && address&strict&1 == 0 {
				x[in.Rd&index] = uint64(binary.LittleEndian.Uint16(bytes[offset:]))
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 2)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(value)
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Lwu:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 4 && address&strict&3 == 0 {
				x[in.Rd&index] = uint64(binary.LittleEndian.Uint32(bytes[offset:]))
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.loadSlow(address, 4)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(value)
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Fload, isa.Fstore:
			h.pc, h.steps = pc, n
			if !h.floatMemory(in) {
				return
			}
			if h.attention {
				limit = n + 1
			}
			base, bytes = h.window.base, h.window.bytes
		case isa.Sb:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) {
				bytes[offset] = byte(x[in.Rs2&index])
			} else {
				h.pc, h.steps = pc, n
				if !h.storeSlow(address, 1, x[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Sh:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 2 && address&strict&1 == 0 {
				binary.LittleEndian.PutUint16(bytes[offset:], uint16(x[in.Rs2&index]))
			} else {
				h.pc, h.steps = pc, n
				if !h.storeSlow(address, 2, x[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Sw:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 4 && address&strict&3 == 0 {
				binary.LittleEndian.PutUint32(bytes[offset:], uint32(x[in.Rs2&index]))
			} else {
				h.pc, h.steps = pc, n
				if !h.storeSlow(address, 4, x[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Sd:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			if offset := address - base; offset < uint64(len(bytes)) && uint64(len(bytes))-offset >= 8 && address&strict&7 == 0 {
				binary.LittleEndian.PutUint64(bytes[offset:], x[in.Rs2&index])
			} else {
				h.pc, h.steps = pc, n
				if !h.storeSlow(address, 8, x[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
				base, bytes = h.window.base, h.window.bytes
			}
		case isa.Addi:
			x[in.Rd&index] = x[in.Rs1&index] + uint64(int64(in.Imm))
		case isa.Slti:
			x[in.Rd&index] = truth(int64(x[in.Rs1&index]) < int64(in.Imm))
		case isa.Sltiu:
			x[in.Rd&index] = truth(x[in.Rs1&index] < uint64(int64(in.Imm)))
		case isa.Xori:
			x[in.Rd&index] = x[in.Rs1&index] ^ uint64(int64(in.Imm))
		case isa.Ori:
			x[in.Rd&index] = x[in.Rs1&index] | uint64(int64(in.Imm))
		case isa.Andi:
			x[in.Rd&index] = x[in.Rs1&index] & uint64(int64(in.Imm))
		case isa.Slli:
			x[in.Rd&index] = x[in.Rs1&index] << (uint(in.Imm) & 63)
		case isa.Srli:
			x[in.Rd&index] = x[in.Rs1&index] >> (uint(in.Imm) & 63)
		case isa.Srai:
			x[in.Rd&index] = uint64(int64(x[in.Rs1&index]) >> (uint(in.Imm) & 63))
		case isa.Add:
			x[in.Rd&index] = x[in.Rs1&index] + x[in.Rs2&index]
		case isa.Sub:
			x[in.Rd&index] = x[in.Rs1&index] - x[in.Rs2&index]
		case isa.Sll:
			x[in.Rd&index] = x[in.Rs1&index] << (x[in.Rs2&index] & 63)
		case isa.Slt:
			x[in.Rd&index] = truth(int64(x[in.Rs1&index]) < int64(x[in.Rs2&index]))
		case isa.Sltu:
			x[in.Rd&index] = truth(x[in.Rs1&index] < x[in.Rs2&index])
		case isa.Xor:
			x[in.Rd&index] = x[in.Rs1&index] ^ x[in.Rs2&index]
		case isa.Srl:
			x[in.Rd&index] = x[in.Rs1&index] >> (x[in.Rs2&index] & 63)
		case isa.Sra:
			x[in.Rd&index] = uint64(int64(x[in.Rs1&index]) >> (x[in.Rs2&index] & 63))
		case isa.Or:
			x[in.Rd&index] = x[in.Rs1&index] | x[in.Rs2&index]
		case isa.And:
			x[in.Rd&index] = x[in.Rs1&index] & x[in.Rs2&index]
		case isa.Addiw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) + in.Imm)
		case isa.Slliw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) << (uint(in.Imm) & 31))
		case isa.Srliw:
			x[in.Rd&index] = word(int32(uint32(x[in.Rs1&index]) >> (uint(in.Imm) & 31)))
		case isa.Sraiw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) >> (uint(in.Imm) & 31))
		case isa.Addw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) + int32(x[in.Rs2&index]))
		case isa.Subw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) - int32(x[in.Rs2&index]))
		case isa.Sllw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) << (x[in.Rs2&index] & 31))
		case isa.Srlw:
			x[in.Rd&index] = word(int32(uint32(x[in.Rs1&index]) >> (x[in.Rs2&index] & 31)))
		case isa.Sraw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) >> (x[in.Rs2&index] & 31))
		case isa.Mul:
			x[in.Rd&index] = x[in.Rs1&index] * x[in.Rs2&index]
		case isa.Mulh:
			x[in.Rd&index] = mulh(int64(x[in.Rs1&index]), int64(x[in.Rs2&index]))
		case isa.Mulhsu:
			x[in.Rd&index] = mulhsu(int64(x[in.Rs1&index]), x[in.Rs2&index])
		case isa.Mulhu:
			x[in.Rd&index] = mulhu(x[in.Rs1&index], x[in.Rs2&index])
		case isa.Div:
			x[in.Rd&index] = uint64(divide(int64(x[in.Rs1&index]), int64(x[in.Rs2&index])))
		case isa.Divu:
			x[in.Rd&index] = divide(x[in.Rs1&index], x[in.Rs2&index])
		case isa.Rem:
			x[in.Rd&index] = uint64(remainder(int64(x[in.Rs1&index]), int64(x[in.Rs2&index])))
		case isa.Remu:
			x[in.Rd&index] = remainder(x[in.Rs1&index], x[in.Rs2&index])
		case isa.Mulw:
			x[in.Rd&index] = word(int32(x[in.Rs1&index]) * int32(x[in.Rs2&index]))
		case isa.Divw:
			x[in.Rd&index] = word(divide(int32(x[in.Rs1&index]), int32(x[in.Rs2&index])))
		case isa.Divuw:
			x[in.Rd&index] = word(int32(divide(uint32(x[in.Rs1&index]), uint32(x[in.Rs2&index]))))
		case isa.Remw:
			x[in.Rd&index] = word(remainder(int32(x[in.Rs1&index]), int32(x[in.Rs2&index])))
		case isa.Remuw:
			x[in.Rd&index] = word(int32(remainder(uint32(x[in.Rs1&index]), uint32(x[in.Rs2&index]))))

		case isa.Fence: // a hart sees its own accesses in order, and harts take turns

		case isa.Csrrw, isa.Csrrs, isa.Csrrc, isa.Csrrwi, isa.Csrrsi, isa.Csrrci:
			h.pc, h.steps = pc, n
			if !h.accessCSR(in) {
				return
			}
			if h.attention {
				limit = n + 1
			}
			base, bytes = h.window.base, h.window.bytes

		case isa.Illegal:
			h.pc, h.steps = pc, n
			h.illegal(in.Bits())
			return

		case isa.Ecall, isa.Ebreak, isa.Mret, isa.Sret, isa.Wfi, isa.SfenceVMA, isa.SfenceVM, isa.FenceI:
			h.pc, h.steps = pc, n
			h.system(in)
			return

		default:
			h.pc, h.steps = pc, n
			if !in.Op.Float() {
				if !h.atomic(in) {
					return
				}
				base, bytes = h.window.base, h.window.bytes
			} else if !h.float(in) {
				h.illegal(h.bitsAt(pc, in))
				return
			}
		}
		pc += uint64(in.Size)
		n++
	}
	h.pc, h.steps = pc, n
}

func word(v int32) uint64 { return uint64(int64(v)) }
