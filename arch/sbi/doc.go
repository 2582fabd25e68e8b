// SPDX-License-Identifier: MIT

// Package sbi is the supervisor binary interface: the calls by which a kernel
// in S-mode asks the firmware in M-mode for what only M-mode can do.
//
// A call is one ECALL instruction with the extension's number in a7, the
// function's in a6 and arguments in a0 to a5; the answer is an error in a0 and
// a value in a1. The legacy extensions, which came first and which RustSBI of
// the K210 offers, use a7 alone and answer in a0 alone.
//
// Both ends of the interface are here, so that they cannot disagree: numbers
// and errors, for the firmware that answers (bugo/firmware/service) and for the
// kernel that asks; and, on riscv64, a client of the calls that kernels need.
// Client holds what little logic the asking has, over an interface, so that it
// is tested on the host; the package's functions call it with real ECALLs.
//
// The client neither allocates nor blocks nor looks at the heap: it may be used
// before the heap exists, and in trap handlers.
//
// References: RISC-V Supervisor Binary Interface Specification, version 2.0,
// cited "SBI v2.0"; k210-facts.md §13 for what RustSBI does on the board.
package sbi
