// SPDX-License-Identifier: MIT

// Package time is the part of Go's package time that needs no calendar:
// durations, the monotonic clock, and sleep.
//
// Duration is written as stock Go writes it. A Time is the time since the
// machine's start, since there is no clock of the calendar.
//
// duration.go is plain Go, tested on the host against stock time; what asks
// the kernel is named _riscv64.
package time
