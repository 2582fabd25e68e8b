// SPDX-License-Identifier: MIT

package task

import (
	"bugo/memory/frame"
	"bugo/memory/pagetable"
	"bugo/memory/space"
	"bugo/trap"
)

// Machine is what the table needs of the hart and of the firmware.
type Machine interface {
	space.Machine
	// Physical returns the physical address of bytes of the kernel's image.
	Physical(p []byte) uintptr
	// LeaveSpace goes over to the kernel's own address space.
	LeaveSpace()
	// Prepare makes t a task that has never run: when it is switched to, it
	// enters user mode by its Context, in its Space.
	Prepare(t *Task)
	// Switches returns the ways from one kernel stack to another.
	Switches() (trap.Switch, trap.Leave)
	// SyncInstructions makes stores visible to instruction fetch.
	SyncInstructions()
	// Now returns the time, in units of the timer.
	Now() uint64
	// SetTimer asks for a timer interrupt when the time is deadline.
	SetTimer(deadline uint64)
	// Wait sleeps until an interrupt is pending, and takes it back. Whoever
	// sleeps so looks at the time and at the console afterwards.
	Wait()
	// AllEnded is called once no task is left, and does not return.
	AllEnded()
}

// Memory is what address spaces are made of.
type Memory struct {
	// Machine is the hart, as spaces see it. It is given apart from the table's, which
	// is another interface: to convert one into the other could allocate, and spaces are
	// made in trap context, too.
	Machine space.Machine
	Kernel  *pagetable.Table // the kernel's part of each
	Frames  *frame.Allocator
}

// never is a deadline that does not come.
const never = ^uint64(0)

// Table holds all tasks of the machine's one hart, and moves them from state
// to state. All methods run with interrupts off.
type Table struct {
	Tasks []Task
	// Current is the running task; nil before the first, and while none runs.
	Current *Task
	Floats  trap.LazyFloats

	// TickUnits is how many units of the timer a tick lasts.
	TickUnits uint64
	// Idle counts the ticks that struck while nothing ran.
	Idle uint64

	// Events, unless nil, is told what happens to whom.
	Events Recorder
	// Poll, unless nil, is called at every tick: the console has no interrupt
	// of its own and is looked after by it.
	Poll func()

	machine      Machine
	memory       Memory
	refused      func(i int, err error)
	switchStacks trap.Switch
	leaveStack   trap.Leave
	unused       trap.Stack // where what is on a stack that nobody returns to goes
	scheduler    Scheduler
	entryInstret uint64
	sleepers     queue // by WakeAt, the first to wake first
	left         int   // tasks that have not ended
	nextTick     uint64
}

// Init makes all tasks of Load ready that are not Refused, as far as there is memory.
//
// entryInstret is the instruction counter at the kernel's entry, which each app
// is told.
func (t *Table) Init(machine Machine, scheduler Scheduler, tickUnits, entryInstret uint64, memory Memory) {
	t.machine, t.scheduler, t.memory = machine, scheduler, memory
	t.switchStacks, t.leaveStack = machine.Switches()
	t.TickUnits, t.entryInstret = tickUnits, entryInstret
	t.Floats.Reset()
	for i := range t.Tasks {
		task := &t.Tasks[i]
		task.ID = i + 1
		if task.State == Refused {
			continue
		}
		if err := t.start(task); err != nil {
			t.refuse(task, &startError{task.App.Name, err})
			continue
		}
		t.left++
	}
	t.sync()
}

// sync makes what start has made visible to the hart. Page tables, too: a switch uses
// the new ones from its write of satp on, and its sfence.vma comes after.
func (t *Table) sync() {
	t.machine.SyncInstructions()
	t.machine.Flush()
}

// start makes a task ready for a fresh run of its app. It fails, and leaves nothing
// behind, if there is no memory.
func (t *Table) start(task *Task) error {
	start, err := task.load(t.machine, t.memory, t.entryInstret)
	if err != nil {
		task.Space.Free()
		return err
	}
	task.Nice = task.App.Nice
	task.Runs++
	if task.Context != nil { // the run before
		task.Calls = task.SystemCalls()
	}
	t.machine.Prepare(task)
	task.enter(start)
	t.wake(task)
	return nil
}

// Run runs tasks until all have ended. It is called once, on the boot stack,
// and does not return.
func (t *Table) Run() {
	t.nextTick = t.machine.Now() + t.TickUnits
	t.machine.SetTimer(t.nextTick)
	t.leave()
}

// Task returns the task of a number, or nil.
func (t *Table) Task(id int) *Task {
	if id < 1 || id > len(t.Tasks) {
		return nil
	}
	return &t.Tasks[id-1]
}

// Yield lets the others go first. It is the system call's last deed, with 0 as
// the result: the running task goes on in user mode when its turn comes again.
// Yield itself returns only if nobody else wants to run.
//
// It is the shortest way of all, because a switch is what a kernel does most. No
// stack check: the trap vector has called its caller, at the top of a stack.
//
//go:nosplit
func (t *Table) Yield() {
	t.Current.Context.SetResult(0)
	to := t.scheduler.Rotate(t.Current)
	from := t.Current
	if to == from {
		return
	}
	if t.Events != nil || t.Floats.InUse() {
		t.handOver(to, EventYield)
		return
	}
	t.Current = to
	t.leaveStack(&from.stack, from.Context, &to.stack)
}

// Preempt is what Yield does, to a task whose time is up. It is the last deed of
// an interrupt in user mode.
func (t *Table) Preempt() {
	if to := t.scheduler.Rotate(t.Current); to != t.Current {
		t.handOver(to, EventPreempt)
	}
}

// handOver leaves the running task, which stays ready, for another one.
func (t *Table) handOver(to *Task, event Event) {
	from := t.Current
	t.Current = to
	if t.Events != nil {
		t.record(from, event)
		t.record(to, EventRun)
	}
	t.Floats.Switch(&to.Floats)
	t.leaveStack(&from.stack, from.Context, &to.stack)
}

// run switches from a task that has given the hart up, or from none, to the next.
func (t *Table) run(from, to *Task) {
	t.Current = to
	if t.Events != nil {
		t.record(to, EventRun)
	}
	t.Floats.Switch(&to.Floats)
	if from == nil {
		t.switchStacks(&t.unused, &to.stack)
	} else if from != to {
		t.switchStacks(&from.stack, &to.stack)
	}
}

func (t *Table) record(task *Task, event Event) { t.Events.Record(t.machine.Now(), task, event) }

// leave takes the running task off the hart, which has just got another state
// or has ended. It returns when somebody runs the task again.
func (t *Table) leave() {
	from := t.Current
	if from != nil && from.State.Ended() {
		from = nil
	}
	t.Current = nil
	for idle := false; ; idle = true {
		if next := t.scheduler.Next(); next != nil {
			t.run(from, next)
			return
		}
		if t.left == 0 {
			t.machine.AllEnded()
		}
		if !idle && t.Events != nil {
			t.record(nil, EventIdle)
		}
		t.machine.Wait()
		t.Tick()
	}
}

// Sleep lets the running task wait until the time is at least deadline.
func (t *Table) Sleep(deadline uint64) {
	task := t.Current
	task.State, task.WakeAt = Sleeping, deadline
	t.sleepers.insert(task, sooner)
	if t.sleepers.first == task {
		t.setTimer()
	}
	t.pause(task, EventSleep)
}

func sooner(t, other *Task) bool { return t.WakeAt < other.WakeAt }

// Wait lets the running task wait until somebody calls Wake, or kills it.
func (t *Table) Wait() {
	t.Current.State = Waiting
	t.pause(t.Current, EventWait)
}

func (t *Table) pause(task *Task, event Event) {
	if t.Events != nil {
		t.record(task, event)
	}
	t.leave()
}

// Wake makes a Waiting task ready. It does nothing to others.
func (t *Table) Wake(task *Task) {
	if task.State == Waiting {
		t.wake(task)
	}
}

func (t *Table) wake(task *Task) {
	task.State = Ready
	if t.Events != nil {
		t.record(task, EventReady)
	}
	t.scheduler.Ready(task)
}

// Tick does what is due at this time: it wakes sleepers and, when a tick has
// struck, charges the running task. It reports whether that must give way.
func (t *Table) Tick() (preempt bool) {
	now := t.machine.Now()
	for t.sleepers.first != nil && t.sleepers.first.WakeAt <= now {
		t.wake(t.sleepers.take())
	}
	if now >= t.nextTick {
		t.nextTick += t.TickUnits
		if t.nextTick <= now { // the kernel was busy: ticks are lost, not made up for
			t.nextTick = now + t.TickUnits
		}
		if t.Current == nil {
			t.Idle++
		} else {
			t.Current.Ticks++
			preempt = t.scheduler.Tick(t.Current)
		}
		if t.Poll != nil {
			t.Poll()
		}
	}
	t.setTimer()
	return preempt
}

// setTimer asks for an interrupt at what is due next.
func (t *Table) setTimer() {
	deadline := t.nextTick
	if first := t.sleepers.first; first != nil && first.WakeAt < deadline {
		deadline = first.WakeAt
	}
	t.machine.SetTimer(deadline)
}

// Renice changes a task's priority, -20 to 19.
func (t *Table) Renice(task *Task, nice int) {
	task.Nice = nice
	t.scheduler.Renice(task)
}

// Exit ends the running task with a code, and does not return.
func (t *Table) Exit(code int) {
	t.Current.ExitCode = code
	t.end(t.Current, Exited, EventExited)
	t.leave()
}

// Kill ends a task that has not ended. If it is the running one, Kill does not
// return.
func (t *Table) Kill(task *Task) {
	self := task == t.Current
	switch task.State {
	case Ready:
		t.scheduler.Remove(task)
	case Sleeping:
		t.sleepers.remove(task)
	}
	t.end(task, Killed, EventKilled)
	if self {
		t.leave()
	}
}

// end notes that a task has ended, gives its memory back, and starts it again if it
// shall be.
func (t *Table) end(task *Task, state State, event Event) {
	task.State = state
	t.Floats.Release(&task.Floats)
	if task == t.Current {
		t.machine.LeaveSpace()
	}
	task.Space.Free()
	if t.Events != nil {
		t.record(task, event)
	}
	if task.Runs > int(task.App.Restarts) {
		t.left--
		return
	}
	if task == t.Current {
		t.Current = nil // its stack is left for good
	}
	if err := t.start(task); err != nil {
		t.left-- // somebody else has the memory now: it stays as it is
		return
	}
	t.sync()
}
