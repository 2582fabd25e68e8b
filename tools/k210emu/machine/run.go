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
// only. Time that passes while all wait counts as one instruction, so that Run
// ends even where devices go on for ever.
func (m *Machine) Run(limit uint64) Outcome {
	for left := limit; left > 0; {
		longest, total := m.round(left)
		if status, ok := m.kind.finished(); ok {
			m.endTurn(longest)
			return Outcome{Reason: Finished, Status: status}
		}
		m.endTurn(longest)
		left -= min(left, total)
		if m.kind.resetRequested() {
			m.kind.reset()
			continue
		}
		if !m.allWait() {
			continue
		}
		soonest := m.wakesIn()
		if soonest == device.Never {
			if status, ok := m.kind.halted(); ok {
				return Outcome{Reason: Finished, Status: status}
			}
			return Outcome{Reason: Hung}
		}
		goesOn := m.Idle == nil || m.Idle(soonest)
		m.cycles += soonest
		m.update()
		if !goesOn {
			break
		}
		left -= min(left, 1)
	}
	return Outcome{Reason: LimitReached}
}

// round gives each hart a turn. It returns how many instructions the longest one
// had, and all together.
func (m *Machine) round(left uint64) (longest, total uint64) {
	if alone := m.onlyAwake(); alone != nil {
		used := m.runHart(alone, left, true)
		return used, used
	}
	for _, h := range m.harts {
		used := m.runHart(h, turn, false)
		longest, total = max(longest, used), total+used
		if m.stops() {
			break
		}
	}
	return longest, total
}

// onlyAwake returns the hart that runs while all others wait, if there is one. No
// alarm wakes another one: their deadlines are far, or they do not listen.
func (m *Machine) onlyAwake() (alone *hart.Hart) {
	for id, h := range m.harts {
		switch {
		case h.Waiting() && !(h.WakesOn(hart.MTIP) && m.due(id) != device.Never):
		case alone != nil:
			return nil
		default:
			alone = h
		}
	}
	return alone
}

// stops tells whether the guest has ended the machine, or wants to start again.
func (m *Machine) stops() bool {
	_, ends := m.kind.finished()
	return ends || m.kind.resetRequested()
}

// endTurn makes the time that the longest turn took pass for all.
func (m *Machine) endTurn(longest uint64) {
	m.cycles += longest
	m.turnStart = m.current.Steps()
}

// runHart lets a hart run for at most so many steps, and returns how many it
// has used. One that runs alone ends its turn when it has woken another one.
func (m *Machine) runHart(h *hart.Hart, most uint64, alone bool) (used uint64) {
	start := h.Steps()
	m.current, m.turnStart = h, start
	if len(m.harts) > 1 {
		h.DropReservation()
	}
	end := start + most
	for h.Steps() < end && !m.stops() {
		m.update()
		limit := end
		if next := m.next(int(h.ID)); next < limit-h.Steps() {
			limit = h.Steps() + next
		}
		h.Run(limit)
		if h.Waiting() {
			m.update() // the last instruction may have taken us to what is due
			if h.Waiting() {
				break
			}
		}
		if alone && len(m.harts) > 1 && m.onlyAwake() != h {
			break
		}
	}
	return h.Steps() - start
}

// update lets devices do what is due.
func (m *Machine) update() {
	for _, d := range m.timed {
		d.Update()
	}
	m.clint.Update()
}

// next returns in how many cycles, at least 1, something happens that a hart
// could notice.
func (m *Machine) next(hart int) uint64 {
	soonest := uint64(device.Never)
	if due := m.due(hart); due > 0 {
		soonest = due
	}
	return min(soonest, m.nextTimed())
}

// nextTimed returns in how many cycles, at least 1, a device other than the CLINT
// does something.
func (m *Machine) nextTimed() uint64 {
	soonest := uint64(device.Never)
	for _, d := range m.timed {
		soonest = min(soonest, d.Next())
	}
	if soonest == device.Never {
		return soonest
	}
	return max(soonest, m.Cycles()+1) - m.Cycles()
}

// due returns in how many cycles a hart's timer interrupt comes: 0 when it is
// pending, device.Never when it does not come in this world's time.
func (m *Machine) due(hart int) uint64 {
	ticks := m.clint.Deadline(hart)
	switch {
	case ticks == 0:
		return 0
	case ticks > device.Never/m.cyclesPerTick/2:
		return device.Never
	default:
		return ticks*m.cyclesPerTick - m.Cycles()%m.cyclesPerTick
	}
}

func (m *Machine) allWait() bool {
	for _, h := range m.harts {
		if !h.Waiting() {
			return false
		}
	}
	return true
}

// wakesIn returns in how many cycles a device does something, while all harts
// wait: device.Never when nothing that they listen to can come.
func (m *Machine) wakesIn() (soonest uint64) {
	soonest = device.Never
	for id, h := range m.harts {
		if h.WakesOn(hart.MTIP) {
			soonest = min(soonest, m.due(id))
		}
	}
	return min(soonest, m.nextTimed())
}
