// SPDX-License-Identifier: MIT

package syscalls

import (
	"math/bits"

	"bugo/user/abi"
)

const microsecondsPerSecond = 1_000_000

// longest is how many seconds a deadline may lie ahead: a sleep of longer ends
// then. At any rate of the timer it is longer than the machine lasts.
const longest = 1 << 32

// nanosleep lets the app sleep. It never wakes early, so that nothing remains.
func nanosleep(request, remaining *abi.Timespec) abi.Errno {
	if !request.Valid() {
		return abi.EINVAL
	}
	seconds := min(uint64(request.Sec), longest)
	high, low := bits.Mul64(uint64(request.Nsec), kernel.UnitsPerSecond)
	units, rest := bits.Div64(high, low, abi.NanosecondsPerSecond)
	if rest > 0 {
		units++ // at least as long as asked for
	}
	// One more: the unit under way has begun.
	kernel.Tasks.Sleep(kernel.Now() + seconds*kernel.UnitsPerSecond + units + 1)
	if remaining != nil {
		*remaining = abi.Timespec{}
	}
	return 0
}

// clockGettime tells the time since the timer began. No clock of the K210 knows
// the date: CLOCK_REALTIME counts from the same moment, as if it were 1970.
func clockGettime(clock int32, t *abi.Timespec) abi.Errno {
	if clock != abi.ClockRealtime && clock != abi.ClockMonotonic {
		return abi.EINVAL
	}
	seconds, fraction := clockTime(abi.NanosecondsPerSecond)
	t.Sec, t.Nsec = int64(seconds), int64(fraction)
	return 0
}

// gettimeofday is CLOCK_REALTIME in microseconds. The zone is UTC.
func gettimeofday(t *abi.Timeval, zone *abi.Timezone) abi.Errno {
	if t != nil {
		seconds, fraction := clockTime(microsecondsPerSecond)
		t.Sec, t.Usec = int64(seconds), int64(fraction)
	}
	if zone != nil {
		*zone = abi.Timezone{}
	}
	return 0
}

// clockTime returns the time in seconds, and what is beyond them in parts.
func clockTime(parts uint64) (seconds, fraction uint64) {
	now := kernel.Now()
	seconds = now / kernel.UnitsPerSecond
	return seconds, now % kernel.UnitsPerSecond * parts / kernel.UnitsPerSecond
}
