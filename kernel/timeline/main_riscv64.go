// SPDX-License-Identifier: MIT

// Command timeline is the kernel with a recorder: it notes who got the hart and
// who lost it, and prints the notes when all apps have ended. Everything else is
// as in //kernel. The command //tools/timeline draws the picture.
//
// Recording costs some twenty instructions a switch and the look at the clock; a
// recorder also keeps a yield from its shortest way (task.Table.Yield). Nothing
// is printed while apps run: a line would take longer than what it tells of.
package main

import (
	"bugo/kernel/handlers"
	"bugo/kernel/heaptest"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/task"
	"bugo/task/timeline"
)

// capacity is how many events the ring keeps, the newest. Each takes 16 bytes.
const capacity = 4096

// The ring's memory is a part of .bss: recording must not allocate.
var (
	memory  [capacity]timeline.Entry
	ring    timeline.Ring
	printer = timeline.Printer{
		Line: func(text string) { println(text) },
		Name: func(pid uint32) string { return task.All.Task(int(pid)).App.Name },
	}
)

// words has the recording's word for each of package task's events.
var words = [...]timeline.Event{
	task.EventRun:     timeline.Run,
	task.EventPreempt: timeline.Preempt,
	task.EventYield:   timeline.Yield,
	task.EventSleep:   timeline.Sleep,
	task.EventWait:    timeline.Wait,
	task.EventReady:   timeline.Ready,
	task.EventExited:  timeline.Exit,
	task.EventKilled:  timeline.Killed,
	task.EventIdle:    timeline.Idle,
}

// recorder implements task.Recorder by the ring.
type recorder struct{}

func (recorder) Record(now uint64, t *task.Task, event task.Event) {
	pid := uint32(0) // of the hart that has nothing to do
	if t != nil {
		pid = uint32(t.ID)
	}
	ring.Record(now, pid, words[event])
}

func main() {
	heaptest.Run()
	ring.Init(memory[:])
	task.All.Events = recorder{}
	handlers.OnEnd = func() { printer.Print(&ring, platform.TimebaseHz()) }
	handlers.Init()
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	handlers.Run()
}
