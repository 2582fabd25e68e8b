// SPDX-License-Identifier: MIT

package main

import (
	"sync/atomic"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
)

// other is the second hart, where there is one.
const other = 1

// mailbox is what the two harts share. The second one runs assembly only: it
// has no stack. Its words are 8 bytes apart.
type mailbox struct {
	command    uint64 // what it shall do: one of the commands
	hart       uint64 // its a0 at entry, plus 1
	satp       uint64 // satp at entry
	status     uint64 // sstatus at entry
	interrupts uint64 // software interrupts seen
	fences     uint64 // remote fences asked for, and answered
	refusals   uint64 // of them with an error
}

// Commands.
const (
	commandWait  = 0
	commandFence = 1 // fence hart 0 until the command changes
	commandStop  = 2
)

var box mailbox

// secondEntry returns the address where the second hart enters.
func secondEntry() uintptr

// word loads a word that the other hart stores.
func word(p *uint64) uint64 { return atomic.LoadUint64(p) }

// checkSecondHart does nothing where there is no second hart.
func checkSecondHart() {
	if _, err := sbi.HartStatus(other); err != sbi.Success {
		return
	}
	check("hsm.get_status.stopped", stateIs(other, sbi.HartStopped))
	check("hsm.start.bad_address", sbi.StartHart(other, firmwareAt, 0) == sbi.ErrInvalidAddress &&
		sbi.StartHart(other, 0x1000_0000, 0) == sbi.ErrInvalidAddress && stateIs(other, sbi.HartStopped))
	// A stopped hart need not answer: the call must not wait for it.
	err, _ := call(sbi.ExtensionRemoteFence, sbi.RemoteFenceI, 1<<other, 0, 0, 0)
	check("rfence.stopped", err == sbi.Success)

	checkLife("hsm.start", "hsm.stop")
	checkTogether()
	checkLife("hsm.start.again", "hsm.stop.again")
}

// checkLife starts the second hart and stops it.
func checkLife(start, stop string) {
	box = mailbox{}
	at := uintptr(unsafe.Pointer(&box))
	err := sbi.StartHart(other, secondEntry(), at)
	entered := within(func() bool { return word(&box.hart) != 0 })
	check(start, err == sbi.Success && entered && word(&box.hart) == other+1 && stateIs(other, sbi.HartStarted) &&
		word(&box.satp) == 0 && word(&box.status)&riscv.StatusSIE == 0 &&
		sbi.StartHart(other, secondEntry(), at) == sbi.ErrAlreadyAvailable)
	checkStop(stop)
}

func checkStop(name string) {
	atomic.StoreUint64(&box.command, commandStop)
	check(name, within(func() bool { return stateIs(other, sbi.HartStopped) }))
}

// checkTogether starts the second hart, sends it interrupts, and fences it while
// it fences this one: neither may wait for the other for ever.
func checkTogether() {
	box = mailbox{}
	sbi.StartHart(other, secondEntry(), uintptr(unsafe.Pointer(&box)))
	within(func() bool { return word(&box.hart) != 0 })

	const rounds = 16 // each waits for the computer to run both harts
	all := true
	for n := range uint64(rounds) {
		mask := uintptr(1 << other)
		if n%2 == 0 {
			all = all && sbi.SendIPI(mask, 0) == sbi.Success
		} else {
			all = all && sbi.Legacy(sbi.LegacySendIPI, uintptr(unsafe.Pointer(&mask))) == 0
		}
		all = all && within(func() bool { return word(&box.interrupts) == n+1 })
	}
	check("ipi.other", all)

	atomic.StoreUint64(&box.command, commandFence)
	all = within(func() bool { return word(&box.fences) != 0 })
	for range rounds {
		err, _ := call(sbi.ExtensionRemoteFence, sbi.RemoteSfenceVMA, 0, sbi.AllHarts, 0, 0)
		all = all && err == sbi.Success
	}
	check("rfence.both_at_once", all && word(&box.refusals) == 0)
	checkStop("hsm.stop.busy")
}
