// SPDX-License-Identifier: MIT

package riscv

// Bits of mstatus, and of sstatus, which is a restricted view of it
// (RISC-V priv. 1.12 §3.1.6 and §4.1.1). The positions agree.
const (
	// StatusSIE enables interrupts while in S-mode. In sstatus and mstatus.
	StatusSIE = 1 << 1
	// StatusMIE enables interrupts while in M-mode. In mstatus only.
	StatusMIE = 1 << 3
	// StatusSPIE is what SIE was before the last trap into S-mode. SRET
	// copies it back. On the K210 it reads 0 after a trap from U-mode
	// (k210-facts.md §2.7).
	StatusSPIE = 1 << 5
	// StatusUBE makes U-mode's data accesses big-endian.
	StatusUBE = 1 << 6
	// StatusMPIE is what MIE was before the last trap into M-mode.
	StatusMPIE = 1 << 7
	// StatusSPP is the privilege before the last trap into S-mode: set for
	// S, clear for U.
	StatusSPP = 1 << 8
	// StatusMPPShift is the position of MPP, the privilege before the last
	// trap into M-mode, as one of the Privilege values.
	StatusMPPShift = 11
	// StatusMPP masks MPP.
	StatusMPP = 3 << StatusMPPShift
	// StatusFSShift is the position of FS, the state of the F registers, as
	// one of the FS values.
	StatusFSShift = 13
	// StatusFS masks FS.
	StatusFS = 3 << StatusFSShift
	// StatusXS masks the state of additional user extensions, read-only.
	StatusXS = 3 << 15
	// StatusMPRV makes M-mode's loads and stores act with MPP's privilege
	// and translation. In mstatus only.
	StatusMPRV = 1 << 17
	// StatusSUM lets S-mode load and store pages of U-mode. On the K210 the
	// same bit is PUM, which means the opposite: leave it 0 there
	// (k210-facts.md §2.3).
	StatusSUM = 1 << 18
	// StatusMXR lets loads read pages that are only executable.
	StatusMXR = 1 << 19
	// StatusTVM makes S-mode's accesses to satp and SFENCE.VMA trap. In
	// mstatus only; absent on the K210.
	StatusTVM = 1 << 20
	// StatusTW makes WFI below M-mode trap after a while. In mstatus only;
	// absent on the K210.
	StatusTW = 1 << 21
	// StatusTSR makes SRET trap. In mstatus only; absent on the K210.
	StatusTSR = 1 << 22
	// StatusVMShift is the position of VM, the translation scheme, which
	// only the K210 has: 1.12 keeps the scheme in satp (k210-facts.md §2.3).
	StatusVMShift = 24
	// StatusVM masks VM.
	StatusVM = 0x1f << StatusVMShift
	// StatusSD says that FS or XS is Dirty. Read-only.
	StatusSD = 1 << 63
)

// Values of FS (RISC-V priv. 1.12 §3.1.6.6). The K210 knows only FSOff and
// FSDirty: it reads back any other value as FSDirty (k210-facts.md §2.3).
const (
	// FSOff makes every F register instruction trap as illegal.
	FSOff = 0
	// FSInitial says the registers hold their initial values.
	FSInitial = 1
	// FSClean says the registers are as last saved.
	FSClean = 2
	// FSDirty says the registers may differ from what was saved.
	FSDirty = 3
)

// Values of MPP and the order of privilege (RISC-V priv. 1.12 §1.2).
const (
	// PrivilegeU is user mode, where apps run.
	PrivilegeU = 0
	// PrivilegeS is supervisor mode, where the kernel runs.
	PrivilegeS = 1
	// PrivilegeM is machine mode, where the firmware runs.
	PrivilegeM = 3
)

// PrivilegeName returns the letter of a value of MPP: "U", "S" or "M". The
// reserved value gives "?".
func PrivilegeName(privilege uintptr) string {
	switch privilege {
	case PrivilegeU:
		return "U"
	case PrivilegeS:
		return "S"
	case PrivilegeM:
		return "M"
	}
	return "?"
}
