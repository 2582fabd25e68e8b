// SPDX-License-Identifier: MIT

// Package board is the line between the firmware and the machine it runs on.
//
// A Board says what the machine has: how many harts, where its memory is, and
// for each thing that the firmware needs a driver behind a small interface: a
// console of bytes, a timer, interrupts from hart to hart, and a way to end.
// Everything above it, the SBI services and the trap code, is the same on
// every machine.
//
// QEMU's virt machine fills a Board with a 16550 UART, a CLINT and the test
// finisher. The Kendryte K210 fills it with its UARTHS, a CLINT of the same
// layout and its SYSCTL; its Setup also routes pins and silences the PLIC
// (k210-facts.md §3, §4, §5, §8, §9).
//
// Driver methods are called in M-mode with interrupts off, possibly by several
// harts at once, and from the fatal path: they must not allocate, take locks or
// wait without end on anything but their own device. The console is the one
// that the caller serialises.
package board
