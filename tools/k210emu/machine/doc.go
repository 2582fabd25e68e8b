// SPDX-License-Identifier: MIT

// Package machine puts harts, memory and devices together and lets time pass.
//
// A Machine is one of two kinds: Virt is QEMU's virt machine, as far as Bugo's
// firmware uses it, and K210 is the Kendryte K210 on a board. The kinds differ in
// devices and in how they start and end; harts, turns and time are the same code.
//
// Time. An instruction is a cycle of the CPU's clock, whatever the host does, and
// mtime counts once in a fixed number of cycles. Harts take turns of a fixed
// number of instructions, unless only one of them is awake; while all of them
// wait, time goes on to the next thing that a device will do, at once. So a run
// depends on nothing but the images, and on when input comes. With one hart
// there are no turns. A hart's reservation does not survive another one's turn,
// so that SC never succeeds wrongly. A run may stop after any instruction and go
// on, in a turn too, or be seen by an Observer: it stays the same run.
//
// End. A machine ends when the guest asks for it, when it has run for as many
// instructions as it was given, or when it hangs: all harts wait, and nothing
// that they listen to can come. The K210 cannot be switched off by a program;
// there, a hart that waits in M-mode for nothing has ended it (Hart.Halted).
//
// References: QEMU's documentation, "'virt' Generic Virtual Platform (virt)";
// package bugo/platforms/virt; k210-facts.md, cited by section.
package machine
