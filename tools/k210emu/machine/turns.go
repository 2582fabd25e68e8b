// SPDX-License-Identifier: MIT

package machine

import (
	"math"

	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
)

// turn is how many instructions a hart may run while others want to.
const turn = 1000

// turns is where a machine is in the turns of its harts. A round gives each hart a
// turn, or, where only one of them is awake, that one as long a turn as it
// wants. All turns of a round begin at the same time.
//
// A machine can stop after any instruction, in a turn too, and goes on as if it
// had not.
type turns struct {
	Going   bool   // a round has begun and not ended
	Alone   bool   // its turn is the only one
	Hart    int    // whose turn it is, or was last
	Start   uint64 // its steps when the turn began
	End     uint64 // its steps at which the turn must end
	Longest uint64 // of the turns that have ended in this round, in steps
	Cycles  uint64 // the time when the round began
}

// beginRound begins the first turn of a round.
func (m *Machine) beginRound() {
	m.turns.Going, m.turns.Longest = true, 0
	if id, alone := m.onlyAwake(); alone {
		m.turns.Alone = true
		m.beginTurn(id, math.MaxUint64)
		return
	}
	m.turns.Alone = false
	m.beginTurn(0, turn)
}

func (m *Machine) beginTurn(id int, length uint64) {
	m.current = m.harts[id]
	m.turns.Hart = id
	m.turns.Start = m.current.Steps()
	m.turns.End = m.turns.Start + min(length, math.MaxUint64-m.turns.Start)
	if len(m.harts) > 1 {
		m.current.DropReservation()
	}
}

// endTurn ends a turn, and begins the next one of the round if there is one.
func (m *Machine) endTurn() (another bool) {
	t := &m.turns
	t.Longest = max(t.Longest, m.current.Steps()-t.Start)
	if !t.Alone && t.Hart+1 < len(m.harts) && !m.stops() {
		m.beginTurn(t.Hart+1, turn)
		return true
	}
	// The time that the longest turn took passes for all.
	t.Going = false
	t.Cycles += t.Longest
	t.Start = m.current.Steps()
	return false
}

// onlyAwake returns the hart that runs while all others wait, if there is one. No
// alarm wakes another one: their deadlines are far, or they do not listen.
func (m *Machine) onlyAwake() (id int, alone bool) {
	for n, h := range m.harts {
		switch {
		case h.Waiting() && !(h.WakesOn(hart.MTIP) && m.due(n) != device.Never):
		case alone:
			return 0, false
		default:
			id, alone = n, true
		}
	}
	return id, alone
}

// runTurn lets the hart whose turn it is run for at most so many steps. It returns
// how many it has used, and whether its turn is over: it has had it all, it
// waits, or it had the machine for itself and has woken another hart.
func (m *Machine) runTurn(most uint64) (used uint64, over bool) {
	h, t := m.current, &m.turns
	start := h.Steps()
	for {
		used = h.Steps() - start
		if m.stops() || h.Steps() >= t.End {
			return used, true
		}
		if used >= most || m.stopped {
			return used, false
		}
		next := m.update()
		if h.Waiting() {
			return used, true
		}
		if t.Alone && len(m.harts) > 1 {
			if id, alone := m.onlyAwake(); !alone || id != t.Hart {
				return used, true
			}
		}
		if due := m.due(t.Hart); due > 0 {
			next = min(next, due)
		}
		steps := min(most-used, t.End-h.Steps(), next)
		if m.observers == nil {
			h.Run(h.Steps() + steps)
		} else {
			m.observe(h, h.Steps()+steps)
		}
	}
}
