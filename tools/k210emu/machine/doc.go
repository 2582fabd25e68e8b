// SPDX-License-Identifier: MIT

// Package machine puts harts, memory and devices together and lets time pass.
//
// Time. An instruction is a nanosecond, whatever the host does. Harts take
// turns of a fixed number of instructions; while all of them wait, time goes on
// to the next timer interrupt at once. So a run depends on nothing but the
// images, and on when input comes. With one hart there are no turns. A hart's
// reservation does not survive another one's turn, so that SC never succeeds
// wrongly.
//
// End. A machine ends when the guest asks for it, when it has run for as many
// instructions as it was given, or when it hangs: all harts wait, and nothing
// that they listen to can come.
//
// References: QEMU's documentation, "'virt' Generic Virtual Platform (virt)";
// package bugo/platforms/virt.
package machine
