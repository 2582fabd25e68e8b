// SPDX-License-Identifier: MIT

package hart

// Stepping is for who has to see each instruction: a debugger, a trace. It does
// what Run does, in pieces. Run may be called at any time instead: where a run
// is cut into pieces changes nothing of it.

// Interrupt takes the interrupt that the hart would take now, before the next
// instruction, if there is one. After it there may be another one.
func (h *Hart) Interrupt() (cause uint64, taken bool) {
	if h.waiting {
		if h.Waiting() {
			return 0, false
		}
		h.waiting = false
	}
	return h.takeInterrupt()
}

// Step runs one instruction, and tells whether the machine has to look at what
// it did.
//
// Precondition: the hart is not Waiting, and Interrupt takes none.
func (h *Hart) Step() (attention bool) {
	h.Run(h.steps + 1)
	return h.attention || h.waiting
}

// Next returns the bits of the instruction at PC as they are in memory, and its
// length in bytes. Where it cannot be fetched, the length is 0. The hart may have
// decoded other ones, before they were overwritten.
func (h *Hart) Next() (bits uint32, size int) {
	var raw [4]byte
	if !h.Peek(h.pc, raw[:2]) {
		return 0, 0
	}
	if raw[0]&3 != 3 { // compressed (RISC-V unpriv. §1.5)
		return uint32(raw[0]) | uint32(raw[1])<<8, 2
	}
	if !h.Peek(h.pc+2, raw[2:]) {
		return 0, 0
	}
	return uint32(loadBytes(raw[:], 4)), 4
}

// SetPC makes the hart go on at an address, which is even. If it waits, it is woken.
func (h *Hart) SetPC(pc uint64) {
	h.pc = pc &^ 1
	h.waiting = false
}

// SetPrivilege puts the hart into a mode. It is not ok if there is no such mode.
func (h *Hart) SetPrivilege(p Privilege) (ok bool) {
	if p > Machine || p == 2 {
		return false
	}
	h.privilege = p
	h.dropWindows()
	return true
}
