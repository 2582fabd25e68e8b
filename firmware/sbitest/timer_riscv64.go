// SPDX-License-Identifier: MIT

package main

import (
	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

const never = ^uint64(0)

func timerPending() bool    { return riscv.ReadSip()&riscv.InterruptSTI != 0 }
func softwarePending() bool { return riscv.ReadSip()&riscv.InterruptSSI != 0 }

// soon is a deadline that is not yet, but nearly.
func soon() uint64 { return riscv.ReadTime() + 10_000 }

// checkTimer looks at sip: interrupts stay off in sstatus.
func checkTimer() {
	checkTimerBy("timer.set_timer", func(deadline uint64) bool {
		err, _ := call(sbi.ExtensionTimer, sbi.TimerSet, uintptr(deadline), 0, 0, 0)
		return err == sbi.Success
	})
	checkTimerBy("legacy.set_timer", func(deadline uint64) bool {
		return sbi.Legacy(sbi.LegacySetTimer, uintptr(deadline)) == 0
	})
}

func checkTimerBy(name string, set func(deadline uint64) bool) {
	ok := set(never) && !timerPending()
	deadline := soon()
	ok = ok && set(deadline) && within(timerPending) && riscv.ReadTime() >= deadline
	ok = ok && set(never) && !timerPending()  // taken back
	ok = ok && set(0) && within(timerPending) // long past
	ok = ok && set(never) && !timerPending()
	check(name, ok)
}
