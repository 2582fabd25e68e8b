// SPDX-License-Identifier: MIT

package lanes

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/timeline"
	"bugo/task/timeline/recording"
)

// parsed takes events "TIME PID EVENT", separated by commas, in ms; a
// task's name is its PID's letter.
func parsed(t *testing.T, events string) *recording.Recording {
	t.Helper()
	var log strings.Builder
	lines := strings.Split(events, ", ")
	log.WriteString("[timeline] begin 1000 " + itoa(len(lines)) + " 0\n")
	for _, line := range lines {
		f := strings.Fields(line)
		log.WriteString("[timeline] " + f[0] + " " + f[1] + " " + string(rune('a'+f[1][0]-'1')) + " " + f[2] + "\n")
	}
	log.WriteString("[timeline] end\n")
	all, err := recording.Parse(strings.NewReader(log.String()))
	require.NoError(t, err)
	return all[0]
}

func itoa(n int) string { return string(rune('0'+n/10)) + string(rune('0'+n%10)) }

func TestEventsBecomeLanes(t *testing.T) {
	chart, err := Build(parsed(t, "100 1 ready, 100 2 ready, 102 1 run, 105 1 preempt, 105 2 run, 107 2 sleep, "+
		"107 1 run, 108 1 exit, 108 0 idle, 110 2 ready, 111 2 run, 114 2 killed"))
	require.NoError(t, err)
	assert.Equal(t, &Chart{To: 14, Events: 12, Lanes: []*Lane{
		{PID: 1, Name: "a", Runs: []Span{{2, 5}, {7, 8}}, Waits: []Span{{0, 2}, {5, 7}}, Marks: []Mark{{5, timeline.Preempt}, {8, timeline.Exit}}},
		{PID: 2, Name: "b", Runs: []Span{{5, 7}, {11, 14}}, Waits: []Span{{0, 5}, {10, 11}}, Marks: []Mark{{7, timeline.Sleep}, {14, timeline.Killed}}},
		{PID: 0, Name: "`", Idle: true, Runs: []Span{{8, 11}}},
	}}, chart)
	assert.Equal(t, 5.0, chart.Lanes[1].Ran())
	assert.Equal(t, 1, chart.Lanes[1].Count(timeline.Sleep))
	assert.Zero(t, chart.Lanes[1].Count(timeline.Exit))
}

func TestWhatRanBeforeTheFirstEventRanFromTheStart(t *testing.T) {
	chart, err := Build(parsed(t, "10 2 ready, 15 1 yield, 15 2 run, 17 2 wait, 17 1 run, 20 3 killed"))
	require.NoError(t, err)
	assert.Equal(t, []Span{{0, 5}, {7, 10}}, chart.Lanes[1].Runs)
	assert.Empty(t, chart.Lanes[2].Runs, "killed without having run")
	assert.Len(t, chart.Lanes[2].Marks, 1)
}

func TestAPIDThatComesAgainIsAnotherTask(t *testing.T) {
	chart, err := Build(parsed(t, "1 1 run, 2 1 exit, 3 1 run, 4 1 exit"))
	require.NoError(t, err)
	require.Len(t, chart.Lanes, 2)
	assert.Equal(t, []Span{{2, 3}}, chart.Lanes[1].Runs)
}

func TestEventsThatMakeNoSenseAreRefused(t *testing.T) {
	for events, want := range map[string]string{
		"1 1 run, 2 1 run":              `line 3: task 1, a: event "run" at 2: it runs already`,
		"1 1 run, 2 1 ready":            `line 3: task 1, a: event "ready" at 2: it runs already`,
		"1 1 run, 2 2 preempt":          `line 3: task 2, b: event "preempt" at 2: it did not run`,
		"1 1 ready, 2 1 yield":          `line 3: task 1, a: event "yield" at 2: it did not run`,
		"1 1 run, 2 1 sleep, 3 1 exit":  `line 4: task 1, a: event "exit" at 3: it did not run`,
		"1 1 run, 2 1 exit, 3 1 killed": `line 4: task 1, a: event "killed" at 3: it has ended already`,
	} {
		_, err := Build(parsed(t, events))
		assert.ErrorContains(t, err, want)
	}
	_, err := Build(&recording.Recording{Line: 7, UnitsPerSecond: 1})
	assert.ErrorContains(t, err, "line 7: the recording has no events")
}

func TestWindowCutsSpansAndMarks(t *testing.T) {
	chart, err := Build(parsed(t, "0 1 run, 10 1 preempt, 10 2 run, 20 2 yield, 20 1 run, 30 1 exit"))
	require.NoError(t, err)
	w, err := chart.Window(5, 20)
	require.NoError(t, err)
	assert.Equal(t, &Chart{From: 5, To: 20, Events: 6, Lanes: []*Lane{
		{PID: 1, Name: "a", Runs: []Span{{5, 10}}, Waits: []Span{{10, 20}}, Marks: []Mark{{10, timeline.Preempt}}},
		{PID: 2, Name: "b", Runs: []Span{{10, 20}}, Marks: []Mark{{20, timeline.Yield}}},
	}}, w)
	all, err := chart.Window(-5, 99)
	require.NoError(t, err)
	assert.Equal(t, 0.0, all.From)
	assert.Equal(t, 30.0, all.To)
	for _, bad := range [][2]float64{{5, 5}, {6, 5}, {30, 40}, {-2, 0}, {math.NaN(), 5}} {
		_, err := chart.Window(bad[0], bad[1])
		assert.Error(t, err, bad)
	}
}

func TestTicksAreRoundAndFew(t *testing.T) {
	labels := func(from, to float64, most int) string {
		var all []string
		for _, tick := range (&Chart{From: from, To: to}).Ticks(most) {
			all = append(all, tick.Label)
		}
		return strings.Join(all, " ")
	}
	assert.Equal(t, "0 20 40 60 80 100", labels(0, 100, 8))
	assert.Equal(t, "0 10 20 30 40 50 60 70 80 90 100", labels(0, 100, 11))
	assert.Equal(t, "0.3 0.4 0.5 0.6", labels(0.3, 0.6, 5))
	assert.Equal(t, "1000 1500 2000 2500", labels(999, 2600, 6))
	assert.Equal(t, "0.0010 0.0015 0.0020", labels(0.0009, 0.0021, 4))
	assert.Equal(t, "3", labels(3, 3, 4))
	for most := 1; most < 30; most++ {
		n := len(strings.Fields(labels(17.3, 91, most)))
		assert.Positive(t, n)
		assert.LessOrEqual(t, n, most)
	}
}
