// SPDX-License-Identifier: MIT

package page

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"bugo/tools/heapview/film"
)

// filmData is what the page's script gets of a film.
type filmData struct {
	Title    string     `json:"title"`
	Unit     string     `json:"unit"`
	Moments  []int      `json:"moments"`
	HeapSize int        `json:"heapSize"`
	CellSize int        `json:"cellSize"`
	Cells    int        `json:"cells"`
	Reels    []reelData `json:"reels"`

	// Frames is base64 of gzip of, for each reel in turn:
	//
	//	cells     for each frame a byte per cell (film.Cell), exclusive-or'ed
	//	          with the frame before, so that what does not change is 0
	//	figures   for each of film.Figures' fields (in order), and then for each
	//	          class of free blocks, the values of all frames as 32 bits,
	//	          little-endian
	Frames string `json:"frames"`
}

type reelData struct {
	Allocator string       `json:"allocator"`
	Failure   *failureData `json:"failure"`
}

type failureData struct {
	Frame     int `json:"frame"`
	Operation int `json:"operation"`
	Size      int `json:"size"`
	Align     int `json:"align"`
	Live      int `json:"live"`
}

func encode(f *film.Film) (*filmData, error) {
	data := &filmData{
		Title:    f.Title,
		Unit:     f.Unit,
		Moments:  f.Moments,
		HeapSize: f.HeapSize,
		CellSize: f.CellSize,
	}
	var frames []byte
	for i := range f.Reels {
		reel := &f.Reels[i]
		if len(reel.Frames) != len(f.Moments) || len(reel.Frames) == 0 {
			return nil, fmt.Errorf("film %q: the reel of %s has %d frames for %d moments", f.Title, reel.Allocator, len(reel.Frames), len(f.Moments))
		}
		data.Cells = len(reel.Frames[0].Cells)
		frames = appendCells(frames, reel.Frames)
		frames = appendFigures(frames, reel.Frames)
		meta := reelData{Allocator: reel.Allocator}
		if failure := reel.Failure; failure != nil {
			copied := failureData(*failure)
			meta.Failure = &copied
		}
		data.Reels = append(data.Reels, meta)
	}
	var packed bytes.Buffer
	// (A writer into memory does not fail, and the level is a constant.)
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(frames); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	data.Frames = base64.StdEncoding.EncodeToString(packed.Bytes())
	return data, nil
}

func appendCells(data []byte, frames []film.Frame) []byte {
	previous := make([]film.Cell, len(frames[0].Cells))
	for i := range frames {
		for j, cell := range frames[i].Cells {
			data = append(data, byte(cell^previous[j]))
		}
		previous = frames[i].Cells
	}
	return data
}

func appendFigures(data []byte, frames []film.Frame) []byte {
	column := func(value func(*film.Frame) int) {
		for i := range frames {
			data = binary.LittleEndian.AppendUint32(data, uint32(value(&frames[i])))
		}
	}
	column(func(f *film.Frame) int { return f.Requested })
	column(func(f *film.Frame) int { return f.HandedOut })
	column(func(f *film.Frame) int { return f.Free })
	column(func(f *film.Frame) int { return f.LargestFree })
	column(func(f *film.Frame) int { return f.Live })
	column(func(f *film.Frame) int { return f.Failures })
	for class := range film.FreeClasses {
		column(func(f *film.Frame) int { return f.FreeBlocks[class] })
	}
	return data
}
