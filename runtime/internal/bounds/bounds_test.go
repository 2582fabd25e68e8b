// SPDX-License-Identifier: MIT

package bounds

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// panicText runs f, which must panic with an error, and returns its text.
func panicText(t *testing.T, f func()) (text string) {
	t.Helper()
	defer func() {
		err, isError := recover().(error)
		require.True(t, isError)
		text = err.Error()
	}()
	f()
	return ""
}

func message(code Code, x int64, signed bool, y int64) string {
	first, second := strconv.FormatInt(x, 10), strconv.FormatInt(y, 10)
	if !signed {
		first = strconv.FormatUint(uint64(x), 10)
	}
	if code == SliceToArray {
		first, second = second, first
	}
	before, between, after, both := Texts(code, signed && x < 0)
	if !both {
		second = ""
	}
	return "runtime error: " + before + first + between + second + after
}

// TestMessagesAreGos compares with what the host's own Go says.
func TestMessagesAreGos(t *testing.T) {
	slice, array, text := make([]int, 3, 7), new([4]int), "héllo"
	var sink any
	wrong := []int{-9, math.MinInt, 50, math.MaxInt}
	for _, x := range wrong {
		for _, c := range []struct {
			code Code
			y    int64
			f    func()
		}{
			{Index, 3, func() { sink = slice[x] }},
			{Index, 6, func() { sink = text[x] }},
			{SliceLength, 6, func() { sink = text[:x] }},
			{SliceLength, 4, func() { sink = array[:x] }},
			{SliceCapacity, 7, func() { sink = slice[:x] }},
			{SliceLow, 2, func() { sink = slice[x:2] }},
			{SliceLow, 3, func() { sink = slice[x:] }},
			{SliceLow, 6, func() { sink = text[x:] }},
			{Slice3Length, 4, func() { sink = array[1:2:x] }},
			{Slice3Capacity, 7, func() { sink = slice[1:2:x] }},
			{Slice3High, 5, func() { sink = slice[1:x:5] }},
			{Slice3Low, 2, func() { sink = slice[x:2:5] }},
		} {
			require.Equal(t, panicText(t, c.f), message(c.code, int64(x), true, c.y))
		}
	}
	x := math.MaxUint64 - uint64(len(wrong))
	require.Equal(t, panicText(t, func() { sink = slice[x] }), message(Index, int64(x), false, 3))
	require.Equal(t, panicText(t, func() { sink = slice[:x] }), message(SliceCapacity, int64(x), false, 7))
	require.Equal(t, panicText(t, func() { sink = [8]int(slice) }), message(SliceToArray, 8, true, 3))
	require.Equal(t, panicText(t, func() { sink = (*[4]int)(slice[:0]) }), message(SliceToArray, 4, true, 0))
	_ = sink
}
