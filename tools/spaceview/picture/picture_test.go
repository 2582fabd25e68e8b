// SPDX-License-Identifier: MIT

package picture

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/spaceview/dump"
)

func kernelSpace() *dump.Space {
	s := &dump.Space{Name: "kernel", Ranges: []dump.Range{
		{Kind: dump.Guard, Virtual: 0x80000000, Size: 0x20000, Label: "firmware"},
		{Virtual: 0x80020000, Physical: 0x80020000, Size: 0x20000, Flags: "r-x-g", Label: "text"},
		{Virtual: 0x80040000, Physical: 0x80040000, Size: 0x3c0000, Flags: "r---g", Label: "apps"},
		{Virtual: 0x80400000, Physical: 0x80400000, Size: 0x200000, Flags: "rw--g", Label: "frames"},
	}}
	for i := range uint64(5) {
		for page := range uint64(2) {
			s.Ranges = append(s.Ranges, dump.Range{
				Virtual: 0xc0002000 + i*0x4000 + page*0x1000, Physical: 0x80410000 + (2*i+page)*0x3000, Size: 0x1000, Flags: "rw--g", Label: "kernel stack",
			})
		}
	}
	return s
}

func app(name string, data uint64) *dump.Space {
	return &dump.Space{Name: name, Ranges: []dump.Range{
		{Virtual: 0x40000000, Physical: 0x80041000, Size: 0x7000, Flags: "r-xu-", Label: "text"},
		{Virtual: 0x40007000, Physical: data, Size: 0x1000, Flags: "rw-u-", Label: "data"},
		{Virtual: 0x40008000, Physical: data + 0x5000, Size: 0x1000, Flags: "rw-u-", Label: "data"},
		{Kind: dump.Guard, Virtual: 0x40009000, Size: 0x1000, Label: "guard"},
		{Kind: dump.Promised, Virtual: 0x4000a000, Size: 0x2000, Label: "stack"},
		{Virtual: 0x80020000, Physical: 0x80020000, Size: 0x20000, Flags: "r-x-g", Label: "text"},
	}}
}

// wellFormed reads an SVG and counts its elements.
func wellFormed(t *testing.T, svg string) map[string]int {
	t.Helper()
	elements := map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return elements
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			elements[start.Name.Local]++
		}
	}
}

func TestRangesThatBelongTogetherAreOneRow(t *testing.T) {
	all := rows(kernelSpace().Ranges)
	require.Len(t, all, 5)
	assert.Equal(t, 5, all[4].count)
	assert.EqualValues(t, 0x4*0x4000+0x2000, all[4].Size)
	label, flags, bytes := all[4].words()
	assert.Equal(t, "5 × kernel stack, each behind a guard", label)
	assert.Equal(t, "rw--g", flags)
	assert.Equal(t, "72 KiB", bytes)
	all = rows(app("a", 0x80420000).Ranges)
	require.Len(t, all, 5)
	assert.EqualValues(t, 0x2000, all[1].Size, "scattered, but side by side")
	label, _, _ = all[3].words()
	assert.Equal(t, "stack, when touched", label)
}

func TestAColumnHasALineForEachRange(t *testing.T) {
	svg := Column(kernelSpace(), "The kernel's <map>")
	assert.Equal(t, 1+5+1, wellFormed(t, svg)["rect"], "the page, ranges, a gap")
	assert.Contains(t, svg, "&lt;map&gt;")
	assert.Less(t, strings.Index(svg, "kernel stack"), strings.Index(svg, "firmware"), "high addresses are above")
}

func TestAPairHasARibbonForEachPlaceInMemory(t *testing.T) {
	svg := Pair(kernelSpace(), app("a", 0x80420000), app("b", 0x80430000), "Two apps")
	elements := wellFormed(t, svg)
	assert.Equal(t, 2*3, elements["path"])
	assert.Equal(t, 1+2*4+3, elements["rect"])
	mem := memoryOf(kernelSpace())
	assert.EqualValues(t, 0x80020000, mem.from)
	assert.EqualValues(t, 0x80600000, mem.to)
	mem.top, mem.height = 100, 200
	assert.Equal(t, 300.0, mem.y(mem.from))
	assert.Equal(t, 100.0, mem.y(mem.to))
	assert.Equal(t, 100.0, mem.y(mem.to+5))
}

func TestSizesAreWrittenShort(t *testing.T) {
	assert.Equal(t, "4 KiB, 2 MiB, 3076 KiB", size(4096)+", "+size(2<<20)+", "+size(3<<20+4096))
	assert.Equal(t, "1.5", num(1.5))
	assert.Equal(t, "2", num(2))
}
