// SPDX-License-Identifier: MIT

package palette_test

import (
	"image/color"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
)

// luminance is that of WCAG 2.2, from 0 to 1.
func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// contrast is that of WCAG 2.2, from 1 to 21.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x/y, y/x)
}

var themes = map[string]*palette.Theme{"light": &palette.Light, "dark": &palette.Dark}

func TestTextCanBeRead(t *testing.T) {
	for name, theme := range themes {
		for _, behind := range []color.RGBA{theme.Page, theme.Panel} {
			assert.Greater(t, contrast(theme.Text, behind), 7.0, "%s: text", name)
			assert.Greater(t, contrast(theme.Faint, behind), 4.5, "%s: faint text", name)
			assert.Greater(t, contrast(theme.Failure, behind), 4.5, "%s: failure", name)
		}
	}
}

func TestSizeClassesGoFromDarkToLight(t *testing.T) {
	for name, theme := range themes {
		live := theme.Kinds[film.KindLive:]
		for i := 1; i < len(live); i++ {
			assert.Greater(t, contrast(live[i], live[i-1]), 1.12, "%s: classes %d and %d", name, i-1, i)
			assert.Greater(t, luminance(live[i]), luminance(live[i-1]), "%s: class %d", name, i)
		}
	}
}

func TestKindsDifferFromFreeMemory(t *testing.T) {
	for name, theme := range themes {
		for kind := film.KindFree + 1; int(kind) < film.Kinds; kind++ {
			assert.Greater(t, contrast(theme.Kinds[kind], theme.Kinds[film.KindFree]), 1.4, "%s: %s", name, kind.Name())
		}
	}
}

func TestFullerCellsDifferMoreFromFreeMemory(t *testing.T) {
	for name, theme := range themes {
		for kind := film.KindFree + 1; int(kind) < film.Kinds; kind++ {
			previous := 1.0
			for level := range film.Cell(film.Levels) {
				c := contrast(theme.Cell(film.Cell(kind)*film.Levels+level, false), theme.Kinds[film.KindFree])
				assert.Greater(t, c, previous, "%s: %s, level %d", name, kind.Name(), level)
				previous = c
			}
		}
	}
}

func TestOnlyLostMemoryIsChequered(t *testing.T) {
	for kind := range film.Kind(film.Kinds) {
		full := film.Cell(kind)*film.Levels + film.Levels - 1
		differs := palette.Light.Cell(full, false) != palette.Light.Cell(full, true)
		assert.Equal(t, kind == film.KindRounded || kind == film.KindStuck, differs, kind.Name())
	}
}

func TestCSSWritesSixDigits(t *testing.T) {
	require.Equal(t, "#00010a", palette.CSS(color.RGBA{0, 1, 10, 255}))
	require.Equal(t, "#ffffff", palette.CSS(color.RGBA{255, 255, 255, 255}))
}
