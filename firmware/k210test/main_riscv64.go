// SPDX-License-Identifier: MIT

// Command k210test boots in the kernel's place on a Kendryte K210 and proves what the
// firmware does there beyond the SBI: address translation by satp and SFENCE.VMA, time
// and counters, misaligned accesses, illegal instructions and page faults as harts of
// 1.12 have them (package bugo/firmware/emulate), and the AI SRAM. For each it prints
//
//	ok NAME
//	FAIL NAME
//
// what some of it costs, in instructions, and at the end
//
//	k210test: N passed, M failed
//
// It ends the machine with a failure unless all passed. It allocates nothing: there is
// no heap below it.
//
// Most checks write instructions to memory and run them in S- or U-mode until they trap
// (run_riscv64.go): what the firmware decodes is chosen bit by bit.
package main

import (
	"bugo/arch/sbi"
	_ "bugo/kernel/platform" // entry and console
	"bugo/platforms/k210"
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

func main() {
	check("machine", sbi.Mvendorid() == k210.MvendorID && sbi.Probe(sbi.ExtensionK210))
	checkPaging()
	checkFences()
	checkTime()
	checkCounters()
	checkIllegal()
	checkMisaligned()
	checkFaults()
	checkInterrupts()
	checkSecondHart()
	checkAISRAM()
	printCosts()
	print("k210test: ", passed, " passed, ", failed, " failed\n")
	reason := sbi.ResetReasonNone
	if failed > 0 {
		reason = sbi.ResetReasonSystemFailure
	}
	sbi.Shutdown(reason)
}
