// SPDX-License-Identifier: MIT

package picture

import (
	"fmt"
	"math"
	"strings"

	"bugo/tools/timeline/lanes"
)

// Measures, in pixels.
const (
	margin    = 24
	titleSize = 18
	nameSize  = 14
	textSize  = 12
	line      = 18 // from one line of text to the next
	barHeight = 16
	laneHigh  = 40 // from lane to lane, where there are few
	laneLow   = 32 // and where there are many
	fewLanes  = 10
	gap       = 16 // between names, bars and figures
	tickRoom  = 80 // that a time of the axis takes

	// thinnest is how wide a short run is drawn if it stands alone, with so much
	// space on both sides.
	thinnest = 1.0
	lonely   = 8 * thinnest

	// MinWidth and MaxWidth bound a picture's width.
	MinWidth = 600
	MaxWidth = 20000
)

// plot is where time is drawn.
type plot struct {
	left, width float64
	from, to    float64 // ms
}

// x returns where a time is.
func (p *plot) x(ms float64) float64 {
	if p.to <= p.from {
		return p.left
	}
	return p.left + (ms-p.from)/(p.to-p.from)*p.width
}

// layout draws a chart in a picture of so many pixels.
func layout(c *lanes.Chart, title string, width int) (*scene, error) {
	fonts, err := loadFonts()
	if err != nil {
		return nil, err
	}
	s := &scene{title: title, width: float64(width)}
	p := &plot{from: c.From, to: c.To}
	names, figures := 0.0, 0.0
	for _, lane := range c.Lanes {
		names = max(names, fonts.width(lane.Name, nameSize, true), fonts.width(number(lane), textSize, false))
		upper, lower := figuresOf(c, lane)
		figures = max(figures, fonts.width(upper, textSize, false), fonts.width(lower, textSize, false))
	}
	const wider = 1.1 // other fonts are
	p.left = math.Ceil(margin + names*wider + gap)
	p.width = math.Floor(s.width - margin - figures*wider - gap - p.left)

	y := float64(margin + titleSize)
	s.texts = append(s.texts, text{x: margin, y: y, size: titleSize, bold: true, colour: words, words: title})
	y += line + 2
	s.write(margin, y, textSize, faint, subtitle(c))
	y += 14

	height := float64(laneHigh)
	if len(c.Lanes) > fewLanes {
		height = laneLow
	}
	bottom := y + height*float64(len(c.Lanes)) + 4
	s.add(panel, box(p.left-6, y, p.width+12, bottom-y))
	s.axis(c, p, y, bottom)
	hidden := 0
	for i, lane := range c.Lanes {
		colour := barOf(i, tasks(c))
		if lane.Idle {
			colour = idling
		}
		hidden += s.lane(c, lane, p, y+height*float64(i)+4, colour)
	}
	s.height = s.legend(bottom+line+22, hidden, fonts) + margin
	// The page lies below all.
	s.shapes = append([]shape{{colour: page, polygons: [][]point{box(0, 0, s.width, s.height)}}}, s.shapes...)
	return s, nil
}

// tasks is how many lanes are not idle.
func tasks(c *lanes.Chart) int {
	n := 0
	for _, lane := range c.Lanes {
		if !lane.Idle {
			n++
		}
	}
	return n
}

func number(lane *lanes.Lane) string {
	if lane.Idle {
		return "no task ready"
	}
	return fmt.Sprintf("PID %d", lane.PID)
}

func subtitle(c *lanes.Chart) string {
	s := fmt.Sprintf("%s to %s of a recording of %d events", Milliseconds(c.From), Milliseconds(c.To), c.Events)
	if c.Lost > 0 {
		s += fmt.Sprintf("; %d older ones are lost", c.Lost)
	}
	return s
}

// Milliseconds writes a time with four digits or more: "0.1234 ms", "12.34 ms",
// "12345 ms".
func Milliseconds(ms float64) string {
	digits := 3
	for limit := 10.0; digits > 0 && ms >= limit; limit *= 10 {
		digits--
	}
	if ms == 0 {
		digits = 0
	}
	return fmt.Sprintf("%.*f ms", digits, ms)
}

// figuresOf are the two lines behind a lane: how long it ran, and why it stopped.
func figuresOf(c *lanes.Chart, lane *lanes.Lane) (upper, lower string) {
	ran := lane.Ran()
	upper = Milliseconds(ran)
	if c.To > c.From {
		upper += fmt.Sprintf(" · %.1f %%", 100*ran/(c.To-c.From))
	}
	var stops []string
	for _, m := range meanings {
		if n := lane.Count(m.event); n > 0 {
			stops = append(stops, fmt.Sprintf("%d %s", n, m.words))
		}
	}
	if len(stops) > 2 { // the marks tell the rest
		stops = append(stops[:2], "…")
	}
	return upper, strings.Join(stops, ", ")
}

// axis draws the grid and its times.
func (s *scene) axis(c *lanes.Chart, p *plot, top, bottom float64) {
	var grid [][]point
	for _, tick := range c.Ticks(max(int(p.width/tickRoom), 2)) {
		x := p.x(tick.At)
		grid = append(grid, box(math.Round(x-0.5), top, 1, bottom-top+4))
		s.texts = append(s.texts, text{x: x, y: bottom + line, size: textSize, middle: true, colour: faint, words: tick.Label})
	}
	s.add(border, grid...)
	s.texts = append(s.texts, text{x: p.left - gap, y: bottom + line, size: textSize, end: true, colour: faint, words: "ms"})
}

// lane draws one lane whose bars begin at y, and returns how many marks had no
// room.
func (s *scene) lane(c *lanes.Chart, lane *lanes.Lane, p *plot, y float64, colour role) (hidden int) {
	s.texts = append(s.texts, text{x: margin, y: y + 13, size: nameSize, bold: true, colour: words, words: lane.Name})
	s.write(margin, y+27, textSize, faint, number(lane))
	upper, lower := figuresOf(c, lane)
	right := p.left + p.width + gap
	s.write(right, y+12, textSize, words, upper)
	s.write(right, y+27, textSize, faint, lower)

	var waits [][]point
	for _, w := range lane.Waits {
		waits = append(waits, box(p.x(w.From), y+barHeight/2-1, p.x(w.To)-p.x(w.From), 2))
	}
	if waits != nil {
		s.add(waiting, waits...)
	}
	if runs := bar(lane.Runs, p, y); runs != nil {
		s.shapes = append(s.shapes, shape{colour: colour, hint: lane.Name + ": " + upper, polygons: runs})
	}

	shown := room(lane.Marks, p)
	for _, m := range shown {
		s.add(markOf(m.Event), glyph(m.Event, p.x(m.At), y+barHeight+2+markSize/2)...)
	}
	return len(lane.Marks) - len(shown)
}

// room returns the marks that can be drawn side by side. A task's end is always
// among them. Where most of the others are not, none is: a row of chosen ones
// would look like a rhythm that is not there.
func room(marks []lanes.Mark, p *plot) []lanes.Mark {
	const apart = markSize + 1
	var shown, ends []lanes.Mark
	last := math.Inf(-1)
	for i, m := range marks {
		x := p.x(m.At)
		if m.Event.Ends() {
			ends = append(ends, m)
		} else if x-last < apart || i+1 < len(marks) && marks[i+1].Event.Ends() && p.x(marks[i+1].At)-x < apart {
			continue
		}
		shown = append(shown, m)
		last = x
	}
	if 2*len(shown) < len(marks) {
		return ends
	}
	return shown
}

// bar returns a lane's runs as boxes. A short run that stands alone is drawn
// thick enough to be seen; among others it counts as what it is.
func bar(runs []lanes.Span, p *plot, y float64) [][]point {
	var boxes [][]point
	for i, run := range runs {
		left, right := p.x(run.From), p.x(run.To)
		alone := (i == 0 || left-p.x(runs[i-1].To) > lonely) &&
			(i+1 == len(runs) || p.x(runs[i+1].From)-right > lonely)
		if alone && right-left < thinnest {
			middle := (left + right) / 2
			left, right = middle-thinnest/2, middle+thinnest/2
		}
		boxes = append(boxes, box(left, y, right-left, barHeight))
	}
	return boxes
}

// legend explains what is drawn and returns where it ends.
func (s *scene) legend(y float64, hidden int, fonts *fonts) float64 {
	x := float64(margin)
	entry := func(draw func(x, y float64), width float64, label string) {
		size := width + 6 + fonts.width(label, textSize, false)*1.1
		if x > margin && x+size > s.width-margin {
			x, y = margin, y+line
		}
		draw(x, y)
		s.write(x+width+6, y+4, textSize, words, label)
		x += size + 18
	}
	entry(func(x, y float64) {
		for i := range role(bars) {
			s.add(firstBar+i, box(x+4*float64(i), y-5, 4, 10))
		}
	}, 4*bars, "runs")
	entry(func(x, y float64) { s.add(waiting, box(x, y-1, 20, 2)) }, 20, "ready, but another runs")
	for _, m := range meanings {
		entry(func(x, y float64) { s.add(markOf(m.event), glyph(m.event, x+markSize/2, y)...) }, markSize, m.words)
	}
	if hidden > 0 {
		y += line
		s.write(margin, y+4, textSize, faint, fmt.Sprintf("%d marks had no room: they need a wider picture, or one of less time.", hidden))
	}
	return y + 6
}
