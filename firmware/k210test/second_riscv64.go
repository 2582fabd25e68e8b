// SPDX-License-Identifier: MIT

package main

import (
	"sync/atomic"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

// other is the second hart.
const other = 1

// mailbox is what the second hart starts with, and what it leaves. It runs assembly
// only.
type mailbox struct {
	satp    uint64
	address uint64 // misaligned, in the window
	absent  uint64 // where nothing is

	value     uint64 // at address, by a misaligned load
	time      uint64
	cause     uint64 // of a load from absent
	satpAfter uint64
	done      uint64
}

var box mailbox

// secondEntry returns the address where the second hart enters.
func secondEntry() uintptr

// checkSecondHart runs what is emulated on the second hart, twice, while this one has no
// translation: each hart has its own. What is asked for about page faults is so for both.
func checkSecondHart() {
	for i, round := range [...]struct {
		name       string
		pageFaults bool
		cause      uint64
	}{
		{"second.access_faults", false, riscv.CodeLoadFault},
		{"second.page_faults", true, riscv.CodeLoadPageFault},
	} {
		sbi.SetPageFaults(round.pageFaults)
		store64(firstAt, 0x8877_6655_4433_2211)
		store64(firstAt+8, uint64(i))
		box = mailbox{satp: sv39, address: first + 1, absent: absent}
		before := now()
		err := sbi.StartHart(other, secondEntry(), uintptr(unsafe.Pointer(&box)))
		done := within(func() bool { return atomic.LoadUint64(&box.done) != 0 })
		check(round.name, err == sbi.Success && done && box.satpAfter == sv39Kept && box.cause == round.cause &&
			box.value == 0x0088_7766_5544_3322|uint64(i)<<56 && before <= box.time && box.time <= now() &&
			riscv.ReadSatp() == 0)
		check(round.name+".stopped", within(func() bool {
			state, err := sbi.HartStatus(other)
			return err == sbi.Success && state == sbi.HartStopped
		}))
	}
	sbi.SetPageFaults(false)
}

// within waits a second until something is so.
func within(is func() bool) bool {
	for end := now() + 7_800_000; now() < end; {
		if is() {
			return true
		}
	}
	return is()
}
