// SPDX-License-Identifier: MIT

package still

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
)

// fonts are the Go fonts, which are part of a Go package and so the same
// everywhere.
type fonts struct {
	faces map[faceKey]font.Face
}

type faceKey struct {
	size int
	bold bool
}

var loadFonts = sync.OnceValues(func() (*fonts, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("the regular Go font: %w", err)
	}
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("the bold Go font: %w", err)
	}
	fonts := &fonts{map[faceKey]font.Face{}}
	for _, size := range []int{titleSize, nameSize, textSize} {
		for _, isBold := range []bool{false, true} {
			family := regular
			if isBold {
				family = bold
			}
			face, err := opentype.NewFace(family, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
			if err != nil {
				return nil, fmt.Errorf("the Go font at %d pixels: %w", size, err)
			}
			fonts.faces[faceKey{size, isBold}] = face
		}
	}
	return fonts, nil
})

func (f *fonts) face(size int, bold bool) font.Face { return f.faces[faceKey{size, bold}] }

// width returns how many pixels wide a text is.
func (f *fonts) width(words string, size int, bold bool) int {
	return font.MeasureString(f.face(size, bold), words).Ceil()
}
