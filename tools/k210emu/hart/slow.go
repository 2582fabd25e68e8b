// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// slow runs an instruction of a block that the loop cannot: one that the window
// is not on, or that is about more than x registers and memory. It leaves pc and
// steps behind it. When it is not ok, the loop ends: the instruction has trapped,
// or the machine must look at the hart.
//
// The block starts at pc, after n steps.
func (h *Hart) slow(b *block, pc, n, number uint64) (ok bool) {
	in := &b.insts[number]
	h.pc, h.steps = pc+uint64(in.offset), n+number
	if h.coverage != nil && b.covered <= number {
		h.cover(b, number+1) // before it changes what runs, or where
	}
	if !h.single(&in.Inst) {
		return false
	}
	h.pc += uint64(in.Size)
	h.steps++
	return !h.attention
}

// single runs one instruction that can trap. When it is not ok, it has trapped,
// or set pc and steps itself.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) single(in *isa.Inst) (ok bool) {
	address := h.x[in.Rs1] + uint64(int64(in.Imm))
	value := uint64(0)
	switch in.Op {
	case isa.Lb:
		value, ok = h.loadSlow(address, 1)
		value = uint64(int64(int8(value)))
	case isa.Lh:
		value, ok = h.loadSlow(address, 2)
		value = uint64(int64(int16(value)))
	case isa.Lw:
		value, ok = h.loadSlow(address, 4)
		value = uint64(int64(int32(value)))
	case isa.Ld:
		value, ok = h.loadSlow(address, 8)
	case isa.Lbu:
		value, ok = h.loadSlow(address, 1)
	case isa.Lhu:
		value, ok = h.loadSlow(address, 2)
	case isa.Lwu:
		value, ok = h.loadSlow(address, 4)
	case isa.Sb:
		return h.storeSlow(address, 1, h.x[in.Rs2])
	case isa.Sh:
		return h.storeSlow(address, 2, h.x[in.Rs2])
	case isa.Sw:
		return h.storeSlow(address, 4, h.x[in.Rs2])
	case isa.Sd:
		return h.storeSlow(address, 8, h.x[in.Rs2])
	case isa.Fload, isa.Fstore:
		return h.floatMemory(in)
	case isa.Csrrw, isa.Csrrs, isa.Csrrc, isa.Csrrwi, isa.Csrrsi, isa.Csrrci:
		return h.accessCSR(in)
	case isa.Illegal:
		h.illegal(in.Bits())
		return false
	case isa.Ecall, isa.Ebreak, isa.Mret, isa.Sret, isa.Wfi, isa.SfenceVMA, isa.SfenceVM, isa.FenceI:
		h.system(in)
		return false
	default:
		if !in.Op.Float() {
			return h.atomic(in)
		}
		if !h.float(in) {
			h.illegal(h.bitsAt(h.pc, in))
			return false
		}
		return true
	}
	if ok {
		h.x[in.Rd] = value
	}
	return ok
}
