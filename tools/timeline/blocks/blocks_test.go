// SPDX-License-Identifier: MIT

package blocks

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/timeline"
	"bugo/tools/timeline/lanes"
)

func TestLanesAsCharacters(t *testing.T) {
	chart := &lanes.Chart{To: 20, Lost: 3, Lanes: []*lanes.Lane{
		{Name: "power3", Runs: []lanes.Span{{From: 0, To: 5}, {From: 10, To: 12.5}}, Waits: []lanes.Span{{From: 5, To: 10}},
			Marks: []lanes.Mark{{At: 5, Event: timeline.Preempt}, {At: 12.5, Event: timeline.Exit}}},
		{Name: "bad", Runs: []lanes.Span{{From: 6.4, To: 6.41}, {From: 12.5, To: 20}},
			Marks: []lanes.Mark{{At: 6.41, Event: timeline.Sleep}, {At: 20, Event: timeline.Killed}}},
		{Name: "idle", Idle: true, Runs: []lanes.Span{{From: 5.25, To: 6}}},
	}}
	var out strings.Builder
	require.NoError(t, Write(&out, chart, "demo", 20))
	assert.Equal(t, ""+
		"demo: 0 ms to 20.00 ms\n"+
		"power3 │█████·····██▄|      │ 7.500 ms  preempt 1  exit 1\n"+
		"bad    │      ▁     ▄██████x│ 7.510 ms  sleep 1  killed 1\n"+
		"idle   │     ▆              │ 0.750 ms\n"+
		"    ms  ╵0                  ╵20\n"+
		"        █ runs  · is ready  | exited  x killed\n"+
		"        3 older events are lost\n", out.String())
}

func TestCellsTogetherHoldWhatRan(t *testing.T) {
	chart := &lanes.Chart{From: 3, To: 103}
	spans := []lanes.Span{{From: 3, To: 3.5}, {From: 17.2, To: 59.9}, {From: 60, To: 60.1}, {From: 99, To: 103}}
	for columns := MinColumns; columns < 200; columns += 7 {
		sum := 0.0
		for _, part := range cover(chart, spans, columns) {
			require.LessOrEqual(t, part, 1+1e-9)
			sum += part
		}
		assert.InDelta(t, 47.3, sum*100/float64(columns), 1e-6)
	}
}

func TestAMomentHasNoCells(t *testing.T) {
	lane := &lanes.Lane{Name: "a", Marks: []lanes.Mark{{Event: timeline.Exit}}}
	var out strings.Builder
	require.NoError(t, Write(&out, &lanes.Chart{Lanes: []*lanes.Lane{lane}}, "moment", 20))
	assert.Contains(t, out.String(), "a  │"+strings.Repeat(" ", 19)+"|│ 0 ms  exit 1\n")
	assert.False(t, math.IsNaN(cover(&lanes.Chart{}, lane.Runs, 20)[0]))
}
