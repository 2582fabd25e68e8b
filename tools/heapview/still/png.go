// SPDX-License-Identifier: MIT

package still

import (
	"image"
	"image/draw"
	"image/png"
	"io"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
)

// WritePNG draws a frame of f.
func WritePNG(w io.Writer, f *film.Film, frame int, theme *palette.Theme) error {
	s, err := layout(f, frame, theme)
	if err != nil {
		return err
	}
	fonts, err := loadFonts()
	if err != nil {
		return err
	}
	picture := image.NewRGBA(image.Rect(0, 0, s.width, s.height))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(s.background), image.Point{}, draw.Src)
	for _, r := range s.rectangles {
		draw.Draw(picture, image.Rect(r.x, r.y, r.x+r.width, r.y+r.height), image.NewUniform(r.colour), image.Point{}, draw.Src)
	}
	for _, t := range s.texts {
		x := t.x
		if t.end {
			x -= fonts.width(t.words, t.size, t.bold)
		}
		drawer := font.Drawer{
			Dst:  picture,
			Src:  image.NewUniform(t.colour),
			Face: fonts.face(t.size, t.bold),
			Dot:  fixed.P(x, t.y),
		}
		drawer.DrawString(t.words)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(w, picture)
}
