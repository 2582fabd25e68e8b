// SPDX-License-Identifier: MIT

package picture

import (
	"math"

	"bugo/task/timeline"
)

// markSize is the width and height of a mark, in pixels.
const markSize = 8

// meanings are the legend's words for the events that have marks, in its order.
var meanings = []struct {
	event timeline.Event
	words string
}{
	{timeline.Preempt, "pre-empted"},
	{timeline.Yield, "yielded"},
	{timeline.Sleep, "slept"},
	{timeline.Wait, "waited"},
	{timeline.Exit, "exited"},
	{timeline.Killed, "killed"},
}

// glyph returns a mark around its centre.
func glyph(event timeline.Event, x, y float64) [][]point {
	const r = markSize / 2.0
	switch event {
	case timeline.Preempt: // a wedge under the end of the bar
		return [][]point{{{x, y - r}, {x + r, y + r}, {x - r, y + r}}}
	case timeline.Yield: // a diamond
		return [][]point{{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}}
	case timeline.Sleep: // a disc
		return [][]point{disc(x, y, r-0.3)}
	case timeline.Wait: // a square
		return [][]point{box(x-r+0.7, y-r+0.7, 2*r-1.4, 2*r-1.4)}
	case timeline.Exit: // a flag
		return [][]point{{{x - 1, y - r - 1}, {x + r + 1, y - 1.5}, {x + 0.7, y + 1}, {x + 0.7, y + r + 1}, {x - 1, y + r + 1}}}
	case timeline.Killed: // a cross
		const in, out = 1.3, r
		return [][]point{{
			{x - out, y - out + in}, {x - out + in, y - out}, {x, y - in}, {x + out - in, y - out},
			{x + out, y - out + in}, {x + in, y}, {x + out, y + out - in}, {x + out - in, y + out},
			{x, y + in}, {x - out + in, y + out}, {x - out, y + out - in}, {x - in, y},
		}}
	}
	return nil
}

func disc(x, y, r float64) []point {
	const corners = 16
	var p []point
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		p = append(p, point{x + r*sin, y - r*cos})
	}
	return p
}
