// SPDX-License-Identifier: MIT

package still_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
	"bugo/tools/heapview/still"
)

// sample has one frame of 256 cells, all of the given kinds in turn, at their
// full level.
func sample(kinds ...film.Kind) *film.Film {
	cells := make([]film.Cell, 256)
	for i := range cells {
		cells[i] = film.Cell(kinds[i%len(kinds)])*film.Levels + film.Levels - 1
	}
	frame := film.Frame{Cells: cells, Figures: film.Figures{Requested: 100, HandedOut: 200, Free: 56, LargestFree: 28, Live: 3}}
	return &film.Film{
		Title: "sample <&>", Unit: "operation", Moments: []int{1234}, HeapSize: 4096, CellSize: 16,
		Reels: []film.Reel{{Allocator: "one", Frames: []film.Frame{frame}}, {Allocator: "two", Frames: []film.Frame{frame}}},
	}
}

func picture(t *testing.T, f *film.Film, theme *palette.Theme) image.Image {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, still.WritePNG(&out, f, 0, theme))
	decoded, err := png.Decode(&out)
	require.NoError(t, err)
	return decoded
}

// counts returns how many pixels a picture has of each colour.
func counts(picture image.Image) map[color.RGBA]int {
	pixels := map[color.RGBA]int{}
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			pixels[color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)]++
		}
	}
	return pixels
}

func TestPNGShowsEachCellInItsColour(t *testing.T) {
	small, large := film.KindOf(1), film.KindOf(1<<20)
	for _, theme := range []*palette.Theme{&palette.Light, &palette.Dark} {
		pixels := counts(picture(t, sample(small, large), theme))
		// Two maps of 128 cells of each kind, 4 by 6 pixels; the legend adds a
		// square of 12 by 12.
		require.Equal(t, 2*128*24+144, pixels[theme.Kinds[small]])
		require.Equal(t, 2*128*24+144, pixels[theme.Kinds[large]])
		require.Greater(t, pixels[theme.Page], 100000)
		require.Positive(t, pixels[theme.Text])
	}
}

func TestPNGChequersLostMemory(t *testing.T) {
	theme := &palette.Light
	stuck := film.Cell(film.KindStuck)*film.Levels + film.Levels - 1
	pixels := counts(picture(t, sample(film.KindStuck), theme))
	require.Equal(t, 2*128*24+72, pixels[theme.Cell(stuck, false)])
	require.Equal(t, 2*128*24+72, pixels[theme.Cell(stuck, true)])
}

func TestSVGIsWellFormedAndHasTheSameSize(t *testing.T) {
	f := sample(film.KindFree, film.KindOf(100), film.KindRounded)
	var out bytes.Buffer
	require.NoError(t, still.WriteSVG(&out, f, 0, &palette.Light))
	var svg struct {
		Width  int      `xml:"width,attr"`
		Height int      `xml:"height,attr"`
		Title  string   `xml:"title"`
		Texts  []string `xml:"text"`
		Paths  []struct {
			Fill string `xml:"fill,attr"`
			Data string `xml:"d,attr"`
		} `xml:"g>path"`
	}
	require.NoError(t, xml.Unmarshal(out.Bytes(), &svg))
	require.Equal(t, "sample <&>", svg.Title)
	require.Contains(t, svg.Texts, "operation 1,234 of 1,234, heap of 4 KiB")
	require.Contains(t, svg.Texts, "free 56 B · largest 28 B · external 50 %")
	require.Contains(t, svg.Texts, "3 blocks live")

	bounds := picture(t, f, &palette.Light).Bounds()
	require.Equal(t, bounds.Dx(), svg.Width)
	require.Equal(t, bounds.Dy(), svg.Height)

	// In each map every third cell is a block: one square for each, and one in
	// the legend.
	squares := 0
	for _, path := range svg.Paths {
		if path.Fill == palette.CSS(palette.Light.Kinds[film.KindOf(100)]) {
			squares = strings.Count(path.Data, "M")
		}
	}
	require.Equal(t, 2*85+1, squares)
}

func TestFailureIsShownFromItsFrameOn(t *testing.T) {
	f := sample(film.KindOf(1))
	f.Reels[1].Frames[0].Failures = 12
	f.Reels[1].Failure = &film.Failure{Frame: 0, Live: 2048}
	var out bytes.Buffer
	require.NoError(t, still.WriteSVG(&out, f, 0, &palette.Light))
	require.Contains(t, out.String(), "× 12 failed, the first at 50 % load")
	require.Positive(t, counts(picture(t, f, &palette.Light))[palette.Light.Failure])

	f.Reels[1].Failure.Frame = 1
	out.Reset()
	require.NoError(t, still.WriteSVG(&out, f, 0, &palette.Light))
	require.NotContains(t, out.String(), "failed")
}

func TestOneSmallHeapHasRoomForItsText(t *testing.T) {
	f := sample(film.KindOf(1))
	f.Reels = f.Reels[:1]
	f.Reels[0].Frames[0].Cells = f.Reels[0].Frames[0].Cells[:4]
	bounds := picture(t, f, &palette.Light).Bounds()
	require.GreaterOrEqual(t, bounds.Dx(), 512)
	require.Less(t, bounds.Dy(), 220)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReported(t *testing.T) {
	for _, write := range []func(io.Writer, *film.Film, int, *palette.Theme) error{still.WriteSVG, still.WritePNG} {
		require.ErrorContains(t, write(full{}, sample(film.KindFree), 0, &palette.Light), "disk full")
	}
}
