// SPDX-License-Identifier: MIT

package growth

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCapacity(t *testing.T) {
	for _, c := range []struct {
		name                   string
		length, capacity, size int
		want                   int
	}{
		{"first bytes share a word", 1, 0, 1, 8},
		{"first pair of int32", 1, 0, 4, 2},
		{"first word", 1, 0, 8, 1},
		{"first large element", 1, 0, 100, 1},
		{"elements without size", 3, 0, 0, 3},
		{"many at once", 100, 4, 8, 100},
		{"small slices double", 5, 4, 8, 8},
		{"just below the threshold", 256, 255, 8, 510},
		{"large ones grow by a quarter and more", 257, 256, 8, 512},
		{"very large ones by about a quarter", 1 << 20, 1<<20 - 1, 1, 1<<20 - 1 + (1<<20-1)/4 + 192},
		{"what is asked for beats the policy", 5000, 1000, 8, 5000},
		{"overflow of the policy", math.MaxInt, math.MaxInt - 1, 1, math.MaxInt},
	} {
		require.Equal(t, c.want, Capacity(c.length, c.capacity, uintptr(c.size)), c.name)
	}
}

func FuzzCapacityIsEnough(f *testing.F) {
	f.Add(1, 0, uint16(1))
	f.Add(math.MaxInt, math.MaxInt/2+1, uint16(8))
	f.Fuzz(func(t *testing.T, length, capacity int, size uint16) {
		if length < 0 || capacity < 0 || capacity >= length {
			return
		}
		require.GreaterOrEqual(t, Capacity(length, capacity, uintptr(size)), length)
	})
}

func TestManyAppendsCopyLinearly(t *testing.T) {
	const elements = 1 << 22
	capacity, copied := 0, 0
	for capacity < elements {
		copied += capacity
		capacity = Capacity(capacity+1, capacity, 1)
	}
	require.Less(t, copied, 6*elements)
}
