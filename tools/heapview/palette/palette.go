// SPDX-License-Identifier: MIT

// Package palette has the colours that memory maps are drawn in, on paper and
// on the screen.
//
// The size classes of live blocks go from dark to light on both themes and
// change their hue on the way: they keep their order for people who see few
// colours or none. What is lost (rounding, stuck) is grey or brown and drawn as
// a chequered pattern, so that it differs by more than its colour. A test holds
// the colours apart in luminance.
package palette

import (
	"image/color"
	"strconv"

	"bugo/tools/heapview/film"
)

// Theme is a set of colours.
type Theme struct {
	Page    color.RGBA // behind everything
	Panel   color.RGBA // behind a heap's pictures
	Border  color.RGBA
	Text    color.RGBA
	Faint   color.RGBA // text of less weight
	Failure color.RGBA
	Kinds   [film.Kinds]color.RGBA // by film.Kind
}

// Light and Dark are the two themes.
var (
	Light = Theme{
		Page:    hex(0xf4f5f7),
		Panel:   hex(0xffffff),
		Border:  hex(0xd5d9e0),
		Text:    hex(0x1b2027),
		Faint:   hex(0x5b6573),
		Failure: hex(0xc62828),
		Kinds: [film.Kinds]color.RGBA{
			film.KindFree:    hex(0xe9ecf1),
			film.KindRecords: hex(0x14181f),
			film.KindRounded: hex(0x8d95a3),
			film.KindStuck:   hex(0xb0704f),
			film.KindLive:    hex(0x3f0f63), hex(0x45308f), hex(0x3355a3), hex(0x2079a6),
			hex(0x14989a), hex(0x2eb07a), hex(0x8ac445), hex(0xe8c51b),
		},
	}
	Dark = Theme{
		Page:    hex(0x101318),
		Panel:   hex(0x181c23),
		Border:  hex(0x2c333e),
		Text:    hex(0xe6e9ee),
		Faint:   hex(0x98a2b1),
		Failure: hex(0xff6b5e),
		Kinds: [film.Kinds]color.RGBA{
			film.KindFree:    hex(0x262c36),
			film.KindRecords: hex(0xdfe4ec),
			film.KindRounded: hex(0x7d8796),
			film.KindStuck:   hex(0xa86a4c),
			film.KindLive:    hex(0x6d3b9f), hex(0x6657c4), hex(0x4f7bd6), hex(0x3f9cd9),
			hex(0x35b8b8), hex(0x5acca0), hex(0xa5dc6a), hex(0xf7e255),
		},
	}
)

func hex(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
}

// weights tell how much of its kind's colour a cell has at each level; the
// rest is the colour of free memory.
var weights = [film.Levels]uint32{40, 60, 80, 100}

// Cell returns the colour of a cell. The odd places of a chequered kind are
// paler.
func (t *Theme) Cell(c film.Cell, odd bool) color.RGBA {
	if c.Kind() == film.KindFree {
		return t.Kinds[film.KindFree]
	}
	weight := weights[c.Level()]
	if odd && Chequered(c.Kind()) {
		weight /= 2
	}
	return mix(t.Kinds[film.KindFree], t.Kinds[c.Kind()], weight)
}

// Chequered tells whether a kind is drawn as a pattern.
func Chequered(kind film.Kind) bool { return kind == film.KindRounded || kind == film.KindStuck }

// mix returns weight percent of over, and the rest of under.
func mix(under, over color.RGBA, weight uint32) color.RGBA {
	part := func(u, o uint8) uint8 { return uint8((uint32(u)*(100-weight) + uint32(o)*weight + 50) / 100) }
	return color.RGBA{part(under.R, over.R), part(under.G, over.G), part(under.B, over.B), 255}
}

// CSS writes a colour as #rrggbb.
func CSS(c color.RGBA) string {
	return "#" + strconv.FormatUint(1<<24|uint64(c.R)<<16|uint64(c.G)<<8|uint64(c.B), 16)[1:]
}
