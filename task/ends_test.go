// SPDX-License-Identifier: MIT

package task

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/trap"
)

// This file ends tasks in every state that they can be in.

// count is how many tasks a queue has; it fails where the list's end is wrong.
func count(t *testing.T, q *queue) (n int) {
	t.Helper()
	for task := q.first; task != nil; task = task.next {
		n++
		require.Less(t, n, 100, "the list is a ring")
		if task.next == nil {
			require.Same(t, task, q.last)
		}
	}
	return n
}

func TestATaskIsKilledInEveryState(t *testing.T) {
	for _, scheduler := range []func() Scheduler{
		func() Scheduler { return &FIFO{} },
		func() Scheduler { return &RoundRobin{} },
		func() Scheduler { return &Stride{} },
	} {
		for name, bring := range map[string]func(table *Table){
			"ready":    func(table *Table) { table.Yield() },
			"sleeping": func(table *Table) { table.Sleep(1000) },
			"waiting":  func(table *Table) { table.Wait() },
		} {
			for _, restarts := range []uint32{0, 1} {
				t.Run(scheduler().Name()+" "+name, func(t *testing.T) {
					table, m := newTableOf(t, scheduler(), "a", "b", "c")
					a := table.Current
					a.App.Restarts = restarts
					bring(table)
					require.NotSame(t, a, table.Current)
					killer := table.Current
					left := table.left
					table.Kill(a)
					assert.Same(t, killer, table.Current, "the killer runs on")
					assert.Zero(t, count(t, &table.sleepers))
					if restarts == 0 {
						assert.Equal(t, Killed, a.State)
						assert.Equal(t, left-1, table.left)
					} else {
						assert.Equal(t, Ready, a.State)
						assert.Equal(t, left, table.left)
						assert.Equal(t, 2, a.Runs)
					}
					// Whatever it waited for comes too late.
					m.now = 2000
					table.Tick()
					table.Wake(a)
					order := ""
					assert.PanicsWithValue(t, "all ended", func() {
						for {
							order += table.Current.App.Name
							table.Exit(0)
						}
					})
					assert.Len(t, order, left-1+int(restarts), "each one runs once: %s", order)
				})
			}
		}
	}
}

func TestATaskThatKillsItselfDoesNotGoOn(t *testing.T) {
	table, m := newTable(t, "a", "b")
	a := table.Current
	a.App.Restarts = 1
	table.Kill(a)
	assert.Equal(t, "b", table.Current.App.Name)
	assert.Equal(t, Ready, a.State, "it is started anew")
	assert.Equal(t, "->b", m.switches[len(m.switches)-1], "nobody returns to the stack that is left")
	table.Yield()
	assert.Same(t, a, table.Current)
	table.Kill(a)
	assert.Equal(t, Killed, a.State)
	assert.Equal(t, "b", table.Current.App.Name)
}

func TestAKilledTaskTakesItsFloatsAlong(t *testing.T) {
	table, _ := newTable(t, "a", "b")
	a := table.Current
	require.True(t, table.Floats.Claim(&a.Floats))
	table.Yield()
	require.Equal(t, "b", table.Current.App.Name)
	table.Kill(a)
	assert.False(t, table.Floats.InUse(), "or the next one that claims the unit would save into it")
	assert.True(t, table.Floats.Claim(&table.Current.Floats))
}

func TestASleepUntilTheDeadlineThatHasPassedIsShort(t *testing.T) {
	table, m := newTable(t, "a", "b")
	m.now = 50
	table.Sleep(20) // a: the timer strikes at once
	assert.EqualValues(t, 20, m.deadline)
	assert.Equal(t, "b", table.Current.App.Name)
	assert.False(t, table.Tick())
	assert.Equal(t, Ready, table.Task(1).State)
	assert.EqualValues(t, 100, m.deadline, "and then at the next tick")
	table.Exit(0)
	table.Sleep(20) // a, alone
	assert.Equal(t, "a", table.Current.App.Name)
	assert.EqualValues(t, 50, m.now, "it has not waited")
}

func TestIdleTimeIsNobodys(t *testing.T) {
	table, m := newTable(t, "a")
	table.Sleep(1050)
	assert.EqualValues(t, 1050, m.now)
	assert.EqualValues(t, 10, table.Idle)
	assert.Zero(t, table.Current.Ticks)
	m.now = 1100
	table.Tick()
	assert.EqualValues(t, 1, table.Current.Ticks)
	assert.EqualValues(t, 10, table.Idle)
}

func TestAnInterruptForNothingWakesNobody(t *testing.T) {
	table, m := newTable(t, "a", "b")
	table.Sleep(500)
	table.Tick()
	assert.Equal(t, Sleeping, table.Task(1).State)
	assert.EqualValues(t, 100, m.deadline)
	table.Wait() // b: the hart idles until a wakes, and only a
	assert.Equal(t, "a", table.Current.App.Name)
	assert.Equal(t, Waiting, table.Task(2).State)
}

func TestAFreshRunHasNoSystemCallsUnderWay(t *testing.T) {
	table, _ := newTable(t, "a", "b")
	a := table.Current
	a.App.Restarts = 1
	a.Context.X[trap.A7] = 93
	a.Context.Calls = 3
	table.Renice(a, 7)
	table.Exit(0)
	assert.Zero(t, a.Context.X[trap.A7])
	assert.Zero(t, a.Context.Calls)
	assert.Zero(t, a.Nice, "the priority is the pack's again")
	assert.EqualValues(t, 3, a.SystemCalls(), "all runs' calls")
	assert.EqualValues(t, 3, (&Task{Calls: 3}).SystemCalls(), "it is not loaded any more")
}
