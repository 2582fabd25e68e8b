// SPDX-License-Identifier: MIT

package lanes

import "fmt"

// Window returns the part of a chart from one time to another, in ms. All
// lanes stay, even those where nothing happens meanwhile.
func (c *Chart) Window(from, to float64) (*Chart, error) {
	if !(from < to) { // NaN is refused too
		return nil, fmt.Errorf("the part from %g ms to %g ms is empty: want --from less than --to", from, to)
	}
	if from >= c.To || to <= c.From {
		return nil, fmt.Errorf("the part from %g ms to %g ms lies outside the recording, which goes from %g ms to %g ms", from, to, c.From, c.To)
	}
	w := &Chart{From: max(from, c.From), To: min(to, c.To), Lost: c.Lost, Events: c.Events}
	for _, lane := range c.Lanes {
		cut := &Lane{PID: lane.PID, Name: lane.Name, Idle: lane.Idle}
		cut.Runs = clip(lane.Runs, w.From, w.To)
		cut.Waits = clip(lane.Waits, w.From, w.To)
		for _, m := range lane.Marks {
			if w.From <= m.At && m.At <= w.To {
				cut.Marks = append(cut.Marks, m)
			}
		}
		w.Lanes = append(w.Lanes, cut)
	}
	return w, nil
}

func clip(spans []Span, from, to float64) []Span {
	var in []Span
	for _, s := range spans {
		if s.To > from && s.From < to {
			in = append(in, Span{max(s.From, from), min(s.To, to)})
		}
	}
	return in
}
