// SPDX-License-Identifier: MIT

// Package picture draws address spaces as SVG: one space as a column of its ranges
// (column.go), and two apps' on both sides of physical memory (pair.go). The colours
// say what may be done; they follow the reader's preference for light or dark.
package picture

import (
	"fmt"
	"strings"

	"bugo/tools/spaceview/dump"
)

// Measures, in pixels.
const (
	margin    = 24
	rowHeight = 26
	titleSize = 18
	textSize  = 13
	smallSize = 11
)

const style = `<style>
text{font-family:system-ui,'DejaVu Sans',sans-serif;fill:#1f2328}.mono{font-family:ui-monospace,'DejaVu Sans Mono',monospace}
.page{fill:#f4f6f8}.faint{fill:#57606a}.edge{stroke:#57606a;stroke-width:.6}
.code{fill:#d6dcf5}.const{fill:#cfe8df}.data{fill:#f6e3c5}.promised{fill:#fdf6e9;stroke:#b45309;stroke-dasharray:4 3}
.guard{fill:#f7d4d4}.none{fill:none;stroke:#9aa4af;stroke-dasharray:2 4}.ribbon{opacity:.45}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.page{fill:#161b22}.faint{fill:#9aa4af}.edge{stroke:#9aa4af}
.code{fill:#2b3670}.const{fill:#14493a}.data{fill:#5f4513}.promised{fill:#2a2110;stroke:#fbbf24}.guard{fill:#5c1f1f}}
</style>
`

// canvas collects an SVG's elements.
type canvas struct{ strings.Builder }

func (c *canvas) rect(class string, x, y, width, height float64, hint string) {
	fmt.Fprintf(c, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\">", class, num(x), num(y), num(width), num(height))
	fmt.Fprintf(c, "<title>%s</title></rect>\n", escape(hint))
}

// text writes words; anchor is start, middle or end.
func (c *canvas) text(x, y float64, size int, anchor, class, words string) {
	fmt.Fprintf(c, "<text x=\"%s\" y=\"%s\" font-size=\"%d\" text-anchor=\"%s\"", num(x), num(y), size, anchor)
	if class != "" {
		fmt.Fprintf(c, " class=\"%s\"", class)
	}
	fmt.Fprintf(c, ">%s</text>\n", escape(words))
}

// finish returns the whole picture.
func (c *canvas) finish(title string, width, height float64) string {
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%[1]s\" height=\"%[2]s\" viewBox=\"0 0 %[1]s %[2]s\">\n<title>%[3]s</title>\n%[4]s"+
		"<rect class=\"page\" width=\"%[1]s\" height=\"%[2]s\"/>\n%[5]s</svg>\n", num(width), num(height), escape(title), style, c.String())
}

// num writes a number of pixels, to a tenth.
func num(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;").Replace(text)
}

// classOf returns the colour of a range: what may be done with it.
func classOf(r dump.Range) string {
	switch {
	case r.Kind == dump.Guard:
		return "guard"
	case r.Kind == dump.Promised:
		return "promised"
	case strings.Contains(r.Flags, "x"):
		return "code edge"
	case strings.Contains(r.Flags, "w"):
		return "data edge"
	}
	return "const edge"
}

// size writes a number of bytes as KiB or MiB.
func size(bytes uint64) string {
	if bytes >= 1<<20 && bytes%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d KiB", bytes>>10)
}

// describe is what is shown of a range under the pointer.
func describe(r dump.Range) string {
	text := fmt.Sprintf("%s: %#x to %#x, %s", r.Label, r.Virtual, r.End()-1, size(r.Size))
	if r.Kind == dump.Mapped {
		text += fmt.Sprintf(", %s, at %#x in memory", r.Flags, r.Physical)
	}
	return text
}
