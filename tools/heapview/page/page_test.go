// SPDX-License-Identifier: MIT

package page_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/page"
)

// random makes a film in which everything changes all the time.
func random(frames, cells int, allocators ...string) *film.Film {
	source := rand.New(rand.NewPCG(7, 7))
	f := &film.Film{Title: "random", Unit: "operation", HeapSize: cells * 512, CellSize: 512}
	for i := range frames {
		f.Moments = append(f.Moments, 10*i)
	}
	for _, name := range allocators {
		reel := film.Reel{Allocator: name}
		for range frames {
			frame := film.Frame{Cells: make([]film.Cell, cells)}
			for i := range frame.Cells {
				frame.Cells[i] = film.Cell(source.IntN(film.Kinds * film.Levels))
			}
			for i := range frame.FreeBlocks {
				frame.FreeBlocks[i] = source.IntN(1000)
			}
			frame.Figures = film.Figures{
				Requested:   source.IntN(1 << 20),
				HandedOut:   source.IntN(1 << 20),
				Free:        source.IntN(1 << 20),
				LargestFree: source.IntN(1 << 20),
				Live:        source.IntN(1000),
				Failures:    source.IntN(1000),
			}
			reel.Frames = append(reel.Frames, frame)
		}
		f.Reels = append(f.Reels, reel)
	}
	return f
}

func written(t *testing.T, films ...*film.Film) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, page.Write(&out, films))
	return out.String()
}

var element = regexp.MustCompile(`<script type="application/json" class="film-data">(.*?)</script>`)

func TestPageHoldsEveryFrame(t *testing.T) {
	want := random(5, 100, "one", "two")
	want.Reels[1].Failure = &film.Failure{Frame: 2, Operation: 19, Size: 100, Align: 8, Live: 512}
	match := element.FindStringSubmatch(written(t, want))
	require.NotNil(t, match)
	var got struct {
		Title, Unit, Frames       string
		Moments                   []int
		HeapSize, CellSize, Cells int
		Reels                     []struct {
			Allocator string
			Failure   *film.Failure
		}
	}
	require.NoError(t, json.Unmarshal([]byte(match[1]), &got))
	require.Equal(t, want.Title, got.Title)
	require.Equal(t, want.Moments, got.Moments)
	require.Equal(t, 100, got.Cells)
	require.Nil(t, got.Reels[0].Failure)
	require.Equal(t, want.Reels[1].Failure, got.Reels[1].Failure)

	packed, err := base64.StdEncoding.DecodeString(got.Frames)
	require.NoError(t, err)
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	data, err := io.ReadAll(reader)
	require.NoError(t, err)
	for _, reel := range want.Reels {
		cells := make([]byte, 100)
		for _, frame := range reel.Frames {
			for i := range cells {
				cells[i] ^= data[i]
				require.Equal(t, frame.Cells[i], film.Cell(cells[i]))
			}
			data = data[100:]
		}
		column := func(value func(film.Frame) int) {
			for _, frame := range reel.Frames {
				require.EqualValues(t, value(frame), binary.LittleEndian.Uint32(data))
				data = data[4:]
			}
		}
		column(func(f film.Frame) int { return f.Requested })
		column(func(f film.Frame) int { return f.HandedOut })
		column(func(f film.Frame) int { return f.Free })
		column(func(f film.Frame) int { return f.LargestFree })
		column(func(f film.Frame) int { return f.Live })
		column(func(f film.Frame) int { return f.Failures })
		for class := range film.FreeClasses {
			column(func(f film.Frame) int { return f.FreeBlocks[class] })
		}
	}
	require.Empty(t, data)
}

func TestPageNeedsNothingElse(t *testing.T) {
	text := written(t, random(2, 10, "one"))
	text = strings.ReplaceAll(text, `"http://www.w3.org/2000/svg"`, "") // a name, not an address
	for _, outside := range []string{"http:", "https:", "src=", "@import", "url(", "fetch(", "XMLHttpRequest"} {
		require.NotContains(t, text, outside)
	}
	require.NotContains(t, strings.ReplaceAll(text, `<link rel="icon" href="data:,">`, ""), "href=")
}

func TestTitlesCannotBreakThePage(t *testing.T) {
	f := random(2, 10, "one")
	f.Title = `</title></script><script>alert("&")</script>`
	text := written(t, f)
	require.NotContains(t, text, "alert(\"")
	require.Equal(t, strings.Count(text, "<script"), strings.Count(text, "</script>"))
	require.Equal(t, 3, strings.Count(text, "<script"))
}

func TestPageOfALargeTraceStaysSmall(t *testing.T) {
	// Far worse than any heap: every cell changes at random in every frame, and
	// randomness cannot be packed. 400 frames of real heaps take a twentieth.
	text := written(t, random(100, 6144, "one", "two", "three"))
	require.Less(t, len(text), 3<<20)
}

func TestBadFilmsAreRefused(t *testing.T) {
	require.ErrorContains(t, page.Write(io.Discard, nil), "no film")
	f := random(3, 10, "one", "two")
	f.Reels[1].Frames = f.Reels[1].Frames[:2]
	require.ErrorContains(t, page.Write(io.Discard, []*film.Film{f}), `film "random": the reel of two has 2 frames for 3 moments`)
	require.Error(t, page.Write(io.Discard, []*film.Film{{Reels: []film.Reel{{Allocator: "none"}}}}))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReported(t *testing.T) {
	require.ErrorContains(t, page.Write(full{}, []*film.Film{random(2, 10, "one")}), "disk full")
}
