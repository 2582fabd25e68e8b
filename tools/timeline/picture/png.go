// SPDX-License-Identifier: MIT

package picture

import (
	"image"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"bugo/tools/timeline/lanes"
)

// WritePNG draws a chart, so many pixels wide.
func WritePNG(w io.Writer, c *lanes.Chart, title string, width int, colours Theme) error {
	s, err := layout(c, title, width)
	if err != nil {
		return err
	}
	fonts, err := loadFonts()
	if err != nil {
		return err
	}
	palette := light
	if colours == Dark {
		palette = dark
	}
	picture := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(s.width)), int(math.Ceil(s.height))))
	for _, shape := range s.shapes {
		r := vector.NewRasterizer(picture.Rect.Dx(), picture.Rect.Dy())
		for _, polygon := range shape.polygons {
			for i, p := range polygon {
				if i == 0 {
					r.MoveTo(float32(p.x), float32(p.y))
				} else {
					r.LineTo(float32(p.x), float32(p.y))
				}
			}
			r.ClosePath()
		}
		r.Draw(picture, picture.Rect, image.NewUniform(palette[shape.colour]), image.Point{})
	}
	for _, t := range s.texts {
		x := t.x
		switch {
		case t.end:
			x -= fonts.width(t.words, t.size, t.bold)
		case t.middle:
			x -= fonts.width(t.words, t.size, t.bold) / 2
		}
		drawer := font.Drawer{
			Dst:  picture,
			Src:  image.NewUniform(palette[t.colour]),
			Face: fonts.faces[faceKey{t.size, t.bold}],
			Dot:  fixed.P(int(math.Round(x)), int(math.Round(t.y))),
		}
		drawer.DrawString(t.words)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(w, picture)
}
