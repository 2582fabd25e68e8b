// SPDX-License-Identifier: MIT

package time

import (
	"bugo/user/abi"
	"bugo/user/sys"
)

// Time is a moment: the time since the machine's start.
type Time struct{ sinceStart Duration }

// Now returns the present moment.
func Now() Time {
	var t abi.Timespec
	if err := sys.ClockGettime(abi.ClockMonotonic, &t); err != nil {
		panic(err)
	}
	return Time{Duration(t.Sec)*Second + Duration(t.Nsec)}
}

// Sub returns the time from u to t.
func (t Time) Sub(u Time) Duration { return t.sinceStart - u.sinceStart }

// Since returns the time from t until now.
func Since(t Time) Duration { return Now().Sub(t) }

// Sleep waits for at least d while others run.
func Sleep(d Duration) {
	if d <= 0 {
		return
	}
	request := abi.Timespec{Sec: int64(d / Second), Nsec: int64(d % Second)}
	if err := sys.Nanosleep(&request, nil); err != nil {
		panic(err)
	}
}
