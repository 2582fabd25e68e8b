// SPDX-License-Identifier: MIT

package picture

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
)

// fonts are the Go fonts, which are part of a Go package and so the same
// everywhere: a picture's layout does not depend on the machine.
type fonts struct {
	faces map[faceKey]font.Face
}

type faceKey struct {
	size int
	bold bool
}

var loadFonts = sync.OnceValues(func() (*fonts, error) {
	all := &fonts{map[faceKey]font.Face{}}
	for bold, data := range map[bool][]byte{false: goregular.TTF, true: gobold.TTF} {
		parsed, err := opentype.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("the Go font (bold: %t): %w", bold, err)
		}
		for _, size := range []int{titleSize, nameSize, textSize} {
			face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
			if err != nil {
				return nil, fmt.Errorf("the Go font at %d pixels: %w", size, err)
			}
			all.faces[faceKey{size, bold}] = face
		}
	}
	return all, nil
})

// width returns how many pixels wide a text is.
func (f *fonts) width(words string, size int, bold bool) float64 {
	return float64(font.MeasureString(f.faces[faceKey{size, bold}], words).Ceil())
}
