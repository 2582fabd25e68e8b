// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

const never = ^uint64(0)

// checkInterrupts lets the timer strike while instructions run that the firmware
// emulates, in S-mode with interrupts on and in U-mode: it comes between two of them,
// and nothing is lost.
func checkInterrupts() {
	check("interrupt.supervisor", timerStrikes(supervisor|riscv.StatusSPIE))
	check("interrupt.user", timerStrikes(user))
}

func timerStrikes(mode uint64) bool {
	// Count in x12, by rdtime and a misaligned load.
	const jumpBack = 0xff5f_f06f // j -12
	place(0, readCSR(riscv.CSRTime, 18), load(loads, 3, 10, 8), 0x0016_0613 /* addi x12, x12, 1 */, jumpBack)
	store64(firstAt, 0x8877_6655_4433_2211)
	store64(firstAt+8, 0x99)
	s := start(mode, codeAt)
	s.x[8], s.x[12] = firstAt+1, 0
	riscv.SetSie(riscv.InterruptSTI)
	deadline := now() + 1000
	sbi.SetTimer(deadline)
	s.run()
	struck := now()
	sbi.SetTimer(never)
	riscv.ClearSie(riscv.InterruptSTI)
	const cause = uint64(riscv.CauseInterrupt) | riscv.CodeSupervisorTimer
	return s.scause == cause && struck >= deadline && s.pc >= codeAt && s.pc < codeAt+16 &&
		s.kept(8, 10, 12, 18) && s.x[12] > 1 && s.x[10] == 0x9988_7766_5544_3322 &&
		s.sstatus&riscv.StatusSPP == mode&riscv.StatusSPP && riscv.ReadSip()&riscv.InterruptSTI == 0
}
