// SPDX-License-Identifier: MIT

package hart

// Fields of mstatus that 1.12 has not (k210-facts.md §2.3).
const (
	statusPUM = 1 << 18 // the inverse of 1.12's SUM
	statusVM  = 31 << 24

	vmShift = 24
	vmBare  = 0
	vmSv39  = 9
)

// Privileged1_9_1 is version 1.9.1 as the K210 has it: k210-facts.md §2, where
// the chip is not known Rocket Chip's of early 2017 (§2.7).
var Privileged1_9_1 = &Spec{
	Name:         "1.9.1",
	Misa:         2<<62 | misa("ACDFIMSU"), // §2.1
	MisaWritable: misa("ACDFM"),            // §2.7

	// §2.3, §2.7.
	Status: statusSIE | statusMIE | statusSPIE | statusMPIE | statusSPP | statusMPP | statusFS |
		statusMPRV | statusPUM | statusMXR | statusVM,
	SupervisorStatus:     statusSIE | statusSPIE | statusSPP | statusFS | statusPUM,
	SupervisorStatusRead: statusSIE | statusSPIE | statusSPP | statusFS | statusPUM | statusMXR | statusSD,
	LegalStatus:          legalStatus1_9_1,
	InterruptedEnable:    true,

	// §2.4, §2.7.
	Medeleg:              0x1ab,
	Mideleg:              SSIP | STIP | SEIP,
	Mip:                  SSIP | STIP,
	Sip:                  SSIP,
	Lines:                MSIP | MTIP | MEIP, // SEIP never becomes 1
	LowestInterruptFirst: true,
	Cause:                causeInterrupt | 31,
	ValueCauses: 1<<0 | 1<<causeFetchFault | 1<<causeIllegal | 1<<causeBreakpoint | 1<<causeLoadMisaligned |
		1<<causeLoadFault | 1<<causeStoreMisaligned | 1<<causeStoreFault,
	MisalignedTraps: true,
	Uncached:        true, // §1, §2.7
	SfenceVM:        true, // §2.5
	Paging: paging{ // §2.5, §2.7
		root: func(h *Hart) (uint64, bool) {
			return h.csr.sptbr * pageSize, h.csr.mstatus&statusVM>>vmShift == vmSv39
		},
		number:       sptbrMask << ppnShift,
		reserved:     0x3ffff << 30, // page numbers above
		protectsUser: true,
		staleDenies:  true,
		fetchStatus:  statusVM | statusPUM,
		physical:     1<<32 - 1,
	},
	CSRs: registers1_9_1(),
}

// legalStatus1_9_1 keeps a VM that the hart has, and has F registers off or dirty
// (k210-facts.md §2.3, §2.7). MPP keeps even the mode that is not there.
func legalStatus1_9_1(old, status uint64) uint64 {
	if vm := status & statusVM >> vmShift; vm != vmBare && vm != vmSv39 {
		status = status&^statusVM | old&statusVM
	}
	if status&statusFS != 0 {
		status |= fsDirty
	}
	return status
}
