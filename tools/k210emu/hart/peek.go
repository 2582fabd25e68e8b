// SPDX-License-Identifier: MIT

package hart

// Peek and Poke are a debugger's accesses: to RAM, by the addresses that the
// mode has which the hart is in, and without a trace in the hart. Page
// tables are walked but not marked, and nothing is remembered. Neither PMP nor
// the pages' permissions stop a debugger.

// Peek reads bytes. When it is not ok, not all of them are in RAM.
func (h *Hart) Peek(address uint64, b []byte) (ok bool) {
	return h.each(address, len(b), func(memory []byte, at int) { copy(b[at:], memory) })
}

// Poke writes bytes, all of them or none. Instructions that harts have decoded
// there stay what they are until FENCE.I, or ForgetCode.
func (h *Hart) Poke(address uint64, b []byte) (ok bool) {
	if !h.each(address, len(b), func([]byte, int) {}) {
		return false
	}
	return h.each(address, len(b), func(memory []byte, at int) {
		copy(memory, b[at:])
		if h.strict != nil {
			offset := uint64(cap(h.RAM.Bytes) - cap(memory))
			h.strict.Wrote(h.RAM.Base+offset, len(memory))
		}
	})
}

// ForgetCode makes the hart decode all instructions again, as FENCE.I does.
func (h *Hart) ForgetCode() {
	h.dropCode()
	if h.strict != nil {
		h.strict.fetchFenced()
	}
}

// each calls f with what of RAM is at addresses, page by page.
func (h *Hart) each(address uint64, size int, f func(memory []byte, at int)) (ok bool) {
	for at := 0; at < size; {
		piece := min(size-at, pageSize-int(address%pageSize))
		physical, ok := h.PhysicalAddress(address)
		if !ok {
			return false
		}
		offset, inside := h.inRAM(physical, piece)
		if !inside {
			return false
		}
		f(h.RAM.Bytes[offset:offset+uint64(piece)], at)
		at += piece
		address += uint64(piece)
	}
	return true
}

// PhysicalAddress translates an address as the mode that the hart is in does,
// whatever MPRV says. It is not ok where there is no page.
func (h *Hart) PhysicalAddress(address uint64) (physical uint64, ok bool) {
	return h.physicalAt(address, h.privilege)
}
