// SPDX-License-Identifier: MIT

// Package lanes makes of a recording's events what a picture shows: a lane for
// each task, with the spans of time in which it ran or was ready to, and marks
// where it stopped.
//
// Times are milliseconds from the recording's first event. The events must make
// sense for each task by itself: one that runs cannot start to run, and only
// one that runs can stop. (A task that runs when the recording begins stops
// without having started; it may only be the first to stop or run.) Tasks may
// run at the same time, as they would on several harts. A PID that is seen
// again after its end is another task.
package lanes

import (
	"fmt"

	"bugo/task/timeline"
	"bugo/task/timeline/recording"
)

// Chart is a recording as lanes.
type Chart struct {
	From, To float64 // what is shown, in ms; From <= To
	Lanes    []*Lane // in the order of their first events, idle last
	Lost     uint64  // older events that the ring has lost
	Events   int     // of the whole recording
}

// Lane is one task, or the processor's idling.
type Lane struct {
	PID   uint32
	Name  string
	Idle  bool
	Runs  []Span // in order; of an idle lane: where no task was ready
	Waits []Span // in order: ready, but another ran
	Marks []Mark // in order
}

// Span is a time from From to To, in ms.
type Span struct{ From, To float64 }

// Mark is where a task stopped, and why.
type Mark struct {
	At    float64 // ms
	Event timeline.Event
}

// Ran is the sum of the runs, in ms.
func (l *Lane) Ran() float64 {
	sum := 0.0
	for _, s := range l.Runs {
		sum += s.To - s.From
	}
	return sum
}

// Count returns how many marks there are of an event.
func (l *Lane) Count(event timeline.Event) int {
	n := 0
	for _, m := range l.Marks {
		if m.Event == event {
			n++
		}
	}
	return n
}

// state is what a task does between two events.
type state uint8

const (
	unknown state = iota // nothing was said yet
	ready
	running
	asleep
	ended
)

// track is a lane being made.
type track struct {
	*Lane
	state state
	since float64 // when the state began, ms
}

// enter ends the state and begins another.
func (t *track) enter(s state, at float64) {
	if at > t.since {
		switch t.state {
		case running:
			t.Runs = append(t.Runs, Span{t.since, at})
		case ready:
			t.Waits = append(t.Waits, Span{t.since, at})
		}
	}
	t.state, t.since = s, at
}

// Build makes the chart of a whole recording. An error names the line of an
// event that makes no sense.
func Build(r *recording.Recording) (*Chart, error) {
	if len(r.Events) == 0 {
		return nil, fmt.Errorf("line %d: the recording has no events: nothing is to be drawn", r.Line)
	}
	b := builder{tasks: map[uint32]*track{}}
	origin := r.Events[0].Time
	var now float64
	for _, e := range r.Events {
		now = float64(e.Time-origin) * 1000 / float64(r.UnitsPerSecond)
		if problem := b.take(e, now); problem != "" {
			return nil, fmt.Errorf("line %d: task %d, %s: event %q at %d: %s", e.Line, e.PID, e.Name, e.Event, e.Time, problem)
		}
	}
	chart := &Chart{To: now, Lost: r.Lost, Events: len(r.Events)}
	for _, t := range b.all {
		t.enter(ended, now)
		chart.Lanes = append(chart.Lanes, t.Lane)
	}
	if b.idle != nil {
		b.idle.enter(ended, now)
		chart.Lanes = append(chart.Lanes, b.idle.Lane)
	}
	return chart, nil
}

type builder struct {
	tasks map[uint32]*track // those that live, or lived last, by PID
	all   []*track
	idle  *track // nil until the first idle event
	moved bool   // a task has run or stopped, or the processor idled
}

// take takes in one event and returns what is wrong with it, or "".
func (b *builder) take(e recording.Record, now float64) string {
	if e.Event == timeline.Idle {
		if b.idle == nil {
			b.idle = &track{Lane: &Lane{PID: e.PID, Name: e.Name, Idle: true}}
		}
		b.idle.enter(running, now)
		b.moved = true
		return ""
	}
	t := b.tasks[e.PID]
	if t == nil || t.state == ended && !e.Event.Ends() {
		t = &track{Lane: &Lane{PID: e.PID, Name: e.Name}}
		b.tasks[e.PID] = t
		b.all = append(b.all, t)
	}
	first := !b.moved
	b.moved = b.moved || e.Event != timeline.Ready
	switch {
	case e.Event == timeline.Ready:
		if t.state == running {
			return "it runs already"
		}
		t.enter(ready, now)
		return ""
	case e.Event == timeline.Run:
		if t.state == running {
			return "it runs already"
		}
		if b.idle != nil {
			b.idle.enter(asleep, now)
		}
		t.enter(running, now)
		return ""
	case t.state == ended:
		return "it has ended already"
	case t.state == unknown && first:
		t.state = running // since before the first event
	case t.state != running && e.Event != timeline.Killed:
		return "it did not run"
	}
	t.Marks = append(t.Marks, Mark{now, e.Event})
	t.enter(after(e.Event), now)
	return ""
}

// after is what a task does behind an event that stops it.
func after(e timeline.Event) state {
	switch e {
	case timeline.Preempt, timeline.Yield:
		return ready
	case timeline.Sleep, timeline.Wait:
		return asleep
	}
	return ended
}
