// SPDX-License-Identifier: MIT

//bugo:trapcontext
package task

// Scheduler decides who runs next. It holds the tasks that are ready, and not
// the one that runs. Its methods run in trap context; none allocates.
//
// Which one the kernel has, the build setting //task:scheduler says.
type Scheduler interface {
	// Ready adds a task that wants to run: a new one, or one that has waited.
	Ready(t *Task)
	// Next takes out the task that shall run now, or returns nil.
	Next() *Task
	// Rotate is Ready of the running task and then Next, for one that gives
	// way: t itself if it is the only one.
	Rotate(t *Task) *Task
	// Tick is told that a timer tick struck while t ran, and reports whether t
	// must give way.
	Tick(t *Task) bool
	// Remove takes out a ready task that shall not run any more.
	Remove(t *Task)
	// Renice is told that the priority of t, in whatever state it is, changed.
	Renice(t *Task)
	// Name is the value of //task:scheduler.
	Name() string
}

// FIFO is the cooperative scheduler: first come, first served, for as long as
// one likes. A task that never calls the kernel keeps all others out.
type FIFO struct{ ready queue }

func (s *FIFO) Ready(t *Task)     { s.ready.add(t) }
func (s *FIFO) Next() *Task       { return s.ready.take() }
func (s *FIFO) Tick(t *Task) bool { return false }
func (s *FIFO) Remove(t *Task)    { s.ready.remove(t) }
func (s *FIFO) Renice(t *Task)    {}
func (s *FIFO) Name() string      { return "fifo" }

func (s *FIFO) Rotate(t *Task) *Task {
	next := s.ready.first
	if next == nil {
		return t
	}
	// Not by take and add: this is part of each switch.
	s.ready.first = next.next
	next.next = nil
	if s.ready.first == nil {
		s.ready.first = t
	} else {
		s.ready.last.next = t
	}
	s.ready.last = t
	return next
}

// sliceTicks is how many ticks a task of RoundRobin may run at a stretch: at
// 100 Hz, 20 ms. An app that computes loses the hart to another one at most
// every second tick, and one that types an answer waits no more than this for
// each task that computes.
const sliceTicks = 2

// RoundRobin is FIFO with time slices: a task that has used up its slice goes
// to the end of the queue. All get the same share, whatever their priority.
type RoundRobin struct{ FIFO }

func (s *RoundRobin) Name() string { return "round_robin" }

// Tick ends a slice only if somebody else waits for it.
func (s *RoundRobin) Tick(t *Task) bool {
	t.used++
	if t.used < sliceTicks {
		return false
	}
	t.used = 0
	return s.ready.first != nil
}
