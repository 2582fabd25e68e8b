// SPDX-License-Identifier: MIT

package main

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

// self is the hart that runs this: the boot hart.
const self = 0

// nobody is a hart that is not there.
const nobody = 40

func checkInterrupts() {
	riscv.ClearSip(riscv.InterruptSSI)
	err, _ := call(sbi.ExtensionIPI, sbi.IPISend, 1<<self, 0, 0, 0)
	check("ipi.send_ipi", err == sbi.Success && softwarePending())
	check("legacy.clear_ipi", sbi.Legacy(sbi.LegacyClearIPI, 0) != 0 && !softwarePending() &&
		sbi.Legacy(sbi.LegacyClearIPI, 0) == 0)

	err, _ = call(sbi.ExtensionIPI, sbi.IPISend, 0, sbi.AllHarts, 0, 0)
	check("ipi.send_ipi.all", err == sbi.Success && softwarePending())
	riscv.ClearSip(riscv.InterruptSSI)

	check("ipi.send_ipi.invalid", refused(sbi.ErrInvalidParam, sbi.ExtensionIPI, sbi.IPISend, 1, nobody, 0) &&
		refused(sbi.ErrInvalidParam, sbi.ExtensionIPI, sbi.IPISend, 1<<nobody|1<<self, 0, 0) && !softwarePending())

	mask := uintptr(1 << self)
	sent := sbi.Legacy(sbi.LegacySendIPI, uintptr(unsafe.Pointer(&mask)))
	check("legacy.send_ipi", sent == 0 && softwarePending())
	riscv.ClearSip(riscv.InterruptSSI)
	// The firmware must survive to say so, and must not read for S-mode what that
	// may not read itself.
	bad := sbi.Error(sbi.Legacy(sbi.LegacySendIPI, nothing)) == sbi.ErrInvalidAddress
	if !isK210() {
		bad = bad && sbi.Error(sbi.Legacy(sbi.LegacySendIPI, firmwareAt)) == sbi.ErrInvalidAddress
	}
	check("legacy.send_ipi.bad_mask", bad && !softwarePending())
}

func checkFences() {
	fence := func(function uintptr) bool {
		err, _ := call(sbi.ExtensionRemoteFence, function, 1<<self, 0, 0, ^uintptr(0))
		return err == sbi.Success && refused(sbi.ErrInvalidParam, sbi.ExtensionRemoteFence, function, 1, nobody, 0)
	}
	check("rfence.remote_fence_i", fence(sbi.RemoteFenceI))
	check("rfence.remote_sfence_vma", fence(sbi.RemoteSfenceVMA))
	check("rfence.remote_sfence_vma_asid", fence(sbi.RemoteSfenceVMAASID))

	mask := uintptr(1 << self)
	at := uintptr(unsafe.Pointer(&mask))
	check("legacy.remote_fences", sbi.Legacy(sbi.LegacyRemoteFenceI, at) == 0 &&
		sbi.Legacy(sbi.LegacyRemoteSfenceVMA, at) == 0 && sbi.Legacy(sbi.LegacyRemoteSfenceVMAASID, at) == 0)
}

func stateIs(hart uintptr, want sbi.HartState) bool {
	state, err := sbi.HartStatus(hart)
	return err == sbi.Success && state == want
}

func checkHarts() {
	check("hsm.get_status", stateIs(self, sbi.HartStarted))
	_, err := sbi.HartStatus(nobody)
	check("hsm.get_status.invalid", err == sbi.ErrInvalidParam)
	check("hsm.start.invalid", sbi.StartHart(nobody, kernelAt, 0) == sbi.ErrInvalidParam)
	check("hsm.start.started", sbi.StartHart(self, kernelAt, 0) == sbi.ErrAlreadyAvailable)

	// The timer wakes the hart from its sleep.
	deadline := soon()
	riscv.SetSie(riscv.InterruptSTI)
	sbi.SetTimer(deadline)
	slept := true
	for !timerPending() && slept {
		err, _ := call(sbi.ExtensionHart, sbi.HartSuspend, sbi.HartSuspendRetentive, 0, 0, 0)
		slept = err == sbi.Success
	}
	riscv.ClearSie(riscv.InterruptSTI)
	sbi.SetTimer(never)
	check("hsm.suspend.retentive", slept && riscv.ReadTime() >= deadline)
	check("hsm.suspend.non_retentive", refused(sbi.ErrNotSupported, sbi.ExtensionHart, sbi.HartSuspend,
		sbi.HartSuspendNonRetentive, kernelAt, 0))
	check("hsm.suspend.reserved", refused(sbi.ErrInvalidParam, sbi.ExtensionHart, sbi.HartSuspend, 1, 0, 0))
}
