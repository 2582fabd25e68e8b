// SPDX-License-Identifier: MIT

// Package task loads user apps and runs them.
//
// The apps are packed into the kernel's image at build time (package
// task/pack). Init decodes the pack into the table; Run loads one app after
// the other into the window of memory that it is linked for, runs it in user
// mode until it exits or is killed, and goes on with the next: a batch
// system, as the first of all operating systems were.
//
// States of a task:
//
//	Ready --load--> Running --exit, or a fault--> Exited or Killed
//
// One kernel stack serves all of them, since only one runs; the running
// task's trap.Context lies at its top.
//
// table.go and load.go are plain Go, tested on the host over a fake Memory;
// files named _riscv64 are the machine's.
package task
