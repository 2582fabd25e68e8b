// SPDX-License-Identifier: MIT

// Package blocks draws a chart with characters, for terminals.
//
// Each lane is a row of cells, which stand for equal parts of the time. A cell
// is a block as high as the part of it in which the task ran, in eighths; an
// empty one is a dot where the task was ready for half of it or more, and blank
// otherwise.
// Where a task has ended stands an x if it was killed, and a bar if it exited.
package blocks

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"bugo/task/timeline"
	"bugo/tools/timeline/lanes"
	"bugo/tools/timeline/picture"
)

// The number of cells of a lane that Write accepts.
const (
	MinColumns = 20
	MaxColumns = 1000
)

var heights = [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// Write draws a chart in lanes of so many columns.
func Write(w io.Writer, c *lanes.Chart, title string, columns int) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s: %s to %s\n", title, picture.Milliseconds(c.From), picture.Milliseconds(c.To))
	names := len("ms")
	for _, lane := range c.Lanes {
		names = max(names, utf8.RuneCountInString(lane.Name))
	}
	for _, lane := range c.Lanes {
		fmt.Fprintf(out, "%-*s │%s│ %s%s\n", names, lane.Name, row(c, lane, columns), picture.Milliseconds(lane.Ran()), stops(lane))
	}
	fmt.Fprintf(out, "%*s  %s\n", names, "ms", axis(c, columns))
	fmt.Fprintf(out, "%*s  █ runs  · is ready  | exited  x killed\n", names, "")
	if c.Lost > 0 {
		fmt.Fprintf(out, "%*s  %d older events are lost\n", names, "", c.Lost)
	}
	return out.Flush()
}

// leastSeen is the part of a cell that a task must have run in to be seen there;
// less is the edge of what the neighbour shows.
const leastSeen = 1.0 / 32

func row(c *lanes.Chart, lane *lanes.Lane, columns int) string {
	runs, waits := cover(c, lane.Runs, columns), cover(c, lane.Waits, columns)
	cells := make([]string, columns)
	for i := range cells {
		height := int(math.Round(runs[i] * float64(len(heights))))
		if height == 0 && (runs[i] >= leastSeen || runs[i] > 0 && (i == 0 || runs[i-1] == 0) && (i+1 == columns || runs[i+1] == 0)) {
			height = 1 // a short run that stands alone is seen too
		}
		switch {
		case height > 0:
			cells[i] = heights[min(height, len(heights))-1]
		case waits[i] >= 0.5:
			cells[i] = "·"
		default:
			cells[i] = " "
		}
	}
	for _, m := range lane.Marks {
		if !m.Event.Ends() {
			continue
		}
		end := "|"
		if m.Event == timeline.Killed {
			end = "x"
		}
		// In the cell behind the end, unless it is the last.
		i := columns - 1
		if c.To > c.From {
			i = min(int(math.Ceil((m.At-c.From)/(c.To-c.From)*float64(columns))), i)
		}
		cells[i] = end
	}
	return strings.Join(cells, "")
}

// cover returns how much of each cell lies in the spans, 0 to 1.
func cover(c *lanes.Chart, spans []lanes.Span, columns int) []float64 {
	parts := make([]float64, columns)
	if c.To <= c.From {
		return parts
	}
	scale := float64(columns) / (c.To - c.From)
	for _, s := range spans {
		from, to := (s.From-c.From)*scale, (s.To-c.From)*scale
		for i := int(from); i < columns && float64(i) < to; i++ {
			parts[i] += min(to, float64(i+1)) - max(from, float64(i))
		}
	}
	return parts
}

// overhang is how far the axis' last label may stand out.
const overhang = 8

// axis writes the times under the cells that they stand for.
func axis(c *lanes.Chart, columns int) string {
	line := []rune(strings.Repeat(" ", columns+overhang))
	free := 0 // the first column that a label may take
	for _, tick := range c.Ticks(max(columns/12, 2)) {
		at := 0
		if c.To > c.From {
			at = int(math.Round((tick.At - c.From) / (c.To - c.From) * float64(columns)))
		}
		label := "╵" + tick.Label
		if n := utf8.RuneCountInString(label); at >= free && at+n <= len(line) {
			copy(line[at:], []rune(label))
			free = at + n + 1
		}
	}
	return strings.TrimRight(string(line), " ")
}

// stops tells why a task stopped, and how often.
func stops(lane *lanes.Lane) string {
	var all strings.Builder
	for event := range timeline.Event(timeline.Events) {
		if n := lane.Count(event); n > 0 {
			fmt.Fprintf(&all, "  %s %d", event, n)
		}
	}
	return all.String()
}
