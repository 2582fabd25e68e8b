// SPDX-License-Identifier: MIT

// Command bench compares the speed of our emulator to that of QEMU (TCG, without
// -icount). It boots the same firmware and the same kernels in both, several
// times in turn, and prints a table of medians.
//
//	./bazelw run //tools/k210emu/bench
//	./bazelw run //tools/k210emu/bench -- --rounds 9 --kernel gc
//
// A boot is measured from the start of the emulator to its end. QEMU is a process
// of its own, and what it needs to start counts: for a person it does. Speeds and
// their ratio are of the time that the emulators compute, on all threads together,
// which shows less of what else the machine does; only one of them runs at a time.
// How many instructions a guest runs is counted in our emulator; in QEMU they are
// about as many, as its timer follows the host's clock.
//
// The kernels: conformance is the language and the runtime, bench the system calls
// (a boot so short that QEMU's start is most of it), gc the collector under load,
// and hello the kernel with one app, of which the first line counts.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newCommand(fromBazel).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
