// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
)

// A stop is a place on the way of getpid, in the words of table and picture.
type stop struct {
	lane   int // 0: the app, 1: the vector's assembly, 2: Go
	count  int
	name   string
	detail []string
}

// stops lists the way from the ecall to the app's next instruction.
func (w way) stops() []stop {
	return []stop{
		{0, ecall, "ecall", []string{"a7 = 172, getpid", "mode U to S, pc = stvec"}},
		{1, w.ask, "who, and why?", []string{"swap sp and sscratch", "scause: is it a call?"}},
		{1, w.save, "save", []string{"all registers but", "sp and t0 to t6"}},
		{1, w.dispatch, "look up and call", []string{"user sp, sepc + 4, g,", "one more call, calls[a7]"}},
		{2, w.serve, "callGetpid", []string{"the task's number", "to the context's a0"}},
		{1, w.aim, "aim", []string{"sscratch = context", "sepc = behind the ecall"}},
		{1, w.restore, "restore, sret", []string{"x1 to x31, sp last", "mode S to U, pc = sepc"}},
	}
}

// laneNames say whose code runs.
var laneNames = [...]string{"the app", "trap/entry_riscv64.s", "kernel/syscalls"}

// table is the way as a table of a document.
func (w way) table() string {
	text := "| leg | whose code | instructions |\n|---|---|---:|\n"
	for _, s := range w.stops() {
		text += fmt.Sprintf("| %s | %s | %d |\n", s.name, laneNames[s.lane], s.count)
	}
	return text + fmt.Sprintf("| **round trip** | | **%d** |\n", w.total())
}

// The picture's measures, in pixels.
const (
	callWidth  = 880
	laneLeft   = 20
	laneStep   = 290
	boxWidth   = 250
	boxHeight  = 64
	boxStep    = 84
	boxesTop   = 96
	stripHigh  = 26
	laneBottom = 30
)

// callStyle follows the reader's preference for light or dark.
const callStyle = `<style>
text{font-family:system-ui,'DejaVu Sans',sans-serif;fill:#1f2328}
.page{fill:#f4f6f8}.lane{fill:#fff}.faint{fill:#57606a}.line{stroke:#57606a;stroke-width:1.5;fill:none}.head{fill:#57606a}
.l0{fill:#cfe8df}.l1{fill:#d6dcf5}.l2{fill:#f6e3c5}.mode{stroke:#b45309;stroke-width:1.5;stroke-dasharray:6 5}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.page{fill:#161b22}.lane{fill:#0d1117}.faint{fill:#9aa4af}.line{stroke:#9aa4af}.head{fill:#9aa4af}
.l0{fill:#14493a}.l1{fill:#2b3670}.l2{fill:#5f4513}.mode{stroke:#fbbf24}}
</style>
`

// picture draws the way: three lanes, one below the other in time, and a strip
// in which each leg is as long as it takes.
func (w way) picture() string {
	var out strings.Builder
	stops := w.stops()
	stripTop := boxesTop + boxStep*len(stops) + 46
	height := stripTop + stripHigh + 46
	title := fmt.Sprintf("The way of one system call: getpid, %d instructions", w.total())
	fmt.Fprintf(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %[1]d %[2]d\">\n<title>%s</title>\n%s",
		callWidth, height, title, callStyle)
	fmt.Fprintf(&out, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n", callWidth, height)
	words(&out, laneLeft, 32, 18, "start", "", title)
	for i, name := range laneNames {
		fmt.Fprintf(&out, "<rect class=\"lane\" x=\"%d\" y=\"50\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n",
			laneX(i)-8, boxWidth+16, stripTop-50-laneBottom)
		mode := "supervisor mode"
		if i == 0 {
			mode = "user mode"
		}
		words(&out, laneX(i), 70, 14, "start", "", name)
		words(&out, laneX(i), 86, 11, "start", "faint", mode)
	}
	border := (laneX(0) + boxWidth + laneX(1)) / 2
	fmt.Fprintf(&out, "<line class=\"mode\" x1=\"%d\" y1=\"50\" x2=\"%[1]d\" y2=\"%d\"/>\n", border, stripTop-laneBottom)

	for i, s := range stops {
		box(&out, s, i)
		next := len(stops) // the app goes on: below its last box
		lane := 0
		if i+1 < len(stops) {
			next, lane = i+1, stops[i+1].lane
		}
		arrow(&out, s.lane, i, lane, next)
	}
	words(&out, laneX(0)+boxWidth/2, boxesTop+boxStep*len(stops), 12, "middle", "", "… goes on, with the number in a0")
	strip(&out, stops, w.total(), stripTop)
	out.WriteString("</svg>\n")
	return out.String()
}

func laneX(lane int) int { return laneLeft + 8 + lane*laneStep }
func boxY(i int) int     { return boxesTop + i*boxStep }

func box(out *strings.Builder, s stop, i int) {
	x, y := laneX(s.lane), boxY(i)
	fmt.Fprintf(out, "<rect class=\"l%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", s.lane, x, y, boxWidth, boxHeight)
	words(out, x+12, y+20, 14, "start", "", s.name)
	words(out, x+boxWidth-12, y+27, 22, "end", "", fmt.Sprint(s.count))
	for n, line := range s.detail {
		words(out, x+12, y+38+n*16, 12, "start", "faint", line)
	}
}

// arrow leads from box i to box j, or to the words below the last one: straight
// down, or around the corner where the lane changes.
func arrow(out *strings.Builder, lane, i, nextLane, j int) {
	x, y := laneX(lane)+boxWidth/2, boxY(i)+boxHeight
	toX, toY := laneX(nextLane)+boxWidth/2, boxY(j)-3
	if nextLane == 0 {
		toY -= 13 // words have no frame
	}
	if lane == nextLane {
		fmt.Fprintf(out, "<path class=\"line\" d=\"M%d %dV%d\"/>\n", x, y, toY-6)
	} else {
		side := boxWidth / 2
		if nextLane < lane {
			side = -side
		}
		fmt.Fprintf(out, "<path class=\"line\" d=\"M%d %dH%dV%d\"/>\n", x+side, y-boxHeight/2, toX, toY-6)
	}
	fmt.Fprintf(out, "<path class=\"head\" d=\"M%d %dl-5 -9h10z\"/>\n", toX, toY)
}

// strip shows the legs side by side, each as long as it takes.
func strip(out *strings.Builder, stops []stop, total, top int) {
	const width = callWidth - 2*laneLeft
	words(out, laneLeft, top-8, 12, "start", "faint", "the same, as long as it takes:")
	done := 0
	for _, s := range stops {
		x, next := laneLeft+width*done/total, laneLeft+width*(done+s.count)/total
		fmt.Fprintf(out, "<rect class=\"l%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", s.lane, x, top, next-x-1, stripHigh)
		if next-x > 60 {
			words(out, (x+next)/2, top+17, 12, "middle", "", fmt.Sprintf("%s %d", s.name, s.count))
		}
		done += s.count
	}
	words(out, laneLeft+width, top+stripHigh+20, 12, "end", "faint", "counted in the linked kernel, and measured by //kernel/bench")
}

func words(out *strings.Builder, x, y, size int, anchor, class, text string) {
	if class != "" {
		class = " class=\"" + class + "\""
	}
	fmt.Fprintf(out, "<text%s x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\">%s</text>\n", class, x, y, size, anchor, text)
}
