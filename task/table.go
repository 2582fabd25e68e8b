// SPDX-License-Identifier: MIT

package task

// State is where a task is in its life.
type State uint8

const (
	// Ready tasks wait to run.
	Ready State = iota
	// Running is the one task whose code user mode executes.
	Running
	// Exited tasks called exit; ExitCode says with what.
	Exited
	// Killed tasks did what the machine or the kernel did not allow.
	Killed
)

// String names the state.
func (s State) String() string {
	switch s {
	case Ready:
		return "ready"
	case Running:
		return "running"
	case Exited:
		return "exited"
	case Killed:
		return "killed"
	}
	return "unknown state"
}

// Task is one run of one app.
type Task struct {
	Name     string
	Image    []byte  // inside the kernel's image, as packed
	Base     uintptr // physical address of the app's window; its entry too
	Size     uintptr // bytes of the window
	State    State
	ExitCode int // valid once Exited
}

// Table holds all tasks, in the order of the pack.
type Table struct {
	Tasks   []Task
	current int
}

// Current returns the running task, or nil before the first and after the last.
func (t *Table) Current() *Task {
	if t.current >= len(t.Tasks) || t.Tasks[t.current].State != Running {
		return nil
	}
	return &t.Tasks[t.current]
}

// Next makes the first ready task the running one and returns it, or nil
// when all have ended.
//
// Precondition: no task is running.
func (t *Table) Next() *Task {
	for i := range t.Tasks {
		if t.Tasks[i].State == Ready {
			t.current = i
			t.Tasks[i].State = Running
			return &t.Tasks[i]
		}
	}
	return nil
}

// End takes the running task off the processor for good.
//
// Preconditions: a task is running; state is Exited or Killed.
func (t *Table) End(state State, code int) {
	task := t.Current()
	if task == nil {
		panic("task.End: no task is running")
	}
	task.State, task.ExitCode = state, code
}
