// SPDX-License-Identifier: MIT

package still

import (
	"fmt"
	"image/color"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
)

// Measures, in pixels.
const (
	columns    = 128 // cells in a row of a map
	cellWidth  = 4
	cellHeight = 6
	margin     = 24
	gap        = 24 // between the maps
	titleSize  = 18
	nameSize   = 16
	textSize   = 13
	line       = 20 // from one line of text to the next
	keySize    = 12 // of the legend's squares
)

// layout draws a frame of all reels.
func layout(f *film.Film, frame int, theme *palette.Theme) (*scene, error) {
	fonts, err := loadFonts()
	if err != nil {
		return nil, err
	}
	cells := len(f.Reels[0].Frames[frame].Cells)
	rows := (cells + columns - 1) / columns
	const mapWidth = columns * cellWidth // of small heaps too: the text needs the room
	mapHeight := rows * cellHeight

	s := &scene{background: theme.Page}
	s.width = 2*margin + len(f.Reels)*(mapWidth+gap) - gap

	y := margin + titleSize
	s.write(margin, y, titleSize, true, theme.Text, f.Title)
	last := f.Moments[len(f.Moments)-1]
	subtitle := fmt.Sprintf("%s %s of %s, heap of %s", f.Unit, film.Count(f.Moments[frame]), film.Count(last), film.Bytes(f.HeapSize))
	if len(f.Reels) > 1 {
		s.writeEnd(s.width-margin, y, textSize, theme.Faint, subtitle)
	} else {
		y += line
		s.write(margin, y, textSize, false, theme.Faint, subtitle)
	}
	top := y + 18
	for i := range f.Reels {
		s.panel(f, &f.Reels[i], frame, margin+i*(mapWidth+gap), top, mapWidth, theme)
	}
	y = top + nameSize + 8 + mapHeight + 3*line + 4
	s.height = s.legend(f, frame, y, theme, fonts) + margin
	return s, nil
}

// panel draws one heap.
func (s *scene) panel(f *film.Film, reel *film.Reel, frame, x, y, width int, theme *palette.Theme) {
	shown := &reel.Frames[frame]
	y += nameSize
	s.write(x, y, nameSize, true, theme.Text, reel.Allocator)
	if failure := reel.Failure; failure != nil && frame >= failure.Frame {
		s.texts = append(s.texts, text{x + width, y, textSize, true, true, theme.Failure,
			fmt.Sprintf("× %s failed, the first at %.0f %% load", film.Count(shown.Failures), 100*float64(failure.Live)/float64(f.HeapSize))})
	} else {
		s.writeEnd(x+width, y, textSize, theme.Faint, film.Blocks(shown.Live)+" live")
	}
	y += 8
	s.drawMap(shown.Cells, x, y, theme)
	y += (len(shown.Cells)+columns-1)/columns*cellHeight + line
	s.write(x, y, textSize, false, theme.Text, fmt.Sprintf("requested %s · handed out %s · internal %.0f %%",
		film.Bytes(shown.Requested), film.Bytes(shown.HandedOut), 100*shown.Internal()))
	y += line
	s.write(x, y, textSize, false, theme.Text, fmt.Sprintf("free %s · largest %s · external %.0f %%",
		film.Bytes(shown.Free), film.Bytes(shown.LargestFree), 100*shown.External()))
}

// drawMap draws cells. Neighbours of one colour become one rectangle.
func (s *scene) drawMap(cells []film.Cell, left, top int, theme *palette.Theme) {
	for i := 0; i < len(cells); {
		column, row := i%columns, i/columns
		colour := theme.Cell(cells[i], (column+row)%2 == 1)
		n := 1
		for i+n < len(cells) && column+n < columns && theme.Cell(cells[i+n], (column+n+row)%2 == 1) == colour {
			n++
		}
		s.fill(left+column*cellWidth, top+row*cellHeight, n*cellWidth, cellHeight, colour)
		i += n
	}
}

// legend explains the kinds that occur, in as many lines as it takes, and
// returns where it ends.
func (s *scene) legend(f *film.Film, frame, y int, theme *palette.Theme, fonts *fonts) int {
	occurs := [film.Kinds]bool{film.KindFree: true}
	for i := range f.Reels {
		for _, cell := range f.Reels[i].Frames[frame].Cells {
			occurs[cell.Kind()] = true
		}
	}
	x := margin
	for kind := range film.Kind(film.Kinds) {
		if !occurs[kind] {
			continue
		}
		width := keySize + 6 + fonts.width(kind.Name(), textSize, false)*11/10 // other fonts are wider
		if x > margin && x+width > s.width-margin {
			x = margin
			y += line
		}
		full := film.Cell(kind)*film.Levels + film.Levels - 1
		if palette.Chequered(kind) {
			const half = keySize / 2
			for i := range 4 {
				s.fill(x+i%2*half, y+i/2*half, half, half, theme.Cell(full, i == 1 || i == 2))
			}
		} else {
			s.fill(x, y, keySize, keySize, theme.Cell(full, false))
		}
		s.write(x+keySize+6, y+keySize-1, textSize, false, theme.Text, kind.Name())
		x += width + 18
	}
	return y + keySize
}

func (s *scene) write(x, y, size int, bold bool, colour color.RGBA, words string) {
	s.texts = append(s.texts, text{x, y, size, bold, false, colour, words})
}

func (s *scene) writeEnd(x, y, size int, colour color.RGBA, words string) {
	s.texts = append(s.texts, text{x, y, size, false, true, colour, words})
}
