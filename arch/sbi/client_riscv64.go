// SPDX-License-Identifier: MIT

package sbi

import "unsafe"

// ecall is the Firmware below S-mode.
type ecall struct{}

func (ecall) Call(extension, function, a0, a1, a2 uintptr) (Error, uintptr) {
	return Call(extension, function, a0, a1, a2, 0, 0, 0)
}

func (ecall) Legacy(extension, a0 uintptr) uintptr { return Legacy(extension, a0) }

// client is static data: it serves before package initialisation, too.
var client = Client{Firmware: ecall{}}

// The Client's methods, of the firmware below.

// ConsoleWrite writes n bytes at p: see Client.ConsoleWrite.
func ConsoleWrite(p unsafe.Pointer, n int) { client.ConsoleWrite(p, n) }

// ConsoleRead returns a byte typed at the console: see Client.ConsoleRead.
func ConsoleRead() (value byte, ok bool) { return client.ConsoleRead() }

// SetTimer sets the next timer interrupt: see Client.SetTimer.
func SetTimer(deadline uint64) Error { return client.SetTimer(deadline) }

// SendIPI interrupts other harts: see Client.SendIPI.
func SendIPI(mask, base uintptr) Error { return client.SendIPI(mask, base) }

// StartHart starts a stopped hart: see Client.StartHart.
func StartHart(hart, start, opaque uintptr) Error { return client.StartHart(hart, start, opaque) }

// StopHart stops the calling hart: see Client.StopHart.
func StopHart() Error { return client.StopHart() }

// HartStatus returns where a hart stands: see Client.HartStatus.
func HartStatus(hart uintptr) (HartState, Error) { return client.HartStatus(hart) }

// Mvendorid returns who made the hart: see Client.Mvendorid.
func Mvendorid() uintptr { return client.Mvendorid() }

// Probe reports whether the firmware has an extension: see Client.Probe.
func Probe(extension uintptr) bool { return client.Probe(extension) }

// EnableAISRAM makes the K210's AI SRAM memory: see Client.EnableAISRAM.
func EnableAISRAM() (base, size uintptr, err Error) { return client.EnableAISRAM() }

// SetPageFaults tells page faults from access faults: see Client.SetPageFaults.
func SetPageFaults(on bool) Error { return client.SetPageFaults(on) }

// Shutdown ends the machine, ResetReasonNone for success. It returns only if
// the firmware cannot.
func Shutdown(reason ResetReason) { client.Reset(ResetShutdown, reason) }

// Reboot starts the machine anew. It returns only if the firmware cannot.
func Reboot() Error { return client.Reset(ResetColdReboot, ResetReasonNone) }
