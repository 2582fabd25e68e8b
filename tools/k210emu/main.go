// SPDX-License-Identifier: MIT

// Command k210emu runs images in an emulated machine, with the terminal as its
// console.
//
//	k210emu --image IMAGE.bin
//	k210emu --flash FLASH.bin
//	k210emu --machine virt --bios FW.bin --kernel KERNEL.bin[@ADDRESS]
//
// The machine k210 is the Kendryte K210 on a board, which starts what its flash
// chip holds; virt is QEMU's, as far as Bugo's firmware uses it. Package machine
// says how time passes and when a machine ends, package hart what runs.
//
// On a terminal the guest's waiting takes the time that it would take, the LEDs
// are shown when they change, and Ctrl-C ends the emulator. Elsewhere waiting
// takes no time, and a run with the same input is the same always.
//
// Who wants to look at the guest has --gdb, --trace, --count, --save and --restore:
// packages gdb, trace, count and machine say what they do. None of them changes
// what the guest does.
//
// Exit status: what the guest asks for, 0 or its failure; 2 with a message when
// the emulator cannot start the guest or ends it: because it hangs, or because
// of --limit, unless --save is to write a snapshot there; 3 when strict mode has a
// report, whatever the guest asks for.
package main

import (
	"errors"
	"fmt"
	"os"
)

// failed is the exit status when it is not the guest's.
const failed = 2

func main() {
	err := newCommand(os.Stdin, os.Stdout, os.Stderr).Execute()
	if err == nil {
		return
	}
	var status guestStatus
	var broken strictError
	strictly := errors.As(err, &broken)
	if errors.As(err, &status) && !strictly {
		os.Exit(int(status))
	}
	fmt.Fprintln(os.Stderr, "k210emu:", err)
	if strictly {
		os.Exit(failedStrictly)
	}
	os.Exit(failed)
}
