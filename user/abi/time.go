// SPDX-License-Identifier: MIT

package abi

// Clocks (include/uapi/linux/time.h). Without a clock of the calendar, both
// count from the machine's start.
const (
	ClockRealtime  = 0
	ClockMonotonic = 1
)

// Timespec is a time or a duration (struct __kernel_timespec).
type Timespec struct {
	Sec  int64
	Nsec int64 // 0 to 999,999,999
}

// NanosecondsPerSecond bounds Timespec.Nsec.
const NanosecondsPerSecond = 1_000_000_000

// Valid reports whether t is a duration: no part negative, Nsec below a second.
func (t *Timespec) Valid() bool {
	return t.Sec >= 0 && t.Nsec >= 0 && t.Nsec < NanosecondsPerSecond
}

// Timeval is a time (struct timeval).
type Timeval struct {
	Sec  int64
	Usec int64 // 0 to 999,999
}

// Timezone is what gettimeofday knows of time zones (struct timezone): UTC.
type Timezone struct {
	MinutesWest int32
	DSTTime     int32
}
