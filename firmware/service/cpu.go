// SPDX-License-Identifier: MIT

package service

// CPU is the hart that is running, in M-mode.
type CPU interface {
	// Hart returns its number.
	Hart() int
	// Identity returns mvendorid, marchid and mimpid.
	Identity() (vendor, architecture, implementation uint64)

	// SetSupervisorTimer sets or clears the supervisor timer interrupt, STIP
	// in mip.
	SetSupervisorTimer(pending bool)
	// SetMachineTimer enables or disables the machine timer interrupt, MTIE in
	// mie.
	SetMachineTimer(enabled bool)
	// SetSupervisorSoftware sets or clears the supervisor software interrupt,
	// SSIP in mip, and returns whether it was pending.
	SetSupervisorSoftware(pending bool) (was bool)

	// FenceInstructions makes instruction fetches see all stores so far.
	FenceInstructions()
	// FenceTranslations makes address translation see all stores so far.
	FenceTranslations()
	// Wait sleeps until an enabled interrupt is pending, or for no reason.
	Wait()

	// Halt ends the running hart: nothing wakes it but a reset of the machine.
	Halt()
	// SetPageFaults says whether the running hart's faults of address translation
	// are page faults (arch/sbi, K210SetPageFaults). It is called on harts of
	// which the board's chip has none.
	SetPageFaults(on bool)

	// LoadCaller loads the doubleword at an address as the caller would: with
	// its privilege and translation. It fails where the caller's load would
	// fault.
	LoadCaller(address uintptr) (value uint64, ok bool)
	// LoadByte and StoreByte access memory at a physical address.
	LoadByte(address uintptr) byte
	StoreByte(address uintptr, value byte)
}
