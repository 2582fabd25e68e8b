// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"

	"bugo/tools/k210emu/isa"
)

// executeStrict is the loop of strict mode. It does what execute does, and what
// Strict is for.
//
// Where nothing is undefined and nothing special happens, it costs little more:
// an instruction asks whether the registers that it touches hold undefined bits,
// a load looks at the undefined bits of memory, and a store keeps that there are
// none and who it was, if nobody has decoded or walked to what it changes. All
// else is in functions.
func (h *Hart) executeStrict(limit uint64) {
	const index = 63 // of x
	s := h.strict
	if s.misa != h.csr.misa {
		s.misa = h.csr.misa
		s.refetch()
	}
	s.enter(h)
	context := s.context
	mark := storeMark(s.fences << markShift)
	ram, shadow, flags, stores := s.ram.Bytes, s.shadow, s.flags, s.stores
	x := &h.x
	pc, n := h.pc, h.steps
	number := ^uint64(0) // the address of page
	page := &uncachedCode

	for n < limit {
		if pc&pageMask != number {
			number = pc & pageMask
			h.pc, h.steps = pc, n
			page = h.strictCode(pc)
		}
		in := &page.insts[pc>>1&(pageSize/2-1)]
	run:
		if s.tainted&in.touches != 0 {
			s.propagate(h, pc, in)
		}
		switch in.Op {
		case isa.Undecoded:
			h.pc, h.steps = pc, n
			if in = h.strictFetch(pc, page); in == nil {
				return
			}
			goto run
		case opStale:
			h.pc = pc
			in = h.strictStale(in)
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
			quick := &context.ram[address/pageSize%quickPages]
			if address&pageMask == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = uint64(int64(int8(ram[offset])))
				if mask := shadow[offset]; mask != 0 {
					s.loaded(pc, offset, uint64(int64(int8(mask))), in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 1)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(int64(int8(value)))
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Lh:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if address&(pageMask|1) == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = uint64(int64(int16(binary.LittleEndian.Uint16(ram[offset:]))))
				if mask := binary.LittleEndian.Uint16(shadow[offset:]); mask != 0 {
					s.loaded(pc, offset, uint64(int64(int16(mask))), in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 2)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(int64(int16(value)))
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Lw:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if address&(pageMask|3) == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = uint64(int64(int32(binary.LittleEndian.Uint32(ram[offset:]))))
				if mask := binary.LittleEndian.Uint32(shadow[offset:]); mask != 0 {
					s.loaded(pc, offset, uint64(int64(int32(mask))), in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 4)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(int64(int32(value)))
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Ld:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if address&(pageMask|7) == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = binary.LittleEndian.Uint64(ram[offset:])
				if mask := binary.LittleEndian.Uint64(shadow[offset:]); mask != 0 {
					s.loaded(pc, offset, mask, in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 8)
				if !ok {
					return
				}
				x[in.Rd&index] = value
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Lbu:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if address&pageMask == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = uint64(ram[offset])
				if mask := shadow[offset]; mask != 0 {
					s.loaded(pc, offset, uint64(mask), in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 1)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(value)
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Lhu:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if address&(pageMask|1) == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = uint64(binary.LittleEndian.Uint16(ram[offset:]))
				if mask := binary.LittleEndian.Uint16(shadow[offset:]); mask != 0 {
					s.loaded(pc, offset, uint64(mask), in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 2)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(value)
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Lwu:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if address&(pageMask|3) == quick.load {
				offset := address + quick.delta
				x[in.Rd&index] = uint64(binary.LittleEndian.Uint32(ram[offset:]))
				if mask := binary.LittleEndian.Uint32(shadow[offset:]); mask != 0 {
					s.loaded(pc, offset, uint64(mask), in.Rd)
				} else {
					s.undefined[in.Rd&index] = 0
					s.tainted &^= in.writes
				}
			} else {
				h.pc, h.steps = pc, n
				value, ok := h.strictLoad(in, address, 4)
				if !ok {
					return
				}
				x[in.Rd&index] = uint64(value)
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Sb:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if offset := address + quick.delta; address&pageMask == quick.store && s.undefined[in.Rs2&index] == 0 && flags[offset/8] == 0 {
				ram[offset] = byte(x[in.Rs2&index])
				shadow[offset] = 0
				stores[offset/8] = mark | storeMark(pc&(1<<markShift-1))
			} else {
				h.pc, h.steps = pc, n
				if !h.strictStore(address, 1, x[in.Rs2&index], s.undefined[in.Rs2&index], s.origins[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Sh:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if offset := address + quick.delta; address&(pageMask|1) == quick.store && s.undefined[in.Rs2&index] == 0 && flags[offset/8] == 0 {
				binary.LittleEndian.PutUint16(ram[offset:], uint16(x[in.Rs2&index]))
				binary.LittleEndian.PutUint16(shadow[offset:], 0)
				stores[offset/8] = mark | storeMark(pc&(1<<markShift-1))
			} else {
				h.pc, h.steps = pc, n
				if !h.strictStore(address, 2, x[in.Rs2&index], s.undefined[in.Rs2&index], s.origins[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Sw:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if offset := address + quick.delta; address&(pageMask|3) == quick.store && s.undefined[in.Rs2&index] == 0 && flags[offset/8] == 0 {
				binary.LittleEndian.PutUint32(ram[offset:], uint32(x[in.Rs2&index]))
				binary.LittleEndian.PutUint32(shadow[offset:], 0)
				stores[offset/8] = mark | storeMark(pc&(1<<markShift-1))
			} else {
				h.pc, h.steps = pc, n
				if !h.strictStore(address, 4, x[in.Rs2&index], s.undefined[in.Rs2&index], s.origins[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Sd:
			address := x[in.Rs1&index] + uint64(int64(in.Imm))
			quick := &context.ram[address/pageSize%quickPages]
			if offset := address + quick.delta; address&(pageMask|7) == quick.store && s.undefined[in.Rs2&index] == 0 && flags[offset/8] == 0 {
				binary.LittleEndian.PutUint64(ram[offset:], x[in.Rs2&index])
				binary.LittleEndian.PutUint64(shadow[offset:], 0)
				stores[offset/8] = mark | storeMark(pc&(1<<markShift-1))
			} else {
				h.pc, h.steps = pc, n
				if !h.strictStore(address, 8, x[in.Rs2&index], s.undefined[in.Rs2&index], s.origins[in.Rs2&index]) {
					return
				}
				if h.attention {
					limit = n + 1
				}
			}
		case isa.Fload, isa.Fstore:
			h.pc, h.steps = pc, n
			if !h.strictFloatMemory(in) {
				return
			}
			if h.attention {
				limit = n + 1
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
			if !h.strictCSR(in) {
				return
			}
			if h.attention {
				limit = n + 1
			}

		case isa.Illegal:
			h.pc, h.steps = pc, n
			h.illegal(in.Bits())
			return

		case isa.Ecall, isa.Ebreak, isa.Mret, isa.Sret, isa.Wfi, isa.SfenceVMA, isa.SfenceVM, isa.FenceI:
			h.pc, h.steps = pc, n
			h.strictSystem(in)
			return

		default:
			h.pc, h.steps = pc, n
			if !in.Op.Float() {
				if !h.strictAtomic(in) {
					return
				}
				if h.attention {
					limit = n + 1
				}
			} else if !h.strictFloat(in) {
				h.illegal(in.raw)
				return
			}
		}
		pc += uint64(in.Size)
		n++
	}
	h.pc, h.steps = pc, n
}
