// SPDX-License-Identifier: MIT

package dump

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const log = "[kernel] app_0\r\n" +
	"spacedump v1 kernel\r\n" +
	"spacedump r 80020000 80020000 1b000 r-x-g text\r\n" +
	"spacedump g 80000000 20000 firmware\r\n" +
	"spacedump end\r\n" +
	"spacedump v1 hello\n" +
	"spacedump r 40000000 80058000 7000 r-xu- text\n" +
	"spacedump p 40014000 2000 stack\n" +
	"spacedump r 4002a000 80423000 1000 r--u- start block\n" +
	"spacedump end\nHello OS from app\n"

func TestSpacesAreReadInOrder(t *testing.T) {
	spaces, err := Parse(strings.NewReader(log))
	require.NoError(t, err)
	assert.Equal(t, []*Space{
		{"kernel", []Range{
			{Guard, 0x80000000, 0, 0x20000, "", "firmware"},
			{Mapped, 0x80020000, 0x80020000, 0x1b000, "r-x-g", "text"},
		}},
		{"hello", []Range{
			{Mapped, 0x40000000, 0x80058000, 0x7000, "r-xu-", "text"},
			{Promised, 0x40014000, 0, 0x2000, "", "stack"},
			{Mapped, 0x4002a000, 0x80423000, 0x1000, "r--u-", "start block"},
		}},
	}, spaces)
	assert.True(t, spaces[1].Ranges[0].User())
	assert.False(t, spaces[0].Ranges[0].User())
	none, err := Parse(strings.NewReader("nothing\n"))
	assert.NoError(t, err)
	assert.Empty(t, none)
}

func TestWhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct{ log, want string }{
		{"spacedump r 0 0 1000 r---- x\n", `line 1, "spacedump r 0 0 1000 r---- x": want "spacedump v1 NAME" first`},
		{"spacedump v1 a\n", "the space of a has no end: the log is cut off"},
		{"spacedump v1 a\nspacedump x 1 2\n", `line 2, "spacedump x 1 2": there is no kind "x"`},
		{"spacedump v1 a\nspacedump r 0 zz 1000 r---- x\n", `"zz" is no hexadecimal number`},
		{"spacedump v1 a\nspacedump r 0\n", "want 3 numbers"},
		{"spacedump v1 a\nspacedump r 0 0 1000 x---- x\n", "want flags such as r-xug"},
		{"spacedump v1 a\nspacedump r 0 0 1000\n", "want flags"},
		{"spacedump v1 a\nspacedump g 1000 0 guard\n", "empty or wraps around"},
		{"spacedump v1 a\nspacedump g ffffffffffffffff 2 guard\n", "empty or wraps around"},
		{"spacedump v1 a\nspacedump g 0 2000 g\nspacedump g 1000 1000 g\nspacedump end\n", "a has two ranges at 0x1000"},
		{"spacedump end\n", "first"},
	} {
		_, err := Parse(strings.NewReader(c.log))
		assert.ErrorContains(t, err, c.want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(log)
	f.Add("spacedump v1 a\nspacedump g 0 1\nspacedump end\n")
	f.Fuzz(func(t *testing.T, log string) {
		spaces, err := Parse(strings.NewReader(log))
		if err != nil {
			return
		}
		for _, s := range spaces {
			for i, r := range s.Ranges {
				require.Greater(t, r.End(), r.Virtual)
				require.True(t, i == 0 || s.Ranges[i-1].End() <= r.Virtual)
			}
		}
	})
}
