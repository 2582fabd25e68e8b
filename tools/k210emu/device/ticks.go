// SPDX-License-Identifier: MIT

package device

import "math/bits"

// cyclesTo returns how many cycles there are until a time, and 0 when it has
// passed: Never when it does not come.
func cyclesTo(at, now uint64) uint64 {
	switch {
	case at == Never:
		return Never
	case at <= now:
		return 0
	default:
		return at - now
	}
}

// after returns the time that is so many cycles later.
func after(at, cycles uint64) uint64 {
	if cycles > Never-at {
		return Never
	}
	return at + cycles
}

// cyclesOf returns how many of the CPU's cycles some ticks of another clock take:
// Never when that clock stands, or will not get there in this world's time.
func cyclesOf(ticks, hz, cpuHz uint64) uint64 {
	high, low := bits.Mul64(ticks, cpuHz)
	if high >= hz {
		return Never
	}
	cycles, _ := bits.Div64(high, low, hz)
	return cycles
}

// ticker counts ticks of a clock in the CPU's cycles, whichever of the two
// clocks changes its rate, as long as it is told at once. Its fields are exported
// for snapshots only.
type ticker struct {
	Cycle uint64 // until which has been counted
	Rest  uint64 // of a tick, in units of 1/CPUHz of it
	Hz    uint64 // of the clock that is counted
	CPUHz uint64
}

// advance returns how many ticks have come since it was called last, and counts
// on at new rates. Time that has gone back, as it does between harts' turns, is
// not counted again.
func (t *ticker) advance(now, hz, cpuHz uint64) (ticks uint64) {
	if now > t.Cycle {
		ticks = t.count(now - t.Cycle)
		t.Cycle = now
	}
	if t.CPUHz != cpuHz && t.CPUHz != 0 {
		t.Rest = t.Rest % t.CPUHz * cpuHz / t.CPUHz
	}
	t.Hz, t.CPUHz = hz, cpuHz
	return ticks
}

func (t *ticker) count(cycles uint64) (ticks uint64) {
	if t.Hz == 0 || t.CPUHz == 0 {
		return 0
	}
	high, low := bits.Mul64(cycles, t.Hz)
	low, carry := bits.Add64(low, t.Rest, 0)
	if high += carry; high >= t.CPUHz {
		return Never // later than the end of the world
	}
	ticks, t.Rest = bits.Div64(high, low, t.CPUHz)
	return ticks
}

// until returns in how many cycles after Cycle so many ticks will have come.
func (t *ticker) until(ticks uint64) (cycles uint64) {
	high, low := bits.Mul64(ticks, t.CPUHz)
	low, borrow := bits.Sub64(low, t.Rest, 0)
	high -= borrow
	if t.CPUHz == 0 || high >= t.Hz {
		return Never
	}
	cycles, rest := bits.Div64(high, low, t.Hz)
	if rest > 0 {
		cycles++
	}
	return cycles
}
