// SPDX-License-Identifier: MIT

package task

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/memory/pagetable"
	"bugo/memory/space"
	"bugo/memory/space/spacetest"
	"bugo/task/pack"
	"bugo/trap"
	"bugo/user/abi"
)

const (
	userBase = 0x4000_0000
	userEnd  = userBase + 2<<20
	textEnd  = userBase + 0x1000
	dataAt   = userBase + 0x2000
	bssAt    = userBase + 0x3000
	stackAt  = userBase + 0x5000
	heapAt   = userBase + 0x8000
	heapSize = 0x4000
	startAt  = heapAt + heapSize + 0x1000
)

// appNamed returns an app with a page of each kind, whose image is in a machine.
func appNamed(m *spacetest.Machine, name string) pack.App {
	image := strings.Repeat("t", 0x1000) + strings.Repeat("r", 0x1000) + "data of " + name
	return pack.App{
		Name: name, Base: userBase, Entry: userBase, Text: 0x1000, ROData: 0x1000, Stack: 0x5000, StackSize: 0x2000,
		Memory: 0x8000, Heap: heapSize, Image: m.Place([]byte(image)), Arguments: []byte("x\x00"),
	}
}

// fakeMachine has memory for a few apps and a clock that jumps to the next
// deadline when there is nothing to do.
type fakeMachine struct {
	*spacetest.Machine
	t        *testing.T
	table    *Table
	now      uint64
	deadline uint64
	switches []string
	synced   bool
	left     int // how often the kernel's own space was gone over to
	ended    int
}

func (m *fakeMachine) Prepare(t *Task) { t.Context = &trap.Context{} }
func (m *fakeMachine) LeaveSpace()     { m.left++ }
func (m *fakeMachine) Switches() (trap.Switch, trap.Leave) {
	return func(from, to *trap.Stack) { m.switches = append(m.switches, m.owner(from)+">"+m.owner(to)) },
		func(from *trap.Stack, ctx *trap.Context, to *trap.Stack) {
			m.switches = append(m.switches, m.owner(from)+">>"+m.owner(to))
		}
}

// memory is what Init wants.
func (m *fakeMachine) memory() Memory { return Memory{m, m.Table(), &m.Frames} }

// read returns bytes of an app's memory.
func read(t *testing.T, task *Task, address uintptr, size int) string {
	t.Helper()
	p := make([]byte, size)
	require.Equal(t, space.Resolved, task.Space.CopyIn(p, address), "%#x", address)
	return string(p)
}

func write(t *testing.T, task *Task, address uintptr, text string) {
	t.Helper()
	require.Equal(t, space.Resolved, task.Space.CopyOut(address, []byte(text)), "%#x", address)
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
	m := &fakeMachine{Machine: spacetest.New(100), t: t}
	table := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
	m.table = table
	for i, name := range names {
		table.Tasks = append(table.Tasks, Task{ID: i + 1, Arguments: []string{"x"}, App: appNamed(m.Machine, name)})
	}
	table.Init(m, scheduler, 100, 42, m.memory())
	table.Run()
	return table, m
}

func TestInitGivesEveryAppASpaceOfItsOwn(t *testing.T) {
	table, m := newTable(t, "a", "b")
	require.True(t, m.synced, "new instructions must be seen")
	require.NotZero(t, m.Flushes, "new page tables, too, before anybody switches to them")
	for i := range table.Tasks {
		task := &table.Tasks[i]
		assert.Equal(t, "data of "+task.App.Name, read(t, task, dataAt, 9))
		assert.Equal(t, strings.Repeat("\x00", 0x2000), read(t, task, bssAt-0x800, 0x1800)+read(t, task, stackAt, 0x800), ".bss and stack are zero")
		info, arguments, err := abi.ParseStart([]byte(read(t, task, task.Context.X[trap.A0], int(task.Context.X[trap.A1]))))
		require.NoError(t, err)
		assert.EqualValues(t, startAt, task.Context.X[trap.A0])
		assert.Equal(t, []string{task.App.Name, "x"}, arguments)
		assert.EqualValues(t, i+1, info.PID)
		assert.EqualValues(t, 42, info.KernelEntryInstret)
		assert.EqualValues(t, task.App.Entry, task.Context.Sepc)
	}
	write(t, &table.Tasks[0], dataAt, "mine")
	assert.Equal(t, "data", read(t, &table.Tasks[1], dataAt, 4), "the other one has its own")
	assert.Equal(t, []string{"->a"}, m.switches)
	assert.Same(t, &table.Tasks[0], table.Current)
}

func TestEachPartOfAnAppHasItsRights(t *testing.T) {
	table, m := newTable(t, "a")
	a := table.Current
	a.Space.SetBreak(heapAt + 0x1800)
	for _, c := range []struct {
		address     uintptr
		permissions string
	}{
		{userBase, "r-xu-"}, {textEnd, "r--u-"}, {dataAt, "rw-u-"}, {bssAt, "rw-u-"},
		{stackAt, "rw-u-"}, {stackAt + 0x1000, "rw-u-"}, {heapAt, "rw-u-"}, {heapAt + 0x1000, "rw-u-"}, {startAt, "r--u-"},
		{stackAt - 0x1000, ""}, {stackAt + 0x2000, ""}, {heapAt + 0x2000, ""}, {startAt - 0x1000, ""}, {startAt + 0x1000, ""}, {0, ""}, {userBase - 0x1000, ""},
	} {
		a.Space.Fault(c.address, pagetable.Read)
		_, permissions, ok := a.Space.Table.Translate(c.address)
		assert.Equal(t, c.permissions != "", ok, "%#x", c.address)
		if ok {
			assert.Equal(t, c.permissions, permissions.String(), "%#x", c.address)
		}
	}
	physical, _, _ := a.Space.Table.Translate(userBase)
	assert.Equal(t, m.Physical(a.App.Image), physical, "text is not copied")
	require.NoError(t, a.Space.Table.Check())
}

func TestMemoryComesBackWhenAnAppEnds(t *testing.T) {
	table, m := newTable(t, "a", "b", "c")
	used := m.UserFrames()
	write(t, table.Current, bssAt, "touched")
	assert.Equal(t, used+1, m.UserFrames())
	table.Exit(0) // a
	assert.Equal(t, 1, m.left, "it has left its space before that was freed")
	assert.False(t, table.Tasks[0].Space.InUse())
	assert.Equal(t, used/3*2, m.UserFrames())
	table.Kill(table.Task(3)) // c, which does not run
	assert.Equal(t, 1, m.left)
	assert.Equal(t, used/3, m.UserFrames())
	assert.PanicsWithValue(t, "all ended", func() { table.Exit(0) })
	assert.Zero(t, m.UserFrames())
	require.NoError(t, m.Frames.Check())
}

func TestAnAppForWhichThereIsNoMemoryIsRefused(t *testing.T) {
	m := &fakeMachine{Machine: spacetest.New(20), t: t}
	table := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
	m.table = table
	refused := ""
	table.refused = func(i int, err error) { refused += fmt.Sprint(i, ": ", err.Error(), "\n") }
	for i, name := range []string{"a", "b", "c"} {
		table.Tasks = append(table.Tasks, Task{ID: i + 1, App: appNamed(m.Machine, name)})
	}
	free := m.Frames.Stats().Free
	table.Init(m, &RoundRobin{}, 100, 0, m.memory())
	require.Equal(t, "2: app c: cannot be started: page table: no frame is left for a table\n", refused)
	assert.Equal(t, Refused, table.Tasks[2].State)
	table.Run()
	table.Exit(0)
	assert.PanicsWithValue(t, "all ended", func() { table.Exit(0) })
	assert.Equal(t, free, m.Frames.Stats().Free, "nothing is left of c")
}

func TestAnAppIsNotStartedAgainWithoutMemory(t *testing.T) {
	table, m := newTable(t, "a", "b")
	table.Tasks[0].App.Restarts = 5
	var taken []uintptr
	for {
		frame, ok := m.Frames.Alloc(0)
		if !ok {
			break
		}
		taken = append(taken, frame)
	}
	write(t, table.Current, dataAt, "there is room for that")
	b := table.Task(2)
	table.Tasks[0].App.Image = m.Place(make([]byte, 0x4000)) // its data has grown
	table.Exit(0)
	assert.Equal(t, Exited, table.Tasks[0].State)
	assert.Same(t, b, table.Current)
	assert.PanicsWithValue(t, "all ended", func() { table.Exit(0) })
	for _, frame := range taken {
		require.NoError(t, m.Frames.Free(frame))
	}
	assert.Zero(t, m.UserFrames())
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
	a.Space.SetBreak(heapAt + 0x900)
	a.Context.Calls = 5
	a.Context.X[5] = 1
	write(t, a, dataAt, "trash")
	write(t, a, bssAt, "trash")
	flushes := m.Flushes
	table.Exit(1)
	require.Equal(t, Ready, a.State)
	assert.Greater(t, m.Flushes, flushes, "the new space's tables are seen before they are switched to")
	assert.Equal(t, "data ", read(t, a, dataAt, 5))
	assert.Equal(t, "\x00\x00\x00\x00\x00", read(t, a, bssAt, 5))
	assert.EqualValues(t, heapAt, a.Space.Break())
	assert.Zero(t, a.Context.X[5], "nothing is left in the registers")
	assert.EqualValues(t, 5, a.SystemCalls())
	info, _, err := abi.ParseStart([]byte(read(t, a, a.Context.X[trap.A0], int(a.Context.X[trap.A1]))))
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
