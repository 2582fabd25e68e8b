// SPDX-License-Identifier: MIT

// Package still draws one moment of a film: the memory maps side by side, with
// the heaps' figures and a legend.
//
// A picture is first laid out as a scene of rectangles and texts in whole
// pixels, and then written as SVG or as PNG, so that the two look the same.
// (The SVG's texts are set in the reader's fonts, the PNG's in Go's; the layout
// leaves room for the difference.)
package still

import (
	"image/color"
	"slices"
)

// scene is a picture before it is written.
type scene struct {
	width, height int
	background    color.RGBA
	rectangles    []rectangle
	texts         []text
}

// rectangle is filled with one colour. Later ones lie over earlier ones.
type rectangle struct {
	x, y, width, height int
	colour              color.RGBA
}

// text is one line; y is that of its baseline.
type text struct {
	x, y   int
	size   int // pixels
	bold   bool
	end    bool // x is where it ends, not where it begins
	colour color.RGBA
	words  string
}

func (s *scene) fill(x, y, width, height int, colour color.RGBA) {
	s.rectangles = append(s.rectangles, rectangle{x, y, width, height, colour})
}

// colours returns the colours of the rectangles, in the order of their first
// appearance.
func (s *scene) colours() []color.RGBA {
	var colours []color.RGBA
	for i := range s.rectangles {
		if c := s.rectangles[i].colour; !slices.Contains(colours, c) {
			colours = append(colours, c)
		}
	}
	return colours
}
