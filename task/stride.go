// SPDX-License-Identifier: MIT

//bugo:trapcontext
package task

// Stride shares the hart in proportion to priority (Waldspurger, Weihl:
// "Stride Scheduling: Deterministic Proportional-Share Resource Management",
// MIT/LCS/TM-528, 1995). Each task has tickets by its priority, and a pass,
// which every tick that strikes while it runs moves on by its stride: the
// fewer tickets, the longer. Who is furthest back runs next. Over any stretch
// of time two tasks' shares differ from those of their tickets by less than a
// tick each, where a lottery is right only on the average.
type Stride struct {
	ready queue // by pass, the furthest back first; equals in order of arrival

	// pass is how far those who want to run are at least: where a task that
	// comes back joins. It must not be ahead of the others, nor so far back that
	// it would keep them out until it has caught up.
	pass uint64
}

// strideOne is the stride of one ticket: a multiple of 1..40, so that all
// strides are exact but for a fraction of 2^-20.
const strideOne = 1 << 26

// tickets returns 40 for priority -20 down to 1 for 19.
func tickets(nice int) uint64 { return uint64(20 - nice) }

// stride returns how far a tick moves t on.
func stride(t *Task) uint64 { return strideOne / tickets(t.Nice) }

// Name returns "stride".
func (s *Stride) Name() string { return "stride" }

// Ready lets a task that has waited join where the others are.
func (s *Stride) Ready(t *Task) {
	if ahead := int64(t.pass - s.pass); ahead < 0 {
		t.pass = s.pass
	}
	s.ready.insert(t, further)
}

// further reports whether t is further back: passes may wrap around.
func further(t, other *Task) bool { return int64(t.pass-other.pass) < 0 }

// Next takes the task that is furthest back.
func (s *Stride) Next() *Task {
	t := s.ready.take()
	if t != nil {
		s.pass = t.pass
	}
	return t
}

// Rotate lets a task that is behind the others join them, or its yielding would
// be in vain.
func (s *Stride) Rotate(t *Task) *Task {
	if first := s.ready.first; first != nil && further(t, first) {
		t.pass = first.pass
	}
	s.ready.insert(t, further)
	return s.Next()
}

// Tick charges t for the tick, and lets it run on while it is furthest back.
func (s *Stride) Tick(t *Task) bool {
	t.pass += stride(t)
	first := s.ready.first
	if first != nil && further(first, t) {
		s.pass = first.pass
		return true
	}
	s.pass = t.pass
	return false
}

// Remove takes t out.
func (s *Stride) Remove(t *Task) { s.ready.remove(t) }

// Renice needs no more than the new stride.
func (s *Stride) Renice(t *Task) {}
