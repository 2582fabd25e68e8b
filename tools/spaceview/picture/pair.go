// SPDX-License-Identifier: MIT

package picture

import (
	"fmt"
	"strings"

	"bugo/tools/spaceview/dump"
)

// physical is memory as the picture shows it: from the kernel's image to the end of
// frames, to scale.
type physical struct {
	from, to    uint64
	top, height float64
}

// y returns where an address is: high ones above.
func (p physical) y(address uint64) float64 {
	return p.top + p.height*float64(p.to-min(max(address, p.from), p.to))/float64(p.to-p.from)
}

// Pair draws the own parts of two apps' spaces on both sides of physical memory, with
// a ribbon from each page to where it lies: what is shared meets, what is not does not.
// Of physical memory the kernel's space tells what is what.
func Pair(kernel, left, right *dump.Space, title string) string {
	const (
		width    = 960
		boxWide  = 190
		leftX    = margin + 80
		rightX   = width - margin - 80 - boxWide
		middleX  = width/2 - 75
		midWide  = 150
		headRoom = 64
	)
	var c canvas
	c.text(margin, margin+titleSize-4, titleSize, "start", "", title)
	own := [2][]row{rows(userRanges(left)), rows(userRanges(right))}
	height := float64(max(len(own[0]), len(own[1]))) * (rowHeight + 6)
	mem := memoryOf(kernel)
	mem.top, mem.height = margin+headRoom, max(height, 420)

	for side, space := range [...]*dump.Space{left, right} {
		x := float64(leftX)
		if side == 1 {
			x = rightX
		}
		c.text(x+boxWide/2, margin+headRoom-24, textSize, "middle", "", "app "+space.Name)
		c.text(x+boxWide/2, margin+headRoom-9, smallSize, "middle", "faint", "virtual addresses")
		step := mem.height / float64(len(own[side]))
		for i, r := range own[side] {
			y := mem.top + mem.height - float64(i+1)*step
			c.ribbons(space, r.Range, mem, side, x, y, step-6, boxWide, middleX, midWide)
		}
		for i, r := range own[side] {
			y := mem.top + mem.height - float64(i+1)*step
			label, flags, bytes := r.words()
			c.rect(classOf(r.Range), x, y, boxWide, step-6, describe(r.Range))
			c.text(x+8, y+step/2+1, textSize, "start", "", label)
			if r.Kind == dump.Mapped {
				c.text(x+boxWide-8, y+step/2+1, smallSize, "end", "mono", flags)
			}
			outside, anchor := x-8, "end"
			if side == 1 {
				outside, anchor = x+boxWide+8, "start"
			}
			c.text(outside, y+step/2-3, smallSize, anchor, "mono faint", fmt.Sprintf("%08x", r.Virtual))
			c.text(outside, y+step/2+10, smallSize, anchor, "faint", bytes)
		}
	}
	c.text(width/2, margin+headRoom-24, textSize, "middle", "", "physical memory")
	c.text(width/2, margin+headRoom-9, smallSize, "middle", "faint", fmt.Sprintf("%08x – %08x", mem.from, mem.to-1))
	for _, r := range kernel.Ranges {
		if r.Kind != dump.Mapped || r.Virtual != r.Physical || r.Physical < mem.from || r.Physical >= mem.to {
			continue
		}
		high, low := mem.y(r.Physical+r.Size), mem.y(r.Physical)
		c.rect(classOf(r), middleX, high, midWide, low-high, describe(r))
		if low-high > 12 {
			c.text(width/2, (high+low)/2+4, smallSize, "middle", "", r.Label+"  "+r.Flags)
		}
	}
	return c.finish(title, width, mem.top+mem.height+margin)
}

// userRanges returns what is the app's own.
func userRanges(s *dump.Space) (own []dump.Range) {
	for _, r := range s.Ranges {
		if r.User() {
			own = append(own, r)
		}
	}
	return own
}

// memoryOf returns which memory the kernel has at its own addresses, above the apps'.
func memoryOf(kernel *dump.Space) physical {
	p := physical{from: ^uint64(0)}
	for _, r := range kernel.Ranges {
		if r.Kind == dump.Mapped && r.Virtual == r.Physical && !r.User() && r.Virtual > 0x4000_0000 {
			p.from, p.to = min(p.from, r.Virtual), max(p.to, r.End())
		}
	}
	return p
}

// ribbons draws from a row to each place in physical memory that its pages have.
func (c *canvas) ribbons(s *dump.Space, whole dump.Range, mem physical, side int, x, y, height, wide, middle, midWide float64) {
	if whole.Kind != dump.Mapped {
		return
	}
	from, to := x+wide, middle
	if side == 1 {
		from, to = x, middle+midWide
	}
	for _, r := range s.Ranges {
		if r.Kind != dump.Mapped || r.Virtual < whole.Virtual || r.Virtual >= whole.End() {
			continue
		}
		part := func(address uint64) float64 { // high addresses above, here too
			return y + height*float64(whole.End()-address)/float64(whole.Size)
		}
		a, b := part(r.End()), part(r.Virtual)
		p, q := mem.y(r.Physical+r.Size), mem.y(r.Physical)
		q = max(q, p+1.5)
		bend := (from + to) / 2
		fmt.Fprintf(c, "<path class=\"ribbon %s\" d=\"M%s %sC%s %s %s %s %s %sL%s %sC%s %s %s %s %s %sZ\"/>\n", strings.TrimSuffix(classOf(r), " edge"),
			num(from), num(a), num(bend), num(a), num(bend), num(p), num(to), num(p),
			num(to), num(q), num(bend), num(q), num(bend), num(b), num(from), num(b))
	}
}
