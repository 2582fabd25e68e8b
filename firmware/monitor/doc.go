// SPDX-License-Identifier: MIT

// Package monitor is the firmware's own M-mode code: the entry of all harts,
// the trap handler, and the hand-over to the kernel in S-mode. It is the same on
// every board.
//
// Boot. All harts enter at main. Hart 0 goes through package runtime's start to
// Run, which sets the machine up, prints the banner and enters the kernel. The
// other harts sleep in M-mode until one that runs starts them (SBI v2.0 §9).
//
// Stacks. The boot stack of the linker script is divided evenly between harts.
// A hart's share ends in an anchor, which holds the records of the stack that
// Go's stack check wants. While a hart is in S- or U-mode, mscratch is the
// address of its anchor, and the share below is empty; while it is in M-mode,
// mscratch is that address negated. So a trap with a negative mscratch is one
// of the firmware itself. Until the anchors are filled, a trap stops the hart.
//
// Traps. The handler saves all integer registers in a frame below the anchor:
// Go keeps none across calls. It saves no F registers: the firmware must not use
// any, for they are the kernel's. Interrupts stay off in M-mode.
//
// Two versions of the privileged architecture. Boot finds out which one the harts have
// (findSpec). In 1.9.1 some exceptions cannot be delegated to S-mode; package emulate
// handles them, and here is the hart that it works on. Accesses with the rights of the
// mode that trapped go byte by byte and survive a fault (loadAs, storeAs).
//
// Fatal ends. A trap that the firmware does not expect from below is dumped and
// ends the machine with a failure. A trap of the firmware itself is dumped from
// the lower half of the hart's share, and becomes a Go panic, which prints the
// calls in the upper half. A trap in that ends the machine without a word, and a
// trap in that stops the hart: faults cannot loop.
//
// References: RISC-V priv. 1.12 §3; k210-facts.md §2 and §13.
//
//bugo:trapcontext
package monitor
