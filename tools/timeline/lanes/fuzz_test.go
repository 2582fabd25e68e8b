// SPDX-License-Identifier: MIT

package lanes

import (
	"testing"

	"bugo/task/timeline"
	"bugo/task/timeline/recording"
)

// FuzzBuild takes any order of events: it is refused, or its lanes have spans
// in order, inside the chart and in no two states at a time; so has any part.
func FuzzBuild(f *testing.F) {
	f.Add([]byte{1, 1, 0, 1, 1, 1, 3, 1, 2, 3, 2, 1, 9, 2, 6, 9, 0, 8}, uint8(2), uint8(7))
	f.Add([]byte{0, 1, 2, 0, 2, 1}, uint8(0), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, from, to uint8) {
		r := &recording.Recording{Line: 1, UnitsPerSecond: 1000}
		now := uint64(1 << 40)
		for ; len(data) >= 3; data = data[3:] {
			now += uint64(data[0] % 16)
			e := timeline.Entry{Time: now, PID: uint32(data[1] % 8), Event: timeline.Event(data[2] % timeline.Events)}
			r.Events = append(r.Events, recording.Record{Entry: e, Name: "a"})
		}
		chart, err := Build(r)
		if err != nil {
			return
		}
		check(t, chart)
		if part, err := chart.Window(float64(from), float64(to)); err == nil {
			check(t, part)
			if len(part.Lanes) != len(chart.Lanes) {
				t.Fatalf("%d lanes of %d are left", len(part.Lanes), len(chart.Lanes))
			}
		}
	})
}

func check(t *testing.T, c *Chart) {
	t.Helper()
	for _, lane := range c.Lanes {
		sum := 0.0
		for _, spans := range [][]Span{lane.Runs, lane.Waits} {
			end := c.From
			for _, s := range spans {
				if s.From < end || s.To <= s.From || s.To > c.To {
					t.Fatalf("span %v behind %v in a chart to %v", s, end, c.To)
				}
				end = s.To
				sum += s.To - s.From
			}
		}
		if sum > c.To-c.From+1e-6 {
			t.Fatalf("runs and waits of %v ms in a chart of %v ms", sum, c.To-c.From)
		}
		for _, m := range lane.Marks {
			if m.At < c.From || m.At > c.To || !m.Event.Stops() {
				t.Fatalf("mark %+v in a chart from %v to %v", m, c.From, c.To)
			}
		}
	}
}
