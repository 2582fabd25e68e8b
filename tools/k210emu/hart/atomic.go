// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// atomic runs an instruction of A (RISC-V unpriv. §8). When it is not ok, the
// hart has trapped. Only RAM has atomics, and only aligned ones.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) atomic(in *isa.Inst) (ok bool) {
	size := 4
	if in.Op >= isa.LrD {
		size = 8
	}
	address := h.x[in.Rs1&63]
	op := in.Op
	if size == 8 {
		op -= isa.LrD - isa.LrW
	}
	misaligned, want := uint64(causeStoreMisaligned), write
	if op == isa.LrW {
		misaligned, want = causeLoadMisaligned, read
	}
	if address&uint64(size-1) != 0 {
		h.except(misaligned, address)
		return false
	}
	physical, cause := h.place(address, size, want)
	if cause == 0 && op > isa.ScW { // an AMO reads, too
		if _, denied := h.place(address, size, read); denied != 0 {
			cause = causeStoreFault
		}
	}
	offset, inside := h.inRAM(physical, size)
	if cause == 0 && !inside {
		if h.Spec.Uncached && op <= isa.ScW {
			return h.uncachedAtomic(in, op, physical, size)
		}
		cause = accessFault(want)
	}
	if cause != 0 {
		h.except(cause, address)
		return false
	}

	memory := h.RAM.Bytes[offset:]
	old := loadBytes(memory, size)
	if size == 4 {
		old = uint64(int64(int32(old)))
	}
	operand := h.x[in.Rs2&63]
	switch op {
	case isa.LrW:
		h.reserved, h.hasReservation = address, true
	case isa.ScW:
		holds := h.hasReservation && h.reserved == address
		h.hasReservation = false
		old = 1
		if holds {
			storeBytes(memory, size, operand)
			old = 0
		}
	default:
		storeBytes(memory, size, combine(op, size, old, operand))
	}
	h.x[in.Rd&63] = old
	return true
}

// uncachedAtomic runs LR and SC where no cache is to hold a reservation: LR loads,
// and SC fails, for ever (k210-facts.md §2.7).
func (h *Hart) uncachedAtomic(in *isa.Inst, op isa.Op, physical uint64, size int) (ok bool) {
	h.hasReservation = false
	value := uint64(1)
	if op == isa.LrW {
		if value, ok = h.Bus.Load(physical, size); !ok {
			h.except(causeLoadFault, h.x[in.Rs1&63])
			return false
		}
		if size == 4 {
			value = uint64(int64(int32(value)))
		}
	}
	h.x[in.Rd&63] = value
	return true
}

// combine is what an AMO stores. old is sign-extended.
func combine(op isa.Op, size int, old, operand uint64) uint64 {
	if size == 4 {
		operand = uint64(int64(int32(operand)))
	}
	switch op {
	case isa.AmoaddW:
		return old + operand
	case isa.AmoxorW:
		return old ^ operand
	case isa.AmoandW:
		return old & operand
	case isa.AmoorW:
		return old | operand
	case isa.AmominW:
		return uint64(min(int64(old), int64(operand)))
	case isa.AmomaxW:
		return uint64(max(int64(old), int64(operand)))
	case isa.AmominuW: // sign extension keeps the order of unsigned words
		return min(old, operand)
	case isa.AmomaxuW:
		return max(old, operand)
	default: // AMOSWAP
		return operand
	}
}
