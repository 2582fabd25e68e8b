// SPDX-License-Identifier: MIT

package hart

// registers are the CSRs that hold something.
type registers struct {
	mstatus, misa                  uint64 // mstatus: without SD
	medeleg, mideleg               uint64
	mie, mip                       uint64 // mip: what software has raised
	mtvec, mscratch, mepc          uint64
	mcause, mtval                  uint64
	stvec, sscratch, sepc          uint64
	scause, stval                  uint64
	mcounteren, scounteren         uint64 // mucounteren, mscounteren in 1.9.1
	menvcfg, senvcfg               uint64
	satp, sptbr                    uint64 // of 1.12, and of 1.9.1
	cyclesOffset, retirementOffset uint64
	fflags, frm                    uint8
}

// Register is a CSR. A nil Write ignores what is written; registers that the
// number marks as read-only are never written (RISC-V priv. 1.12 §2.1). Allowed,
// where there is one, says whether the hart's state lets the access through.
type Register struct {
	Read    func(h *Hart) uint64
	Write   func(h *Hart, value uint64)
	Allowed func(h *Hart) bool
}

// accessible tells whether a CSR may be accessed now (RISC-V priv. 1.12 §2.1).
func (h *Hart) accessible(number uint32, write bool) (*Register, bool) {
	r := h.csrs[number&4095]
	switch {
	case r == nil,
		uint32(h.privilege) < number>>8&3,
		write && number>>10 == 3,
		r.Allowed != nil && !r.Allowed(h):
		return nil, false
	}
	return r, true
}

// CSR returns what a register of the Spec shows in M-mode.
func (h *Hart) CSR(number uint32) (value uint64, there bool) {
	r, there := h.Spec.CSRs[number]
	if !there {
		return 0, false
	}
	return r.Read(h), true
}

// SetCSR writes a register of the Spec as M-mode would: fields keep what they may.
func (h *Hart) SetCSR(number uint32, value uint64) (there bool) {
	r, there := h.Spec.CSRs[number]
	if there && r.Write != nil {
		r.Write(h, value)
	}
	return there
}

func (h *Hart) status() uint64 {
	status := h.csr.mstatus
	if status&statusFS == fsDirty {
		status |= statusSD
	}
	return status
}

// setStatus writes the fields of mstatus in mask.
func (h *Hart) setStatus(value, mask uint64) {
	old := h.csr.mstatus
	status := old&^mask | value&mask
	h.csr.mstatus = h.Spec.LegalStatus(old, status)
	h.dropWindows() // MPRV and MPP decide whose accesses these are
	if changed := old ^ h.csr.mstatus; changed&h.Spec.Paging.fetchStatus != 0 {
		h.forgetCodePages()
	}
	h.leave()
}

func (h *Hart) mip() uint64 { return h.csr.mip | h.lines }

// dirty marks the F registers as changed (RISC-V priv. 1.12 §3.1.6.6).
func (h *Hart) dirty() { h.csr.mstatus |= fsDirty }

func (h *Hart) floatsOn() bool { return h.csr.mstatus&statusFS != 0 }

// counterAllowed tells whether a counter may be read in the current mode
// (RISC-V priv. 1.12 §3.1.11 and §4.1.5).
func (h *Hart) counterAllowed(bit uint) bool {
	machine := h.csr.mcounteren>>bit&1 != 0
	supervisor := h.csr.scounteren>>bit&1 != 0
	switch h.privilege {
	case Machine:
		return true
	case Supervisor:
		return machine
	default:
		return machine && supervisor
	}
}

// setSatp writes satp. A mode that the hart has not makes it keep what it has
// (RISC-V priv. 1.12 §4.1.11). Pages are forgotten, so that address spaces need
// no telling apart.
func (h *Hart) setSatp(value uint64) {
	if mode := value >> modeShift; mode != 0 && mode != satpSv39 {
		return
	}
	h.csr.satp = value
	h.forgetPages()
	h.leave()
}
