// SPDX-License-Identifier: MIT

// Package gdb lets gdb debug the guest: a server of gdb's remote serial protocol,
// over TCP. Threads are harts, numbered from 1.
//
// A Session is one connection of gdb: it reads packets, and does what they say to
// a Target. The Target of real use is a Machine; tests have others.
//
// What gdb sees. Memory is read and written by the addresses that the hart's mode
// has, without a trace in the hart; where there is no page, addresses are physical.
// Registers of devices are not memory: to read one can change it, so that it takes
// an order (monitor peek). Breakpoints are not in memory, either: the machine's
// Observer compares addresses, and so programs that read themselves, and those
// that overwrite code, are debugged like others. A single step goes over
// interrupts: it is over when their handler has come back.
//
// Backwards. A Machine makes checkpoints now and then. To go back is to restore one
// and to run from there again, to the last place that is asked for: harts, devices
// and time do the same again, and what was typed is typed again at the same
// moments. Who writes a register or memory makes another history from there on: what
// had happened after it has not.
//
// References: gdb's manual, appendix E, "gdb Remote Serial Protocol", and §G.5.11,
// "RISC-V Features". Both are cited by name.
package gdb
