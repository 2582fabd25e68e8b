// SPDX-License-Identifier: MIT

package task

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/pack"
	"bugo/trap"
	"bugo/user/abi"
)

const (
	windowBase = 0x80400000
	windowSize = 0x2000
)

// fakeMachine has memory for a few windows and a clock that jumps to the next
// deadline when there is nothing to do.
type fakeMachine struct {
	t        *testing.T
	table    *Table
	memory   []byte
	now      uint64
	deadline uint64
	switches []string
	synced   bool
	ended    int
}

func (m *fakeMachine) Bytes(base, size uintptr) []byte {
	return m.memory[base-windowBase:][:size]
}
func (m *fakeMachine) Prepare(t *Task) { t.Context = &trap.Context{} }
func (m *fakeMachine) Switches() (trap.Switch, trap.Leave) {
	return func(from, to *trap.Stack) { m.switches = append(m.switches, m.owner(from)+">"+m.owner(to)) },
		func(from *trap.Stack, ctx *trap.Context, to *trap.Stack) {
			m.switches = append(m.switches, m.owner(from)+">>"+m.owner(to))
		}
}

// owner returns the name of the task whose stack it is.
func (m *fakeMachine) owner(stack *trap.Stack) string {
	for i := range m.table.Tasks {
		if t := &m.table.Tasks[i]; &t.stack == stack {
			return t.App.Name
		}
	}
	return "-"
}

func (m *fakeMachine) SyncInstructions()        { m.synced = true }
func (m *fakeMachine) Now() uint64              { return m.now }
func (m *fakeMachine) SetTimer(deadline uint64) { m.deadline = deadline }
func (m *fakeMachine) Wait()                    { m.now = max(m.now, m.deadline) }

// AllEnded leaves the table as the real one does, for good.
func (m *fakeMachine) AllEnded() {
	m.ended++
	panic("all ended")
}

// nothing is a floating-point unit that nobody uses.
type nothing struct{}

func (nothing) Save(*trap.Floats) {}
func (nothing) Load(*trap.Floats) {}
func (nothing) Enable(bool)       {}

// newTable returns a table of running apps: a runs, the others are ready.
func newTable(t *testing.T, names ...string) (*Table, *fakeMachine) {
	return newTableOf(t, &RoundRobin{}, names...)
}

// newTableOf is newTable with a scheduler.
func newTableOf(t *testing.T, scheduler Scheduler, names ...string) (*Table, *fakeMachine) {
	m := &fakeMachine{t: t, memory: bytes.Repeat([]byte{0xa5}, len(names)*windowSize)}
	table := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
	m.table = table
	for i, name := range names {
		base := uint64(windowBase + i*windowSize)
		table.Tasks = append(table.Tasks, Task{ID: i + 1, Arguments: []string{"x"}, App: pack.App{
			Name: name, Base: base, Window: windowSize, Entry: base, Memory: 0x800, Image: []byte("image of " + name),
			Arguments: []byte("x\x00"),
		}})
	}
	table.Init(m, scheduler, 100, 42)
	table.Run()
	return table, m
}

func TestInitPutsEveryAppIntoItsWindow(t *testing.T) {
	table, m := newTable(t, "a", "b")
	require.True(t, m.synced, "new instructions must be seen")
	for i := range table.Tasks {
		task := &table.Tasks[i]
		window := m.Bytes(uintptr(task.App.Base), windowSize)
		image := "image of " + task.App.Name
		assert.Equal(t, image, string(window[:len(image)]))
		assert.Equal(t, make([]byte, 0x800-len(image)), window[len(image):0x800], ".bss is zero")
		start := task.Context.X[trap.A0]
		assert.Equal(t, task.End(), start+task.Context.X[trap.A1], "the start block ends the window")
		info, arguments, err := abi.ParseStart(m.Bytes(start, task.Context.X[trap.A1]))
		require.NoError(t, err)
		assert.Equal(t, []string{task.App.Name, "x"}, arguments)
		assert.EqualValues(t, i+1, info.PID)
		assert.EqualValues(t, 42, info.KernelEntryInstret)
		assert.EqualValues(t, task.App.Entry, task.Context.Sepc)
	}
	assert.Equal(t, []string{"->a"}, m.switches)
	assert.Same(t, &table.Tasks[0], table.Current)
}

func TestTasksMayTouchWhatIsBelowTheirBreakAndTheStartBlock(t *testing.T) {
	table, m := newTable(t, "a", "b")
	b := table.Task(2)
	base, limit, end := uintptr(b.App.Base), b.limit(), b.End()
	for _, c := range []struct {
		address, size uintptr
		ok            bool
	}{
		{base, 0x800, true},
		{base, 0x801, false},
		{base + 0x7ff, 1, true},
		{base + 0x7ff, 2, false},
		{base + 0x800, 0, true},
		{base + 0x800, 1, false},
		{base - 1, 1, false},
		{base - 1, 2, false},
		{limit, end - limit, true},
		{limit - 1, 2, false},
		{end - 1, 1, true},
		{end - 1, 2, false},
		{end, 1, false},
		{0, 1, false},
		{0, 0, false},
		{base + 8, ^uintptr(0), false},
		{^uintptr(0), 2, false},
		{base + 8, ^uintptr(7), false},
	} {
		p, ok := b.Bytes(m, c.address, c.size)
		require.Equal(t, c.ok, ok, "%#x + %#x", c.address, c.size)
		if ok {
			require.Len(t, p, int(c.size))
		}
	}
}

func TestTheBreakMovesWithinTheWindow(t *testing.T) {
	table, m := newTable(t, "a")
	a := table.Current
	base := uintptr(a.App.Base)
	first := base + 0x800
	assert.Equal(t, first, a.MoveBreak(m, 0), "0 asks")
	assert.Equal(t, first+0x100, a.MoveBreak(m, first+0x100))
	assert.Equal(t, make([]byte, 0x100), m.Bytes(first, 0x100), "what is gained is zero")
	assert.Equal(t, first+0x100, a.MoveBreak(m, first-1), "not into the image")
	assert.Equal(t, first+0x100, a.MoveBreak(m, a.limit()+1), "not into the start block")
	assert.Equal(t, first+0x100, a.MoveBreak(m, ^uintptr(0)))
	assert.Equal(t, a.limit(), a.MoveBreak(m, a.limit()))
	m.Bytes(first, 1)[0] = 7
	assert.Equal(t, first, a.MoveBreak(m, first))
	a.MoveBreak(m, first+8)
	assert.Zero(t, m.Bytes(first, 1)[0], "nothing comes back")
}

func TestYieldGoesRound(t *testing.T) {
	table, m := newTable(t, "a", "b", "c")
	for range 4 {
		table.Yield()
	}
	assert.Equal(t, []string{"->a", "a>>b", "b>>c", "c>>a", "a>>b"}, m.switches)
	assert.Zero(t, table.Current.Context.X[trap.A0], "the system call's result")
}

func TestTicksPreempt(t *testing.T) {
	table, m := newTable(t, "a", "b")
	assert.EqualValues(t, 100, m.deadline)
	m.now = 50
	assert.False(t, table.Tick(), "no tick is due")
	m.now = 100
	assert.False(t, table.Tick(), "the slice is longer")
	assert.EqualValues(t, 200, m.deadline)
	m.now = 200
	assert.True(t, table.Tick())
	table.Preempt()
	assert.Equal(t, "b", table.Current.App.Name)
	assert.EqualValues(t, 2, table.Tasks[0].Ticks)
	m.now = 1050
	table.Tick()
	assert.EqualValues(t, 1, table.Tasks[1].Ticks, "lost ticks are not made up for")
	assert.EqualValues(t, 1150, m.deadline)
}

func TestSleepersWakeInOrder(t *testing.T) {
	table, m := newTable(t, "a", "b", "c")
	table.Sleep(70) // a
	assert.EqualValues(t, 70, m.deadline, "before the next tick")
	table.Sleep(30) // b
	assert.EqualValues(t, 30, m.deadline)
	table.Sleep(1000) // c: nobody is left, the machine waits for b
	assert.Equal(t, "b", table.Current.App.Name)
	assert.EqualValues(t, 30, m.now)
	table.Sleep(m.now) // at once, but a tick of others may come first
	assert.Equal(t, "b", table.Current.App.Name)
	table.Exit(0)
	assert.Equal(t, "a", table.Current.App.Name)
	assert.EqualValues(t, 70, m.now)
	table.Exit(0)
	assert.Equal(t, "c", table.Current.App.Name)
	assert.EqualValues(t, 1000, m.now)
	assert.NotZero(t, table.Idle)
}

func TestWaitingTasksAreWokenByWhoKnows(t *testing.T) {
	table, m := newTable(t, "a", "b")
	a := table.Current
	polls := 0
	table.Poll = func() {
		if polls++; polls == 3 {
			table.Wake(a)
		}
	}
	table.Wait()
	assert.Equal(t, "b", table.Current.App.Name)
	table.Wake(table.Current) // it does not wait
	table.Exit(0)             // idle until the third tick
	assert.Same(t, a, table.Current)
	assert.EqualValues(t, 300, m.now)
}

func TestEndsAreKept(t *testing.T) {
	table, m := newTable(t, "a", "b", "c", "d")
	table.Tasks[0].Context.Calls = 7
	table.Exit(3)
	assert.Equal(t, Exited, table.Tasks[0].State)
	assert.Equal(t, 3, table.Tasks[0].ExitCode)
	assert.EqualValues(t, 7, table.Tasks[0].SystemCalls())
	table.Kill(table.Task(3)) // ready
	assert.Equal(t, Killed, table.Tasks[2].State)
	assert.Equal(t, "b", table.Current.App.Name)
	table.Sleep(1e6)
	table.Kill(table.Task(2)) // asleep
	assert.Equal(t, "d", table.Current.App.Name)
	assert.PanicsWithValue(t, "all ended", func() { table.Kill(table.Current) })
	assert.Equal(t, []string{"->a", "->b", "b>d"}, m.switches, "what has ended is not saved")
	assert.Equal(t, 1, m.ended)
}

func TestAnAppIsStartedAgainAsOftenAsThePackSays(t *testing.T) {
	table, m := newTable(t, "a", "b")
	a := table.Task(1)
	a.App.Restarts = 2
	a.MoveBreak(m, uintptr(a.App.Base)+0x900)
	a.Context.Calls = 5
	a.Context.X[5] = 1
	copy(m.Bytes(uintptr(a.App.Base), 5), "trash")
	table.Exit(1)
	require.Equal(t, Ready, a.State)
	assert.Equal(t, "image", string(m.Bytes(uintptr(a.App.Base), 5)))
	assert.Equal(t, uintptr(a.App.Base)+0x800, a.Break)
	assert.Zero(t, a.Context.X[5], "nothing is left in the registers")
	assert.EqualValues(t, 5, a.SystemCalls())
	info, _, err := abi.ParseStart(m.Bytes(a.Context.X[trap.A0], a.Context.X[trap.A1]))
	require.NoError(t, err)
	assert.EqualValues(t, 1, info.Run)
	table.Exit(0) // b
	require.Same(t, a, table.Current)
	table.Kill(a)
	require.Same(t, a, table.Current)
	assert.Equal(t, 3, a.Runs)
	assert.PanicsWithValue(t, "all ended", func() { table.Exit(0) })
}

// diary records events as lines.
type diary []string

func (d *diary) Record(now uint64, t *Task, event Event) {
	name := "-"
	if t != nil {
		name = t.App.Name
	}
	*d = append(*d, fmt.Sprint(now, " ", name, " ", event))
}

func TestEventsTellWhoRanWhen(t *testing.T) {
	table, m := newTable(t, "a", "b")
	var d diary
	table.Events = &d
	table.Yield()
	m.now = 10
	table.Sleep(40) // b
	table.Exit(0)   // a
	table.Preempt() // b is alone
	assert.PanicsWithValue(t, "all ended", func() { table.Kill(table.Current) })
	assert.Equal(t, diary{
		fmt.Sprint("0 a ", EventYield), fmt.Sprint("0 b ", EventRun),
		fmt.Sprint("10 b ", EventSleep), fmt.Sprint("10 a ", EventRun),
		fmt.Sprint("10 a ", EventExited), fmt.Sprint("10 - ", EventIdle),
		fmt.Sprint("40 b ", EventReady), fmt.Sprint("40 b ", EventRun),
		fmt.Sprint("40 b ", EventKilled),
	}, d)
}

func TestTasksAreNumberedFromOne(t *testing.T) {
	table, _ := newTable(t, "a", "b")
	assert.Nil(t, table.Task(0))
	assert.Nil(t, table.Task(-1))
	assert.Nil(t, table.Task(3))
	assert.Equal(t, "b", table.Task(2).App.Name)
	assert.Equal(t, 2, table.Task(2).ID)
}

func TestStatesHaveNames(t *testing.T) {
	names := ""
	for s := range State(7) {
		names += s.String() + " "
	}
	assert.Equal(t, "ready sleeping waiting exited killed refused unknown state ", names)
}
