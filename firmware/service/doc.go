// SPDX-License-Identifier: MIT

// Package service is what the firmware does for a kernel: it answers the calls
// of the supervisor binary interface (package bugo/arch/sbi), and passes the
// machine's timer and software interrupts on to S-mode.
//
// It is logic only. The machine stands behind two interfaces: board.Board for
// devices, CPU for the registers of the hart that is running. On the host both
// are fakes, and every call is tested there.
//
// Which calls there are: the legacy ones of RustSBI on the K210 and the rest of
// the legacy set; of SBI v2.0 the base, timer, IPI, remote fence, hart state,
// system reset and debug console extensions; and on the K210 one of its own. Calls
// may come from several harts at once.
//
// How interrupts reach S-mode. The timer: a kernel sets a deadline; the machine
// timer interrupt then comes to M-mode, which makes the supervisor's pending,
// and turns its own off until the next deadline is set. From hart to hart: the
// sender notes the request in the target's record and raises its machine
// software interrupt; the target, in M-mode, takes what is in its record: make
// the supervisor's software interrupt pending, execute fences, look at what is asked
// about page faults, or halt.
//
// Invariants:
//   - A hart's record is changed by others only through atomics, or, for what a
//     hart starts with, before its state becomes start-pending.
//   - Nothing here allocates or defers: it all runs in M-mode's trap handler.
//   - A lock is held for a bounded time, with interrupts off, and never while
//     waiting for another hart.
//
// References: SBI v2.0; k210-facts.md §13 (RustSBI on the K210).
//
//bugo:trapcontext
package service
