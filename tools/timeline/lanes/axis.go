// SPDX-License-Identifier: MIT

package lanes

import (
	"math"
	"strconv"
)

// Tick is a labelled time of the axis.
type Tick struct {
	At    float64 // ms
	Label string  // without a unit
}

// Ticks returns round times of the chart, at most so many and at least one:
// multiples of 1, 2 or 5 times a power of ten, as close as that allows.
func (c *Chart) Ticks(most int) []Tick {
	length := c.To - c.From
	if length <= 0 {
		return []Tick{{c.From, strconv.FormatFloat(c.From, 'g', 6, 64)}}
	}
	power := math.Floor(math.Log10(length / float64(most)))
	for ; ; power++ {
		for _, factor := range [...]float64{1, 2, 5} {
			// (Dividing by a whole number is exact, multiplying by 0.01 is not.)
			multiply, divide := factor*math.Pow(10, max(power, 0)), math.Pow(10, max(-power, 0))
			first, last := math.Ceil(c.From*divide/multiply), math.Floor(c.To*divide/multiply)
			if n := last - first + 1; n > float64(most) || n < 1 {
				continue
			}
			var ticks []Tick
			for i := first; i <= last; i++ {
				at := i * multiply / divide
				ticks = append(ticks, Tick{at, strconv.FormatFloat(at, 'f', int(max(-power, 0)), 64)})
			}
			return ticks
		}
		if power > 300 {
			return []Tick{{c.From, strconv.FormatFloat(c.From, 'g', 6, 64)}}
		}
	}
}
