// SPDX-License-Identifier: MIT

package hart

// Spec is a version of the privileged architecture, as data.
type Spec struct {
	// Name is the version, such as "1.12".
	Name string

	// Misa is what misa reads after reset, MisaWritable what of it can be
	// switched off (RISC-V priv. 1.12 §3.1.1).
	Misa, MisaWritable uint64

	// Status are the writable fields of mstatus, SupervisorStatus those of
	// sstatus, and SupervisorStatusRead what of mstatus shows there.
	// StatusReset holds the fields that are constant.
	Status               uint64
	SupervisorStatus     uint64
	SupervisorStatusRead uint64
	StatusReset          uint64

	// LegalStatus makes of what would be written to mstatus what is kept.
	LegalStatus func(old, status uint64) uint64

	// InterruptedEnable tells which interrupt enable a trap saves and a return
	// restores: that of the mode that was interrupted, or that of the mode that
	// the trap went to. See trap_stack.go.
	InterruptedEnable bool

	// ReturnClearsMPRV tells whether returning to a mode below M clears MPRV
	// (RISC-V priv. 1.12 §3.1.6.3).
	ReturnClearsMPRV bool

	// Medeleg and Mideleg are the exceptions and interrupts that can be
	// delegated.
	Medeleg, Mideleg uint64

	// Mip are the interrupts that M-mode can raise by writing mip, Sip those
	// that S-mode can, of the delegated ones.
	Mip, Sip uint64

	// Lines are the interrupts that can come from outside.
	Lines uint64

	// LowestInterruptFirst tells whether of several interrupts the one with the
	// lowest number is taken, wherever it goes, or the most important one.
	LowestInterruptFirst bool

	// Cause is what mcause and scause keep.
	Cause uint64

	// ValueCauses are the exceptions that write mtval and stval. Where they are
	// all there could be, interrupts do so too.
	ValueCauses uint64

	// Vectored tells whether mtvec and stvec have a vectored mode.
	Vectored bool

	// MisalignedTraps tells whether loads and stores trap when misaligned, or
	// just work, in RAM. LR, SC and AMOs trap always.
	MisalignedTraps bool

	// Uncached tells whether some memory is on the Bus and not in RAM, with no cache
	// before it: LR is a load there, SC never succeeds, and F registers load 0. Else
	// all atomics outside RAM trap.
	Uncached bool

	// IllegalBits tells whether mtval shows the bits of an instruction that was
	// illegal, and 0 for a breakpoint. Otherwise it shows the address of both.
	IllegalBits bool

	// SfenceVMA and SfenceVM tell which of the two fences exists.
	SfenceVMA, SfenceVM bool

	// PMP tells whether there is physical memory protection. Without it, all
	// modes may do all.
	PMP bool

	// Paging is how Sv39 works.
	Paging paging

	// CSRs are the registers that there are, by number.
	CSRs map[uint32]Register
}

// Interrupts, as bits of mip (RISC-V priv. 1.12 §3.1.9).
const (
	SSIP = 1 << 1
	MSIP = 1 << 3
	STIP = 1 << 5
	MTIP = 1 << 7
	SEIP = 1 << 9
	MEIP = 1 << 11
)

// Fields of mstatus (RISC-V priv. 1.12 §3.1.6).
const (
	statusSIE  = 1 << 1
	statusMIE  = 1 << 3
	statusSPIE = 1 << 5
	statusMPIE = 1 << 7
	statusSPP  = 1 << 8
	statusMPP  = 3 << 11
	statusFS   = 3 << 13
	statusMPRV = 1 << 17
	statusSUM  = 1 << 18
	statusMXR  = 1 << 19
	statusTVM  = 1 << 20
	statusTW   = 1 << 21
	statusTSR  = 1 << 22
	statusUXL  = 3 << 32
	statusSD   = 1 << 63

	mppShift = 11
	fsDirty  = 3 << 13
)

// Privileged1_12 is version 1.12 as QEMU's virt machine has it, with the
// K210's extensions; of its pagings there is Sv39.
var Privileged1_12 = &Spec{
	Name: "1.12",
	Misa: 2<<62 | misa("ACDFIMSU"),
	Status: statusSIE | statusMIE | statusSPIE | statusMPIE | statusSPP | statusMPP | statusFS |
		statusMPRV | statusSUM | statusMXR | statusTVM | statusTW | statusTSR,
	SupervisorStatus:     statusSIE | statusSPIE | statusSPP | statusFS | statusSUM | statusMXR,
	SupervisorStatusRead: statusSIE | statusSPIE | statusSPP | statusFS | statusSUM | statusMXR | statusUXL | statusSD,
	StatusReset:          2<<32 | 2<<34, // UXL and SXL: 64 bits (§3.1.6.2)

	LegalStatus:      keepsMode,
	ReturnClearsMPRV: true,

	Medeleg: 0xb3ff, // all but the reserved ones, and calls from M-mode
	Mideleg: SSIP | STIP | SEIP,
	Mip:     SSIP | STIP | SEIP,
	Sip:     SSIP,
	Lines:   mieMask,

	Cause:       all,
	ValueCauses: all,
	Vectored:    true,
	IllegalBits: true,
	SfenceVMA:   true,
	PMP:         true,
	Paging: paging{
		root: func(h *Hart) (uint64, bool) {
			return h.csr.satp & satpPPN * pageSize, h.csr.satp>>modeShift == satpSv39
		},
		number:          satpPPN << ppnShift,
		reserved:        0x3ff << 54,        // §4.4.1; N and PBMT are of extensions
		pointerReserved: pteU | pteA | pteD, // §4.3.1
		aligned:         true,
		pageFaults:      true,
		physical:        all,
	},
	CSRs: registers1_12(),
}

// keepsMode keeps MPP where the new one is no mode: it is WARL
// (RISC-V priv. 1.12 §3.1.6.1).
func keepsMode(old, status uint64) uint64 {
	if status&statusMPP == 2<<mppShift {
		status = status&^statusMPP | old&statusMPP
	}
	return status
}

// misa returns the bits of extensions (RISC-V priv. 1.12 §3.1.1).
func misa(letters string) (bits uint64) {
	for _, letter := range letters {
		bits |= 1 << (letter - 'A')
	}
	return bits
}
