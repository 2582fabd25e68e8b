// SPDX-License-Identifier: MIT

package machine

import "bugo/tools/k210emu/hart"

// Observer sees all that harts do, instruction by instruction: it is a trace, a
// count or a debugger. A machine without one runs at full speed; what it does is
// the same with and without.
type Observer interface {
	// Before is called before a hart runs the instruction at its PC. If it tells so,
	// the machine stops there: Run returns Stopped.
	Before(h *hart.Hart) (stop bool)
	// After is called when a hart has run an instruction, which has retired, or
	// trapped. If it tells so, the machine stops there.
	After(h *hart.Hart, trapped bool) (stop bool)
	// Interrupted is called when a hart has taken an interrupt. pc is where it was.
	Interrupted(h *hart.Hart, cause, pc uint64, from hart.Privilege)
}

// Observe adds an observer.
func (m *Machine) Observe(o Observer) { m.observers = append(m.observers, o) }

// Ignore removes an observer, if it is one.
func (m *Machine) Ignore(o Observer) {
	for n, other := range m.observers {
		if other == o {
			m.observers = append(m.observers[:n:n], m.observers[n+1:]...)
			break
		}
	}
	if len(m.observers) == 0 {
		m.observers = nil
	}
}

// Cover makes all harts keep in c what they run. Unlike an Observer it needs no
// stepping: a machine is as quick with it as without.
//
// Precondition: the machine has not run yet, but for what a snapshot brings back.
func (m *Machine) Cover(c *hart.Coverage) {
	for _, h := range m.harts {
		h.Cover(c)
	}
}

// observe lets a hart run until its steps are limit, or the machine has to look at
// it, in the sight of the observers.
func (m *Machine) observe(h *hart.Hart, limit uint64) {
	for h.Steps() < limit {
		for taken := true; taken; {
			var cause uint64
			pc, from := h.PC(), h.Privilege()
			if cause, taken = h.Interrupt(); taken {
				for _, o := range m.observers {
					o.Interrupted(h, cause, pc, from)
				}
			}
		}
		for _, o := range m.observers {
			m.stopped = o.Before(h) || m.stopped
		}
		if m.stopped {
			return
		}
		retired := h.Retired()
		attention := h.Step()
		trapped := h.Retired() == retired
		for _, o := range m.observers {
			m.stopped = o.After(h, trapped) || m.stopped
		}
		if attention || m.stopped {
			return
		}
	}
}
