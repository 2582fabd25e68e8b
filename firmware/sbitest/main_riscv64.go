// SPDX-License-Identifier: MIT

// Command sbitest boots in the kernel's place and makes every call of the
// SBI, on the real firmware. For each it prints
//
//	ok NAME
//	FAIL NAME
//
// and at the end
//
//	sbitest: N passed, M failed
//
// It ends the machine with a failure unless all passed. With two harts it also
// starts the second one. It reboots the machine once, and recognises the second
// boot by a word in memory, which survives the reboot.
//
// It types nothing itself: a test that types "sbi" makes console.read mean more.
//
// It does not allocate: there is no heap below it.
package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
	_ "bugo/kernel/platform" // entry and console
)

var passed, failed int

// check prints and counts one result.
func check(name string, ok bool) {
	if ok {
		passed++
		print("ok ", name, "\n")
		return
	}
	failed++
	print("FAIL ", name, "\n")
}

// call calls the firmware, and returns the error and the value.
func call(extension, function uintptr, a0, a1, a2, a3 uintptr) (sbi.Error, uintptr) {
	return sbi.Call(extension, function, a0, a1, a2, a3, 0, 0)
}

// refused reports whether a call ends with err, and without a value.
func refused(err sbi.Error, extension, function uintptr, a0, a1, a2 uintptr) bool {
	got, value := call(extension, function, a0, a1, a2, 0)
	return got == err && value == 0
}

// ticks is a time for which it is fair to wait: ten seconds, by QEMU's timebase.
// A busy computer may keep a hart from running for a while.
const ticks = 100_000_000

// within waits until something is so, but not for ever.
func within(is func() bool) bool {
	for end := riscv.ReadTime() + ticks; riscv.ReadTime() < end; {
		if is() {
			return true
		}
	}
	return is()
}

func main() {
	if rebooted() {
		check("reset.cold_reboot", true)
		print("sbitest: rebooted\n")
		sbi.Legacy(sbi.LegacyShutdown, 0)
		check("legacy.shutdown", false)
		return
	}
	checkBoot()
	checkBase()
	checkTraps()
	checkCounters()
	checkTimer()
	checkConsole()
	checkInterrupts()
	checkFences()
	checkHarts()
	checkSecondHart()
	checkReset()
	print("sbitest: ", passed, " passed, ", failed, " failed\n")
	if failed > 0 {
		sbi.Shutdown(sbi.ResetReasonSystemFailure)
	}
	reboot()
	check("reset.cold_reboot", false)
	sbi.Shutdown(sbi.ResetReasonSystemFailure)
}
