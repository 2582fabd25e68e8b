// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// setMisa switches extensions on and off. F takes D with it (k210-facts.md §2.7).
// What has been decoded is so for the old ones.
func (h *Hart) setMisa(value uint64) {
	mask := h.Spec.MisaWritable
	value = h.csr.misa&^mask | value&mask
	if value&misa("F") == 0 {
		value &^= misa("D")
	}
	h.csr.misa = value
	h.dropCode()
	h.leave()
}

// extended tells whether the extensions that an instruction is of are on. With C
// off, 4-byte instructions still run at all even addresses.
func (h *Hart) extended(in *isa.Inst) bool {
	needs := uint64(0)
	switch {
	case in.Op >= isa.Mul && in.Op <= isa.Remuw:
		needs = misa("M")
	case in.Op >= isa.LrW && in.Op <= isa.AmomaxuD:
		needs = misa("A")
	case in.Op == isa.FcvtFloat, in.Op >= isa.Fload && in.Double:
		needs = misa("D")
	case in.Op >= isa.Fload:
		needs = misa("F")
	}
	if in.Size == 2 {
		needs |= misa("C")
	}
	return h.csr.misa&needs == needs
}
