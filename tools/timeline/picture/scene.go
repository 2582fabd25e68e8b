// SPDX-License-Identifier: MIT

// Package picture draws a chart as SVG or PNG: a lane for each task, bars where
// it ran, thin lines where it was ready to, and marks where it stopped.
//
// A picture is first laid out as a scene of shapes and texts, and then written
// in either form, so that the two look the same. All bars of a lane are one
// shape: where bars are thinner than a pixel, what renders it adds up how much
// of the pixel they cover, so that a lane which ran half of the time is half as
// dark, however often it was switched.
//
// Colours are roles. An SVG holds those of both themes and follows the reader's
// preference (CSS media query prefers-color-scheme), unless one is asked for.
package picture

// scene is a picture before it is written; units are pixels.
type scene struct {
	title         string
	width, height float64
	shapes        []shape
	texts         []text
}

// shape is filled with one colour. Later ones lie over earlier ones.
type shape struct {
	colour   role
	hint     string // what a reader's pointer is told, or ""
	polygons [][]point
}

type point struct{ x, y float64 }

// text is one line; y is that of its baseline.
type text struct {
	x, y   float64
	size   int
	bold   bool
	end    bool // x is where it ends, not where it begins
	middle bool // x is its middle
	colour role
	words  string
}

func (s *scene) add(colour role, polygons ...[]point) {
	s.shapes = append(s.shapes, shape{colour: colour, polygons: polygons})
}

func (s *scene) write(x, y float64, size int, colour role, words string) {
	s.texts = append(s.texts, text{x: x, y: y, size: size, colour: colour, words: words})
}

// box is a rectangle, clockwise from its upper left corner.
func box(x, y, width, height float64) []point {
	return []point{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}
}
