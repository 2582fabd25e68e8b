// SPDX-License-Identifier: MIT

package time

// Duration is a time span in nanoseconds.
type Duration int64

// Durations to count in.
const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

// Nanoseconds returns the duration as an integer.
func (d Duration) Nanoseconds() int64 { return int64(d) }

// Microseconds returns the duration in whole microseconds.
func (d Duration) Microseconds() int64 { return int64(d / Microsecond) }

// Milliseconds returns the duration in whole milliseconds.
func (d Duration) Milliseconds() int64 { return int64(d / Millisecond) }

// String writes the duration as 1h2m3.5s, or below a second as 1.5ms, 1.5µs or
// 15ns; zero is 0s.
func (d Duration) String() string {
	var space [32]byte
	at := len(space)
	rest := uint64(d)
	if d < 0 {
		rest = -rest
	}
	put := func(s string) {
		at -= len(s)
		copy(space[at:], s)
	}
	number := func(n uint64) {
		for {
			at--
			space[at] = byte('0' + n%10)
			if n /= 10; n == 0 {
				return
			}
		}
	}
	// fraction writes the last digits of rest behind a point, without zeros at
	// the end, and takes them off.
	fraction := func(digits int) {
		written := false
		for range digits {
			if digit := byte(rest % 10); digit != 0 || written {
				at--
				space[at] = '0' + digit
				written = true
			}
			rest /= 10
		}
		if written {
			put(".")
		}
	}
	switch {
	case rest == 0:
		return "0s"
	case rest < uint64(Microsecond):
		put("ns")
		number(rest)
	case rest < uint64(Millisecond):
		put("µs")
		fraction(3)
		number(rest)
	case rest < uint64(Second):
		put("ms")
		fraction(6)
		number(rest)
	default:
		put("s")
		fraction(9)
		number(rest % 60)
		if rest /= 60; rest > 0 {
			put("m")
			number(rest % 60)
			if rest /= 60; rest > 0 {
				put("h")
				number(rest)
			}
		}
	}
	if d < 0 {
		put("-")
	}
	return string(space[at:])
}
