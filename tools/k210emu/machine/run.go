// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
)

// Reason is why a machine has stopped.
type Reason int

// The reasons.
const (
	// Finished: the guest has asked for it.
	Finished Reason = iota
	// LimitReached: it has run for long enough.
	LimitReached
	// Hung: all harts wait for what cannot come.
	Hung
)

// Outcome is how a run has ended.
type Outcome struct {
	Reason Reason
	Status int // the emulator's exit status, when Finished
}

// turn is how many instructions a hart may run while others want to.
const turn = 1000

// Run lets harts run until the machine ends, or limit instructions have run, on
// all harts together. With several harts, it looks at the limit between turns
// only.
func (m *Virt) Run(limit uint64) Outcome {
	left := limit
	for left > 0 {
		most := left
		if len(m.harts) > 1 {
			most = turn
		}
		longest, total := uint64(0), uint64(0)
		for _, h := range m.harts {
			used := m.runHart(h, most)
			longest, total = max(longest, used), total+used
			if m.finisher.Done {
				return Outcome{Reason: Finished, Status: m.finisher.Status}
			}
			if m.finisher.Reset {
				m.endTurn(longest)
				longest = 0
				m.reset()
				break
			}
		}
		m.endTurn(longest)
		left -= min(left, total)
		if m.allWait() && !m.skip() {
			return Outcome{Reason: Hung}
		}
	}
	return Outcome{Reason: LimitReached}
}

// endTurn makes the time that the longest turn took pass for all.
func (m *Virt) endTurn(longest uint64) {
	m.nanoseconds += longest
	m.turnStart = m.current.Steps()
}

// runHart lets a hart run for at most so many steps, and returns how many it
// has used.
func (m *Virt) runHart(h *hart.Hart, most uint64) (used uint64) {
	start := h.Steps()
	m.current, m.turnStart = h, start
	if len(m.harts) > 1 {
		h.DropReservation()
	}
	end := start + most
	for h.Steps() < end && !m.finisher.Done && !m.finisher.Reset {
		m.clint.Update()
		limit := end
		if due := m.due(int(h.ID)); due > 0 && due < limit-h.Steps() {
			limit = h.Steps() + due
		}
		h.Run(limit)
		if h.Waiting() {
			m.clint.Update() // the last instruction may have taken us to the deadline
			if h.Waiting() {
				break
			}
		}
	}
	return h.Steps() - start
}

// due returns in how many nanoseconds a hart's timer interrupt comes: 0 when it
// is pending, device.Never when it does not come in this world's time.
func (m *Virt) due(hart int) uint64 {
	ticks := m.clint.Deadline(hart)
	switch {
	case ticks == 0:
		return 0
	case ticks > device.Never/nanosecondsPerTick/2:
		return device.Never
	default:
		return ticks*nanosecondsPerTick - m.now()%nanosecondsPerTick
	}
}

func (m *Virt) allWait() bool {
	for _, h := range m.harts {
		if !h.Waiting() {
			return false
		}
	}
	return true
}

// skip lets time pass until a timer interrupt wakes a hart, if one can.
func (m *Virt) skip() (ok bool) {
	soonest := uint64(device.Never)
	for id, h := range m.harts {
		if h.WakesOn(hart.MTIP) {
			soonest = min(soonest, m.due(id))
		}
	}
	if soonest == device.Never {
		return false
	}
	m.nanoseconds += soonest
	m.clint.Update()
	return true
}
