// SPDX-License-Identifier: MIT

package monitor

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/firmware/report"
	"bugo/firmware/service"
)

// vectors returns the addresses of the trap handler, and of the one for
// instructions that may be missing.
func vectors() (trap, skip uintptr)

// handleTraps makes trap the handler of this hart's traps.
func handleTraps() {
	trap, _ := vectors()
	riscv.WriteMtvec(trap)
}

// ecallBytes is the length of ECALL, which has no compressed form.
const ecallBytes = 4

// trap handles a trap from S- or U-mode. It returns to where f says.
func trap(f *frame) {
	switch riscv.Cause(f.mcause) {
	case riscv.CodeSupervisorCall:
		supervisorCall(f)
	case riscv.CauseInterrupt | riscv.CodeMachineTimer:
		services.TimerInterrupt()
	case riscv.CauseInterrupt | riscv.CodeMachineSoftware:
		services.SoftwareInterrupt()
	default:
		if !f.emulate() {
			dump(f)
			giveUp()
		}
	}
}

// supervisorCall answers an ECALL from S-mode.
func supervisorCall(f *frame) {
	call := service.Call{Extension: f.x[riscv.RegisterA7], Function: f.x[riscv.RegisterA6]}
	copy(call.Args[:], f.x[riscv.RegisterA0:])
	answer := services.Handle(&call)
	if answer.Stop {
		idle()
	}
	f.mepc += ecallBytes
	f.x[riscv.RegisterA0] = answer.A0
	if !answer.KeepA1 {
		f.x[riscv.RegisterA1] = answer.A1
	}
}

// ownTrap dumps a trap of the firmware itself. It runs on the emergency stack,
// and returns to package runtime, on the stack that was in use, as if the code
// that trapped had called it: that prints the calls that led there, and exits.
func ownTrap(f *frame) {
	dump(f)
	f.x[riscv.RegisterSP] -= 8
	*(*uint64)(unsafe.Add(nil, uintptr(f.x[riscv.RegisterSP]))) = f.x[riscv.RegisterRA]
	f.x[riscv.RegisterRA] = f.mepc
	f.mepc = uint64(runtime.SigpanicPC())
}

// dump prints a trap.
func dump(f *frame) {
	report.Printer{Console: services.Board.Console}.Dump(&report.Trap{
		Hart:    int(riscv.ReadMhartid()),
		Mcause:  f.mcause,
		Mepc:    f.mepc,
		Mtval:   f.mtval,
		Mstatus: f.mstatus,
		X:       &f.x,
	})
}

// giveUp ends the machine with a failure.
func giveUp() { end(true) }

// end ends the machine, or, where that fails, the hart. It does not return.
func end(failed bool) {
	if services.Board != nil {
		services.Shutdown(failed)
	}
	self.Halt()
}
