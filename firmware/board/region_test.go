// SPDX-License-Identifier: MIT

package board

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegionContains(t *testing.T) {
	region := Region{Base: 0x1000, Size: 0x100}
	for _, test := range []struct {
		base, size uintptr
		want       bool
	}{
		{0x1000, 0x100, true},
		{0x1000, 0, true},
		{0x1100, 0, true},
		{0x10ff, 1, true},
		{0x10ff, 2, false},
		{0x1100, 1, false},
		{0x0fff, 1, false},
		{0x0fff, 0, false},
		{0x1101, 0, false},
		{0x1000, 0x101, false},
		{0x1080, ^uintptr(0), false},
		{^uintptr(0), 2, false},
		{0, ^uintptr(0), false},
	} {
		assert.Equal(t, test.want, region.Contains(test.base, test.size), "%#x+%#x", test.base, test.size)
	}
}

func TestRegionAtTheEndOfTheAddressSpace(t *testing.T) {
	region := Region{Base: ^uintptr(0) - 15, Size: 15}
	assert.True(t, region.Contains(region.Base, 15))
	assert.False(t, region.Contains(region.Base+8, 16))
}

func TestRegionOverlaps(t *testing.T) {
	region := Region{Base: 0x1000, Size: 0x100}
	for _, test := range []struct {
		base, size uintptr
		want       bool
	}{
		{0x1000, 0x100, true},
		{0x0f00, 0x101, true},
		{0x0f00, 0x100, false},
		{0x10ff, 1, true},
		{0x1100, 8, false},
		{0x1010, 0, false},
		{0x0800, 0x1000, true},
	} {
		assert.Equal(t, test.want, region.Overlaps(test.base, test.size), "%#x+%#x", test.base, test.size)
	}
	assert.False(t, Region{Base: 0x1000}.Overlaps(0, 0x2000))
}
