// SPDX-License-Identifier: MIT

package task

// Event is what can happen to a task.
type Event uint8

const (
	// EventRun: the task has got the hart.
	EventRun Event = iota
	// EventPreempt: its time was up.
	EventPreempt
	// EventYield: it let the others go first.
	EventYield
	// EventSleep: it waits for a time.
	EventSleep
	// EventWait: it waits for the console.
	EventWait
	// EventReady: it wants to run.
	EventReady
	// EventExited and EventKilled: it has ended.
	EventExited
	EventKilled
	// EventIdle: nobody wants the hart.
	EventIdle
)

// Recorder is told what happens to tasks, with the time in units of the timer.
// A nil task stands for the hart that has nothing to do.
type Recorder interface {
	Record(now uint64, t *Task, event Event)
}
