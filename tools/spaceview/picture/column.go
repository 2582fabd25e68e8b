// SPDX-License-Identifier: MIT

package picture

import (
	"fmt"

	"bugo/tools/spaceview/dump"
)

// row is a line of a column: a range, or several of a kind.
type row struct {
	dump.Range
	count int // how many ranges, with gaps of one size between them
}

// rows merges what belongs together: pages side by side that only lie apart in
// physical memory, and three ranges or more that are alike and come at equal steps,
// such as stacks.
func rows(ranges []dump.Range) []row {
	var merged []dump.Range
	for _, r := range ranges {
		if n := len(merged); n > 0 {
			last := &merged[n-1]
			if last.End() == r.Virtual && last.Kind == r.Kind && last.Label == r.Label && last.Flags == r.Flags {
				last.Size += r.Size
				continue
			}
		}
		merged = append(merged, r)
	}
	var all []row
	for i := 0; i < len(merged); {
		n := 1
		for i+n < len(merged) && alike(merged[i], merged[i+n]) &&
			(n == 1 || merged[i+n].Virtual-merged[i+n-1].Virtual == merged[i+1].Virtual-merged[i].Virtual) {
			n++
		}
		if n < 3 {
			n = 1
		}
		r := row{merged[i], n}
		r.Size = merged[i+n-1].End() - r.Virtual
		if n == 1 {
			r.Size = merged[i].Size
		}
		all = append(all, r)
		i += n
	}
	return all
}

func alike(a, b dump.Range) bool {
	return a.Kind == b.Kind && a.Label == b.Label && a.Flags == b.Flags && a.Size == b.Size && a.Kind == dump.Mapped
}

// words returns what stands in and beside a row.
func (r row) words() (label, flags, bytes string) {
	label, flags, bytes = r.Label, r.Flags, size(r.Size)
	switch {
	case r.Kind == dump.Guard:
		flags = "–"
	case r.Kind == dump.Promised:
		label, flags = label+", when touched", "–"
	case r.count > 1:
		label = fmt.Sprintf("%d × %s, each behind a guard", r.count, label)
	}
	return label, flags, bytes
}

// Column draws one space, from the highest address down to the lowest, as memory is
// drawn: each range a line, whatever its size.
func Column(s *dump.Space, title string) string {
	const (
		width   = 760
		boxLeft = 250
		boxWide = 300
	)
	var c canvas
	c.text(margin, margin+titleSize-4, titleSize, "start", "", title)
	y := float64(margin + titleSize + 16)
	c.text(margin, y, smallSize, "start", "faint", "virtual addresses")
	c.text(boxLeft, y, smallSize, "start", "faint", "what")
	c.text(boxLeft+boxWide+20, y, smallSize, "start", "faint", "rwxug")
	c.text(width-margin, y, smallSize, "end", "faint", "size")
	y += 8
	all := rows(s.Ranges)
	for i := len(all) - 1; i >= 0; i-- {
		r := all[i]
		if i+1 < len(all) && r.End() < all[i+1].Virtual {
			c.rect("none", boxLeft, y+2, boxWide, rowHeight/2-4, fmt.Sprintf("nothing, %s", size(all[i+1].Virtual-r.End())))
			y += rowHeight / 2
		}
		label, flags, bytes := r.words()
		c.rect(classOf(r.Range), boxLeft, y, boxWide, rowHeight-2, describe(r.Range))
		c.text(boxLeft+10, y+17, textSize, "start", "", label)
		c.text(margin, y+17, smallSize, "start", "mono faint", fmt.Sprintf("%08x – %08x", r.Virtual, r.End()-1))
		c.text(boxLeft+boxWide+20, y+17, textSize, "start", "mono", flags)
		c.text(width-margin, y+17, textSize, "end", "", bytes)
		y += rowHeight
	}
	return c.finish(title, width, y+margin)
}
