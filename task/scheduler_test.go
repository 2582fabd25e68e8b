// SPDX-License-Identifier: MIT

package task

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// computing lets tasks compute under a scheduler for some ticks, and returns how
// many struck while each of them ran.
func computing(s Scheduler, ticks int, nices ...int) []int {
	tasks := make([]Task, len(nices))
	for i := range tasks {
		tasks[i] = Task{ID: i, Nice: nices[i]}
		s.Ready(&tasks[i])
	}
	shares := make([]int, len(nices))
	current := s.Next()
	for range ticks {
		shares[current.ID]++
		if s.Tick(current) {
			current = s.Rotate(current)
		}
	}
	return shares
}

// reniced lets two tasks of the same priority compute, changes that of the first in
// between, and returns how many ticks of the second half struck while each ran.
func reniced(s Scheduler, nice int) (first, second int) {
	tasks := []Task{{ID: 0}, {ID: 1}}
	s.Ready(&tasks[0])
	s.Ready(&tasks[1])
	current := s.Next()
	for tick := range 2000 {
		if tick == 1000 {
			tasks[0].Nice = nice
			s.Renice(&tasks[0])
		}
		if tick >= 1000 {
			if current == &tasks[0] {
				first++
			} else {
				second++
			}
		}
		if s.Tick(current) {
			current = s.Rotate(current)
		}
	}
	return first, second
}

func TestAPriorityCountsFromWhenItIsChanged(t *testing.T) {
	first, second := reniced(&Stride{}, 10)
	assert.InDelta(t, 1000./3, first, 2, "10 tickets of 30")
	assert.InDelta(t, 2000./3, second, 2)

	first, second = reniced(&RoundRobin{}, 10)
	assert.InDelta(t, 500, first, sliceTicks, "of no account")
	assert.InDelta(t, 500, second, sliceTicks)
	first, second = reniced(&FIFO{}, 10)
	assert.Equal(t, []int{1000, 0}, []int{first, second}, "of no account")
}

func TestFIFOLetsTheFirstRunUntilItGivesWay(t *testing.T) {
	assert.Equal(t, []int{100, 0, 0}, computing(&FIFO{}, 100, 0, 0, 0))
}

func TestRoundRobinSharesEqually(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 20} {
		nices := make([]int, n)
		for i := range nices {
			nices[i] = i - 10 // of no account
		}
		const rounds = 50
		for _, share := range computing(&RoundRobin{}, rounds*sliceTicks*n, nices...) {
			require.Equal(t, rounds*sliceTicks, share)
		}
	}
}

func TestRoundRobinTakesTurnsSliceBySlice(t *testing.T) {
	assert.Equal(t, []int{2 * sliceTicks, sliceTicks + 1, sliceTicks}, computing(&RoundRobin{}, 4*sliceTicks+1, 0, 0, 0))
}

// TestStrideSharesByTickets: at any moment, no task is more than a tick away
// from the share of its tickets, for two tasks; with more it is a few.
func TestStrideSharesByTickets(t *testing.T) {
	for _, nices := range [][]int{{0, 0}, {-20, 19}, {0, 10}, {-20, 0, 19}, {5, 5, 5, -5}, {-20, -10, 0, 10, 19}} {
		var tickets float64
		for _, nice := range nices {
			tickets += float64(20 - nice)
		}
		for ticks := 1; ticks < 5000; ticks += 37 {
			for i, share := range computing(&Stride{}, ticks, nices...) {
				want := float64(ticks) * float64(20-nices[i]) / tickets
				require.InDelta(t, want, share, float64(len(nices)-1)+1e-2, "nice %v: task %d after %d ticks", nices, i, ticks)
			}
		}
	}
}

// TestStrideDoesNotSaveUpForSleepers: who slept for long gets its share from now
// on, and not all that it missed.
func TestStrideDoesNotSaveUpForSleepers(t *testing.T) {
	s := &Stride{}
	a, b := &Task{ID: 0}, &Task{ID: 1}
	s.Ready(a)
	current := s.Next()
	for range 1000 {
		require.False(t, s.Tick(current), "nobody else wants the hart")
	}
	s.Ready(b)
	var shares [2]int
	for range 100 {
		shares[current.ID]++
		if s.Tick(current) {
			current = s.Rotate(current)
		}
	}
	assert.InDelta(t, 50, shares[0], 2)
}

func TestTasksThatYieldTakeTurns(t *testing.T) {
	for _, s := range []Scheduler{&FIFO{}, &RoundRobin{}, &Stride{}} {
		tasks := make([]Task, 3)
		for i := range tasks {
			tasks[i].ID = i
			s.Ready(&tasks[i])
		}
		current := s.Next()
		var order []int
		for range 9 {
			order = append(order, current.ID)
			current = s.Rotate(current)
		}
		assert.Equal(t, []int{0, 1, 2, 0, 1, 2, 0, 1, 2}, order, s.Name())
		s.Remove(current)
	}
}

func TestATaskAloneRunsOn(t *testing.T) {
	for _, s := range []Scheduler{&FIFO{}, &RoundRobin{}, &Stride{}} {
		alone := &Task{}
		s.Ready(alone)
		require.Same(t, alone, s.Next())
		require.Nil(t, s.Next())
		require.Same(t, alone, s.Rotate(alone))
		for range 10 {
			require.False(t, s.Tick(alone), s.Name())
		}
	}
}

// TestNobodyIsLost drives each scheduler with random calls: every ready task is
// in it exactly once, and comes out.
func TestNobodyIsLost(t *testing.T) {
	for _, s := range []Scheduler{&FIFO{}, &RoundRobin{}, &Stride{}} {
		r := rand.New(rand.NewPCG(3, 4))
		tasks := make([]Task, 12)
		ready := map[*Task]bool{}
		var current *Task
		for i := range tasks {
			tasks[i] = Task{ID: i, Nice: r.IntN(40) - 20}
		}
		for range 100_000 {
			task := &tasks[r.IntN(len(tasks))]
			switch r.IntN(5) {
			case 0:
				if !ready[task] && task != current {
					s.Ready(task)
					ready[task] = true
				}
			case 1:
				if ready[task] {
					s.Remove(task)
					delete(ready, task)
				}
			case 2: // the running task waits or ends
				current = s.Next()
				require.Equal(t, len(ready) > 0, current != nil)
				require.True(t, current == nil || ready[current])
				delete(ready, current)
			case 3:
				if current != nil {
					ready[current] = true
					current = s.Rotate(current)
					require.True(t, ready[current])
					delete(ready, current)
				}
			case 4:
				if current != nil && s.Tick(current) {
					require.NotEmpty(t, ready, "somebody must be there to give way to")
				}
			}
		}
	}
}
