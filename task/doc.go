// SPDX-License-Identifier: MIT

// Package task runs user apps, all at the same time.
//
// The apps are packed into the kernel's image at build time (package
// task/pack). Init makes a task of each: it puts an address space together for the
// app (package memory/space), gives it a kernel stack with a trap.Context at its top,
// and makes it ready. Run lets them run, one at a time, as the
// Scheduler says, until all have ended.
//
//	         Next                  Sleep, Wait
//	Ready ----------> (Current) -----------------> Sleeping, Waiting
//	  ^                 |    |                          |
//	  +-----------------+    +--> Exited, Killed        |
//	  |  Yield, Preempt             |                   |
//	  +-----------------------------+-------------------+
//	     restarts                     its time, Wake
//
// Invariants:
//
//   - The running task is Current. It is Ready and in no queue; every other
//     Ready task is in the scheduler, every Sleeping one among the sleepers.
//   - All methods of Table run with interrupts off, on the kernel stack of the
//     running task or on the boot stack. Nothing allocates after Init.
//   - The kernel reaches an app's memory by Task.Space alone. A space is freed when
//     no hart uses it any more: an app that ends itself leaves it first.
//
// README.md is the chapter. Files named _riscv64 are the machine's; the rest is
// plain Go, tested on the host over a fake Machine.
package task
