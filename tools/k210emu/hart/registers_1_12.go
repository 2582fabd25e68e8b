// SPDX-License-Identifier: MIT

package hart

// field is a register that keeps the bits of mask.
func field(at func(h *Hart) *uint64, mask uint64) Register {
	return Register{
		Read:  func(h *Hart) uint64 { return *at(h) },
		Write: func(h *Hart, value uint64) { *at(h) = value & mask },
	}
}

// constant is a register that reads the same always, and ignores writes.
func constant(value uint64) Register {
	return Register{Read: func(*Hart) uint64 { return value }}
}

// vector is mtvec or stvec: the base is a multiple of 4, the mode is 0 or, where
// there is one, 1 (RISC-V priv. 1.12 §3.1.7).
func vector(at func(h *Hart) *uint64) Register {
	r := field(at, 0)
	r.Write = func(h *Hart, value uint64) {
		mask := ^uint64(3)
		if h.Spec.Vectored {
			mask = ^uint64(2)
		}
		*at(h) = value & mask
	}
	return r
}

// cause is mcause or scause.
func cause(at func(h *Hart) *uint64) Register {
	r := field(at, 0)
	r.Write = func(h *Hart, value uint64) { *at(h) = value & h.Spec.Cause }
	return r
}

// attentive is a register whose writes can make an interrupt happen.
func attentive(r Register) Register {
	write := r.Write
	r.Write = func(h *Hart, value uint64) {
		write(h, value)
		h.leave()
	}
	return r
}

const (
	all     = ^uint64(0)
	epcMask = ^uint64(1)                              // instructions are at even addresses (§3.1.14)
	mieMask = SSIP | MSIP | STIP | MTIP | SEIP | MEIP // §3.1.9
	enMask  = 1<<0 | 1<<1 | 1<<2                      // mcounteren: CY, TM, IR
	envMask = 1                                       // menvcfg: FIOM (§3.1.18)
	frmMask = 7                                       // RISC-V unpriv. §11.2
	counts  = 29                                      // hpmcounter3 to 31
	entries = 16                                      // of PMP
)

// registers1_12 are the CSRs of 1.12 (RISC-V priv. 1.12 §2.2, tables 2.2 to 2.6).
func registers1_12() map[uint32]Register {
	t := map[uint32]Register{
		0x300: { // mstatus
			Read:  (*Hart).status,
			Write: func(h *Hart, v uint64) { h.setStatus(v, h.Spec.Status) },
		},
		0x301: {Read: func(h *Hart) uint64 { return h.csr.misa }},
		0x302: {
			Read:  func(h *Hart) uint64 { return h.csr.medeleg },
			Write: func(h *Hart, v uint64) { h.csr.medeleg = v & h.Spec.Medeleg },
		},
		0x303: attentive(Register{
			Read:  func(h *Hart) uint64 { return h.csr.mideleg },
			Write: func(h *Hart, v uint64) { h.csr.mideleg = v & h.Spec.Mideleg },
		}),
		0x304: attentive(field(func(h *Hart) *uint64 { return &h.csr.mie }, mieMask)),
		0x305: vector(func(h *Hart) *uint64 { return &h.csr.mtvec }),
		0x306: field(func(h *Hart) *uint64 { return &h.csr.mcounteren }, enMask),
		0x30a: field(func(h *Hart) *uint64 { return &h.csr.menvcfg }, envMask),
		0x320: constant(0), // mcountinhibit: the counters always count
		0x340: field(func(h *Hart) *uint64 { return &h.csr.mscratch }, all),
		0x341: field(func(h *Hart) *uint64 { return &h.csr.mepc }, epcMask),
		0x342: cause(func(h *Hart) *uint64 { return &h.csr.mcause }),
		0x343: field(func(h *Hart) *uint64 { return &h.csr.mtval }, all),
		0x344: attentive(Register{
			Read:  (*Hart).mip,
			Write: func(h *Hart, v uint64) { h.csr.mip = v & h.Spec.Mip },
		}),

		0xf11: constant(0), // mvendorid
		0xf12: constant(0), // marchid
		0xf13: constant(0), // mimpid
		0xf14: {Read: func(h *Hart) uint64 { return h.ID }},
		0xf15: constant(0), // mconfigptr

		0x100: { // sstatus
			Read:  func(h *Hart) uint64 { return h.status() & h.Spec.SupervisorStatusRead },
			Write: func(h *Hart, v uint64) { h.setStatus(v, h.Spec.SupervisorStatus) },
		},
		0x104: attentive(Register{ // sie
			Read: func(h *Hart) uint64 { return h.csr.mie & h.csr.mideleg },
			Write: func(h *Hart, v uint64) {
				h.csr.mie = h.csr.mie&^h.csr.mideleg | v&h.csr.mideleg
			},
		}),
		0x105: vector(func(h *Hart) *uint64 { return &h.csr.stvec }),
		0x106: field(func(h *Hart) *uint64 { return &h.csr.scounteren }, enMask),
		0x10a: field(func(h *Hart) *uint64 { return &h.csr.senvcfg }, envMask),
		0x140: field(func(h *Hart) *uint64 { return &h.csr.sscratch }, all),
		0x141: field(func(h *Hart) *uint64 { return &h.csr.sepc }, epcMask),
		0x142: cause(func(h *Hart) *uint64 { return &h.csr.scause }),
		0x143: field(func(h *Hart) *uint64 { return &h.csr.stval }, all),
		0x144: attentive(Register{ // sip
			Read: func(h *Hart) uint64 { return h.mip() & h.csr.mideleg },
			Write: func(h *Hart, v uint64) {
				mask := h.Spec.Sip & h.csr.mideleg
				h.csr.mip = h.csr.mip&^mask | v&mask
			},
		}),
		0x180: { // satp
			Read:    func(h *Hart) uint64 { return h.csr.satp },
			Write:   (*Hart).setSatp,
			Allowed: func(h *Hart) bool { return h.privilege != Supervisor || h.csr.mstatus&statusTVM == 0 },
		},
	}
	addFloats(t)
	addCounters(t)
	addProtection(t)
	return t
}

// addFloats adds fflags, frm and fcsr (RISC-V unpriv. §11.2).
func addFloats(t map[uint32]Register) {
	t[1] = Register{
		Read:    func(h *Hart) uint64 { return uint64(h.csr.fflags) },
		Write:   func(h *Hart, v uint64) { h.csr.fflags = uint8(v & 31); h.dirty() },
		Allowed: (*Hart).floatsOn,
	}
	t[2] = Register{
		Read:    func(h *Hart) uint64 { return uint64(h.csr.frm) },
		Write:   func(h *Hart, v uint64) { h.csr.frm = uint8(v & frmMask); h.dirty() },
		Allowed: (*Hart).floatsOn,
	}
	t[3] = Register{
		Read:    func(h *Hart) uint64 { return uint64(h.csr.frm)<<5 | uint64(h.csr.fflags) },
		Write:   func(h *Hart, v uint64) { h.csr.fflags, h.csr.frm = uint8(v&31), uint8(v>>5&frmMask); h.dirty() },
		Allowed: (*Hart).floatsOn,
	}
}

// addCounters adds the counters. Those of events count nothing
// (RISC-V priv. 1.12 §3.1.10).
//
// An instruction reads how many ran before it; what it writes, the next one
// reads (RISC-V unpriv. §10.1): hence the 1.
func addCounters(t map[uint32]Register) {
	cycles := Register{
		Read:  func(h *Hart) uint64 { return h.steps + h.csr.cyclesOffset },
		Write: func(h *Hart, v uint64) { h.csr.cyclesOffset = v - h.steps - 1 },
	}
	retired := Register{
		Read:  func(h *Hart) uint64 { return h.Retired() + h.csr.retirementOffset },
		Write: func(h *Hart, v uint64) { h.csr.retirementOffset = v - h.Retired() - 1 },
	}
	t[0xb00], t[0xb02] = cycles, retired
	views := []Register{cycles, {Read: func(h *Hart) uint64 { return h.Clock.Ticks() }}, retired}
	for bit, view := range views {
		view.Allowed = func(h *Hart) bool { return h.counterAllowed(uint(bit)) }
		t[0xc00+uint32(bit)] = view
	}
	for n := range uint32(counts) {
		t[0xb03+n] = constant(0)
		t[0x323+n] = constant(0) // mhpmevent
		view := constant(0)
		view.Allowed = func(h *Hart) bool { return h.counterAllowed(uint(3 + n)) }
		t[0xc03+n] = view
	}
}

// addProtection adds PMP's registers; on RV64 the odd ones of pmpcfg do not
// exist (RISC-V priv. 1.12 §3.7.1).
func addProtection(t map[uint32]Register) {
	for n := range uint32(entries) {
		t[0x3b0+n] = Register{
			Read:  func(h *Hart) uint64 { return h.pmp.address[n] },
			Write: func(h *Hart, v uint64) { h.setProtectionAddress(int(n), v) },
		}
	}
	for n := uint32(0); n < entries/8; n++ {
		t[0x3a0+2*n] = Register{
			Read:  func(h *Hart) uint64 { return h.protectionConfig(int(8 * n)) },
			Write: func(h *Hart, v uint64) { h.setProtectionConfig(int(8*n), v) },
		}
	}
}
