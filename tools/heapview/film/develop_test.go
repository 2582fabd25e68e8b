// SPDX-License-Identifier: MIT

package film_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/heapview/consolelog"
	"bugo/tools/heapview/film"
)

func TestDevelopMakesAFilmOfEachHeap(t *testing.T) {
	kernel := consolelog.Dump{Allocator: "tlsf", Start: 0x80031230, Size: 1024, Blocks: []consolelog.Block{
		{Offset: 128, Size: 256, Requested: 200},
		{Offset: 400, Size: 400, Free: true},
		{Offset: 816, Size: 160, Free: true},
	}}
	later := kernel
	later.Blocks = []consolelog.Block{{Offset: 128, Size: 848, Free: true}}
	app := consolelog.Dump{Allocator: "bump", Start: 0x80400000, Size: 4096}

	films := film.Develop("console.log", []consolelog.Dump{kernel, app, later})
	require.Len(t, films, 2)
	require.Equal(t, "console.log, heap at 0x80031230", films[0].Title)
	require.Equal(t, []int{1, 2}, films[0].Moments)
	require.Equal(t, "dump", films[0].Unit)
	require.Equal(t, []int{1}, films[1].Moments)

	first := films[0].Reels[0].Frames[0]
	require.Equal(t, film.Figures{Requested: 200, HandedOut: 256, Free: 560, LargestFree: 400, Live: 1}, first.Figures)
	require.Equal(t, 1, first.FreeBlocks[film.FreeClass(400)])
	require.Equal(t, 1, first.FreeBlocks[film.FreeClass(160)])
	require.InDelta(t, 1-400.0/560, first.External(), 1e-9)
	require.InDelta(t, 1-200.0/256, first.Internal(), 1e-9)

	// 1024 bytes are 64 cells: 8 of records, 12.5 live, 3.5 lost to rounding.
	counts := kinds(first)
	require.Equal(t, map[film.Kind]int{film.KindRecords: 8 + 3, film.KindOf(200): 13, film.KindRounded: 3 + 1 + 1, film.KindFree: 35}, counts)
}
