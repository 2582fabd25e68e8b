// SPDX-License-Identifier: MIT

package hart

const (
	mtvecMask = 0xffff_fffc // a physical address (k210-facts.md §2.7)
	sptbrMask = 1<<20 - 1   // a page of 4 GiB, and no ASID (§2.5)

	// Numbers of the part and the core (§2.1).
	vendorCanaan = 0x4b5
	archK210     = 0xe598_89e6_a5a0_4149
	implK210     = 0x4d41_4958_3230_3030
)

// registers1_9_1 are the CSRs of 1.9.1 (k210-facts.md §2.2): those of 1.12, but
// for what differs.
func registers1_9_1() map[uint32]Register {
	t := registers1_12()
	for _, absent := range []uint32{
		0x306, 0x106, // mcounteren, scounteren
		0x30a, 0x10a, // menvcfg, senvcfg
		0xc01, // time
		0xf15, // mconfigptr
	} {
		delete(t, absent)
	}
	for n := range uint32(entries) { // no PMP
		delete(t, 0x3a0+n)
		delete(t, 0x3b0+n)
	}

	t[0x301] = Register{Read: func(h *Hart) uint64 { return h.csr.misa }, Write: (*Hart).setMisa}
	t[0x305] = field(func(h *Hart) *uint64 { return &h.csr.mtvec }, mtvecMask)
	t[0x320] = field(func(h *Hart) *uint64 { return &h.csr.mcounteren }, enMask) // mucounteren
	t[0x321] = field(func(h *Hart) *uint64 { return &h.csr.scounteren }, enMask) // mscounteren
	t[0xf11] = constant(vendorCanaan)
	t[0xf12] = constant(archK210)
	t[0xf13] = constant(implK210)
	t[0x180] = Register{ // sptbr: pages are forgotten by SFENCE.VM only
		Read: func(h *Hart) uint64 { return h.csr.sptbr },
		Write: func(h *Hart, v uint64) {
			h.csr.sptbr = v & sptbrMask
			h.leave()
		},
	}

	for number, r := range t { // without misa.F they are not there (§2.7)
		if number >= 1 && number <= 3 {
			r.Allowed = func(h *Hart) bool { return h.floatsOn() && h.csr.misa&misa("F") != 0 }
			t[number] = r
		}
		if bit := number - 0xc00; number >= 0xc00 && bit < 32 {
			r.Allowed = func(h *Hart) bool { return h.counterAllowed1_9_1(uint(bit)) }
			t[number] = r
		}
	}
	return t
}

// counterAllowed1_9_1 tells whether a counter may be read in the current mode:
// each of the lower modes has its enables, which know nothing of each other
// (k210-facts.md §2.7).
func (h *Hart) counterAllowed1_9_1(bit uint) bool {
	switch h.privilege {
	case Machine:
		return true
	case Supervisor:
		return h.csr.scounteren>>bit&1 != 0
	default:
		return h.csr.mcounteren>>bit&1 != 0
	}
}
