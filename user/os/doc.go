// SPDX-License-Identifier: MIT

// Package os is the part of Go's package os that this system has: arguments,
// the three standard files, the end, and other apps as processes.
//
// All its files are named _riscv64: on the host there is nothing behind it.
package os
