// SPDX-License-Identifier: MIT

package film

import (
	"fmt"

	"bugo/tools/heapview/consolelog"
)

// Develop makes films of a kernel's dumps. Those of one heap, which have the
// same allocator, start and size, become one film, a frame for each.
func Develop(title string, dumps []consolelog.Dump) []*Film {
	type heap struct {
		allocator   string
		start, size uint64
	}
	var films []*Film
	known := map[heap]*Film{}
	for i := range dumps {
		d := &dumps[i]
		key := heap{d.Allocator, d.Start, d.Size}
		film := known[key]
		if film == nil {
			film = &Film{
				Title:    fmt.Sprintf("%s, heap at %#x", title, d.Start),
				Unit:     "dump",
				HeapSize: int(d.Size),
				CellSize: cellSizeFor(int(d.Size)),
				Reels:    []Reel{{Allocator: d.Allocator}},
			}
			known[key] = film
			films = append(films, film)
		}
		reel := &film.Reels[0]
		pieces := make([]piece, len(d.Blocks))
		for i, block := range d.Blocks {
			pieces[i] = piece{
				offset:    int(block.Offset),
				size:      int(block.Size),
				requested: int(block.Requested),
				free:      block.Free,
			}
		}
		reel.Frames = append(reel.Frames, portray(newMapper(film.HeapSize, film.CellSize), pieces))
		film.Moments = append(film.Moments, len(reel.Frames))
	}
	return films
}
