// SPDX-License-Identifier: MIT

package hart

// The stack of interrupt enables, one deep: a trap puts one into xPIE, a return
// takes it from there. In 1.12 it is the enable of the mode that the trap goes to
// (RISC-V priv. 1.12 §3.1.6.1), in 1.9.1 that of the mode that was interrupted
// (k210-facts.md §2.3, §2.7), which U-mode has none of.

// moveBit copies one bit of status to another. From no bit it copies 0.
func moveBit(status, from, to uint64) uint64 {
	if status&from != 0 {
		return status | to
	}
	return status &^ to
}

// savedEnable is the bit of mstatus that a trap saves; own is the enable of the
// mode that it goes to.
func (h *Hart) savedEnable(own uint64) uint64 {
	if !h.Spec.InterruptedEnable {
		return own
	}
	return enableOf(h.privilege)
}

// enableOf is a mode's interrupt enable in mstatus, if it has one.
func enableOf(mode Privilege) uint64 {
	switch mode {
	case Machine:
		return statusMIE
	case Supervisor:
		return statusSIE
	default:
		return 0
	}
}

// restoreEnable is what a return to h.privilege does to the enables: saved is the
// bit that the trap wrote, own the enable of the mode that returns.
func (h *Hart) restoreEnable(status, saved, own uint64) uint64 {
	if h.Spec.InterruptedEnable {
		own = enableOf(h.privilege)
	}
	return moveBit(status, saved, own) | saved
}

// previousMode is the mode in MPP. The one that is not there, which 1.9.1 can
// keep, stands for U (k210-facts.md §2.7).
func (h *Hart) previousMode() Privilege {
	mode := Privilege(h.csr.mstatus & statusMPP >> mppShift)
	if mode == 2 {
		return User
	}
	return mode
}

// machineReturn is MRET, and supervisorReturn SRET (RISC-V priv. 1.12 §3.3.2,
// §3.1.6.1; §3.1.6.3 for MPRV).
func (h *Hart) machineReturn() {
	h.privilege = h.previousMode()
	status := h.restoreEnable(h.csr.mstatus, statusMPIE, statusMIE)
	h.returned(status&^statusMPP, h.csr.mepc)
}

func (h *Hart) supervisorReturn() {
	h.privilege = User
	if h.csr.mstatus&statusSPP != 0 {
		h.privilege = Supervisor
	}
	status := h.restoreEnable(h.csr.mstatus, statusSPIE, statusSIE)
	h.returned(status&^statusSPP, h.csr.sepc)
}

func (h *Hart) returned(status, pc uint64) {
	if h.privilege != Machine && h.Spec.ReturnClearsMPRV {
		status &^= statusMPRV
	}
	h.csr.mstatus = status
	h.dropWindows()
	h.pc = pc
}

// writesValue tells whether a trap writes mtval or stval.
func (s *Spec) writesValue(cause uint64) bool {
	if cause&causeInterrupt != 0 {
		return s.ValueCauses == all
	}
	return s.ValueCauses>>(cause&63)&1 != 0
}
