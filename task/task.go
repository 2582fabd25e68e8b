// SPDX-License-Identifier: MIT

package task

import (
	"bugo/memory/space"
	"bugo/task/pack"
	"bugo/trap"
)

// State is where a task is in its life.
type State uint8

const (
	// Ready tasks want to run. The one that does is the table's Current.
	Ready State = iota
	// Sleeping tasks wait for a time: WakeAt.
	Sleeping
	// Waiting tasks wait for an event: whoever made them wait wakes them.
	Waiting
	// Exited tasks called exit; ExitCode says with what.
	Exited
	// Killed tasks did what the machine or the kernel did not allow, or
	// another task killed them.
	Killed
	// Refused apps were never started: their entry in the pack is damaged.
	Refused
)

// states is indexed by State.
var states = [...]string{"ready", "sleeping", "waiting", "exited", "killed", "refused"}

// String names the state.
func (s State) String() string {
	if int(s) >= len(states) {
		return "unknown state"
	}
	return states[s]
}

// Ended reports whether the state is one that no task leaves, but by a restart.
func (s State) Ended() bool { return s >= Exited }

// Task is one app in its address space, and how it fares. Its number is its
// place in the pack, counted from 1, as Linux counts processes.
type Task struct {
	ID    int
	App   pack.App
	State State

	// Arguments are what the app finds behind its name.
	Arguments []string

	// Context is what the app's registers were when it entered the kernel. It
	// lies at the top of the task's kernel stack.
	Context *trap.Context
	// Floats has the app's floating-point registers while the unit has those
	// of another one.
	Floats trap.Floats

	// Space is the app's address space, as long as the app has not ended.
	Space space.Space

	Nice     int    // priority: -20 most, 19 least
	ExitCode int    // once Exited
	Runs     int    // how often it was started
	Ticks    uint64 // timer ticks that struck while it ran, over all runs
	Calls    uint64 // system calls of earlier runs; Context has those of this one

	// WakeAt is when a Sleeping task wants to be woken, in units of the timer.
	WakeAt uint64

	next *Task  // in the queue that it is in
	pass uint64 // Stride: how far it is
	used int    // RoundRobin: ticks of its slice

	stack  trap.Stack // where the kernel left the task
	kernel kernelSide
}

// SystemCalls returns how many system calls the task has made.
func (t *Task) SystemCalls() uint64 {
	if t.Context == nil {
		return t.Calls
	}
	return t.Calls + uint64(t.Context.Calls)
}
