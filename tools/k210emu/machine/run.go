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
	// Stopped: an Observer wants it to stop before the next instruction.
	Stopped
)

// Outcome is how a run has ended.
type Outcome struct {
	Reason Reason
	Status int // the emulator's exit status, when Finished
}

// Run lets harts run until the machine ends, or limit instructions have run, on
// all harts together, or an Observer stops it. Time that passes while all wait
// counts as one instruction, so that Run ends even where devices go on for ever, and
// time in which harts are held counts as if they ran.
//
// To run in pieces is the same as to run at once.
func (m *Machine) Run(limit uint64) Outcome {
	m.stopped = false
	for left := limit; left > 0 && !m.stopped; {
		if !m.turns.Going {
			if cycles, idle := m.kind.held(); cycles > 0 {
				goesOn := !idle || m.Idle == nil || m.Idle(cycles)
				m.turns.Cycles += cycles
				left -= min(left, cycles)
				if !goesOn {
					break
				}
				continue
			}
			m.beginRound()
		}
		used, over := m.runTurn(left)
		left -= min(left, used)
		if !over || m.endTurn() {
			continue
		}
		if status, ok := m.kind.finished(); ok {
			return Outcome{Reason: Finished, Status: status}
		}
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
		m.turns.Cycles += soonest
		m.update()
		if !goesOn {
			break
		}
		left -= min(left, 1)
	}
	if m.stopped {
		return Outcome{Reason: Stopped}
	}
	return Outcome{Reason: LimitReached}
}

// stops tells whether the guest has ended the machine, or wants to start again.
func (m *Machine) stops() bool {
	_, ends := m.kind.finished()
	return ends || m.kind.resetRequested()
}

// update lets devices do what is due, and returns in how many cycles, at least 1,
// one of them but the CLINT will do something. Only what is due is done: that
// devices are asked more often, because a run is cut into pieces, changes nothing.
func (m *Machine) update() (soonest uint64) {
	done := false
	soonest = device.Never
	for _, d := range m.timed {
		next := d.Next()
		if next == 0 {
			d.Update()
			done = true
		}
		soonest = min(soonest, next)
	}
	if done {
		soonest = m.nextTimed()
	}
	m.clint.Update()
	return soonest
}

// nextTimed returns in how many cycles, at least 1, a device other than the CLINT
// does something.
func (m *Machine) nextTimed() uint64 {
	soonest := uint64(device.Never)
	for _, d := range m.timed {
		soonest = min(soonest, d.Next())
	}
	return max(soonest, 1)
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
