// SPDX-License-Identifier: MIT

package timeline

// Event is what happened to a task.
type Event uint8

// The events; the package's comment says what each means.
const (
	Ready Event = iota
	Run
	Preempt
	Yield
	Sleep
	Wait
	Exit
	Killed
	Idle

	// Events is how many there are.
	Events = iota
)

var eventNames = [Events]string{"ready", "run", "preempt", "yield", "sleep", "wait", "exit", "killed", "idle"}

// String is the event's word in a recording.
func (e Event) String() string {
	if e < Events {
		return eventNames[e]
	}
	return "unknown"
}

// ParseEvent is String backwards.
func ParseEvent(word string) (Event, bool) {
	for e, name := range eventNames {
		if name == word {
			return Event(e), true
		}
	}
	return 0, false
}

// EventWords lists the words of all events, for a message.
func EventWords() string {
	list := eventNames[0]
	for _, name := range eventNames[1:] {
		list += ", " + name
	}
	return list
}

// Stops tells whether the event takes a running task off the processor.
func (e Event) Stops() bool { return Preempt <= e && e <= Killed }

// Ends tells whether it is a task's last.
func (e Event) Ends() bool { return e == Exit || e == Killed }
