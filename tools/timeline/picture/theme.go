// SPDX-License-Identifier: MIT

package picture

import (
	"fmt"
	"image/color"

	"bugo/task/timeline"
	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
)

// role is what a colour is for.
type role uint8

const (
	page role = iota
	panel
	border
	words
	faint
	waiting // the line of a task that is ready
	idling
	firstBar // of the tasks, from top to bottom

	// bars is how many colours the tasks share.
	bars = 6

	// firstMark is the colour of the first timeline.Event's mark.
	firstMark = firstBar + bars

	// roles is how many there are.
	roles = firstMark + role(timeline.Events)
)

// darkest is the first kind of the palette's that serves as a bar's colour: the
// one before it is close to black.
const darkest = film.KindLive + 1

// theme has a colour for each role.
type theme [roles]color.RGBA

var light, dark = newTheme(&palette.Light, lightMarks), newTheme(&palette.Dark, darkMarks)

// The marks' colours differ in luminance too, and their shapes in any case.
var (
	lightMarks = map[timeline.Event]uint32{
		timeline.Preempt: 0xb45309, timeline.Yield: 0x0f766e, timeline.Sleep: 0x1d4ed8,
		timeline.Wait: 0x7e22ce, timeline.Exit: 0x166534, timeline.Killed: 0xc62828,
	}
	darkMarks = map[timeline.Event]uint32{
		timeline.Preempt: 0xfbbf24, timeline.Yield: 0x5eead4, timeline.Sleep: 0x93c5fd,
		timeline.Wait: 0xd8b4fe, timeline.Exit: 0x86efac, timeline.Killed: 0xff6b5e,
	}
)

func newTheme(p *palette.Theme, marks map[timeline.Event]uint32) *theme {
	t := &theme{
		page: p.Page, panel: p.Panel, border: p.Border, words: p.Text, faint: p.Faint,
		waiting: p.Kinds[film.KindRounded], idling: p.Kinds[film.KindRounded],
	}
	for i := range role(bars) {
		t[firstBar+i] = p.Kinds[darkest+film.Kind(i)]
	}
	for event, rgb := range marks {
		t[firstMark+role(event)] = color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
	}
	return t
}

// barOf returns the colour of a task's bars: from dark to light over the lanes.
func barOf(lane, lanes int) role {
	if lanes < 2 {
		return firstBar + bars/2
	}
	return firstBar + role((lane*(bars-1)+(lanes-1)/2)/(lanes-1))
}

// markOf returns the colour of a mark.
func markOf(event timeline.Event) role { return firstMark + role(event) }

// Theme is which colours a picture has.
type Theme uint8

const (
	// Auto follows the reader's preference; a PNG, which cannot, is light.
	Auto Theme = iota
	// Light is dark on light.
	Light
	// Dark is light on dark.
	Dark
)

var themeNames = [...]string{"auto", "light", "dark"}

// String names the theme. With Set and Type it is the value of a flag.
func (t *Theme) String() string { return themeNames[*t] }

// Set takes a theme's name.
func (t *Theme) Set(name string) error {
	for i, n := range themeNames {
		if n == name {
			*t = Theme(i)
			return nil
		}
	}
	return fmt.Errorf("%q is none of auto, light and dark", name)
}

// Type is what a flag's help calls the value.
func (t *Theme) Type() string { return "THEME" }
