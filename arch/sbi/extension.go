// SPDX-License-Identifier: MIT

package sbi

// Numbers of extensions, in a7. The letters of the newer ones spell their
// names.
const (
	ExtensionBase         = 0x10       // SBI v2.0 §4
	ExtensionTimer        = 0x54494d45 // "TIME", SBI v2.0 §6
	ExtensionIPI          = 0x735049   // "sPI", SBI v2.0 §7
	ExtensionRemoteFence  = 0x52464e43 // "RFNC", SBI v2.0 §8
	ExtensionHart         = 0x48534d   // "HSM", SBI v2.0 §9
	ExtensionReset        = 0x53525354 // "SRST", SBI v2.0 §10
	ExtensionDebugConsole = 0x4442434e // "DBCN", SBI v2.0 §12
	legacyEnd             = LegacyShutdown + 1

	// ExtensionK210 is what Bugo's firmware does for the K210 alone: in the
	// space that is each vendor's own, by the low bits of mvendorid
	// (SBI v2.0 §18; k210-facts.md §2.1).
	ExtensionK210 = 0x0900_0000 | 0x4b5
)

// Numbers of legacy extensions, in a7 (SBI v2.0 §5). a6 is not looked at.
const (
	LegacySetTimer            = 0 // SBI v2.0 §5.1
	LegacyConsolePutchar      = 1 // SBI v2.0 §5.2
	LegacyConsoleGetchar      = 2 // SBI v2.0 §5.3
	LegacyClearIPI            = 3 // SBI v2.0 §5.4
	LegacySendIPI             = 4 // SBI v2.0 §5.5
	LegacyRemoteFenceI        = 5 // SBI v2.0 §5.6
	LegacyRemoteSfenceVMA     = 6 // SBI v2.0 §5.7
	LegacyRemoteSfenceVMAASID = 7 // SBI v2.0 §5.8
	LegacyShutdown            = 8 // SBI v2.0 §5.9
)

// IsLegacy reports whether an extension answers by the legacy rules: a value in
// a0, and a1 as it was.
func IsLegacy(extension uint64) bool { return extension < legacyEnd }

// Functions of ExtensionBase (SBI v2.0 §4).
const (
	BaseGetSpecVersion = 0 // SBI v2.0 §4.1
	BaseGetImplID      = 1 // SBI v2.0 §4.2
	BaseGetImplVersion = 2 // SBI v2.0 §4.3
	BaseProbeExtension = 3 // SBI v2.0 §4.4
	BaseGetMvendorid   = 4 // SBI v2.0 §4.5
	BaseGetMarchid     = 5 // SBI v2.0 §4.6
	BaseGetMimpid      = 6 // SBI v2.0 §4.7
)

// SpecVersion2 is version 2.0 as BaseGetSpecVersion answers it: the major
// number in bits 30:24, the minor one in bits 23:0 (SBI v2.0 §4.1).
const SpecVersion2 = 2 << 24

// Functions of ExtensionTimer (SBI v2.0 §6).
const TimerSet = 0 // SBI v2.0 §6.1

// Functions of ExtensionIPI (SBI v2.0 §7).
const IPISend = 0 // SBI v2.0 §7.1

// AllHarts, as the base of a hart mask, means every hart (SBI v2.0 §3.1).
const AllHarts = ^uintptr(0)

// Functions of ExtensionRemoteFence (SBI v2.0 §8). The further ones are for
// hypervisors.
const (
	RemoteFenceI        = 0 // SBI v2.0 §8.1
	RemoteSfenceVMA     = 1 // SBI v2.0 §8.2
	RemoteSfenceVMAASID = 2 // SBI v2.0 §8.3
)

// Functions of ExtensionHart (SBI v2.0 §9).
const (
	HartStart     = 0 // SBI v2.0 §9.1
	HartStop      = 1 // SBI v2.0 §9.2
	HartGetStatus = 2 // SBI v2.0 §9.3
	HartSuspend   = 3 // SBI v2.0 §9.4
)

// HartState is where a hart stands between stopped and started
// (SBI v2.0 §9).
type HartState uint32

const (
	HartStarted        HartState = 0
	HartStopped        HartState = 1
	HartStartPending   HartState = 2
	HartStopPending    HartState = 3
	HartSuspended      HartState = 4
	HartSuspendPending HartState = 5
	HartResumePending  HartState = 6
)

// Types of HartSuspend (SBI v2.0 §9.4).
const (
	// HartSuspendRetentive keeps registers: the call returns after an interrupt.
	HartSuspendRetentive = 0x0000_0000
	// HartSuspendNonRetentive loses them: the hart resumes at an address.
	HartSuspendNonRetentive = 0x8000_0000
)

// Functions of ExtensionReset (SBI v2.0 §10).
const ResetSystem = 0 // SBI v2.0 §10.1

// ResetType is what a system reset does (SBI v2.0 §10.1).
type ResetType uint32

const (
	ResetShutdown   ResetType = 0
	ResetColdReboot ResetType = 1
	ResetWarmReboot ResetType = 2
)

// ResetReason is why a system reset is asked for (SBI v2.0 §10.1).
type ResetReason uint32

const (
	ResetReasonNone          ResetReason = 0
	ResetReasonSystemFailure ResetReason = 1
)

// Functions of ExtensionDebugConsole (SBI v2.0 §12).
const (
	DebugConsoleWrite     = 0 // SBI v2.0 §12.1
	DebugConsoleRead      = 1 // SBI v2.0 §12.2
	DebugConsoleWriteByte = 2 // SBI v2.0 §12.3
)

// Functions of ExtensionK210. They answer ErrInvalidParam to arguments that they do
// not know. On other machines there is no such extension.
const (
	// K210EnableAISRAM makes the AI SRAM memory, until the next reset, and answers
	// its address. It is memory of all harts then, and of all calls. Before, to
	// touch it hangs the bus (k210-facts.md §1). ErrFailed: its clock does not come
	// up. Where it is memory already, nothing changes.
	K210EnableAISRAM = 0
	// K210AISRAMSize answers how many bytes it has, 0 while it is no memory.
	K210AISRAMSize = 1
	// K210SetPageFaults says whether faults of memory are told apart on all harts:
	// a0 = 1 makes those that come from address translation page faults, with the
	// causes 12, 13 and 15 that harts of 1.12 have, and 0 leaves them all access
	// faults, 1, 5 and 7, as the chip has them (k210-facts.md §2.4). Each fault
	// takes longer then, for it goes by way of the firmware. Who asks for it must
	// decode causes as 1.12 has them.
	K210SetPageFaults = 2
)
