// SPDX-License-Identifier: MIT

package picture

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"bugo/tools/heapview/palette"
	"bugo/tools/timeline/lanes"
)

// WriteSVG draws a chart, so many pixels wide.
func WriteSVG(w io.Writer, c *lanes.Chart, title string, width int, colours Theme) error {
	s, err := layout(c, title, width)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %[1]s %s\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n",
		decimal(s.width), decimal(s.height), decimal(s.height))
	fmt.Fprintf(out, "<title>%s</title>\n<style>\n", escape(s.title))
	switch colours {
	case Dark:
		writeTheme(out, dark)
	case Light:
		writeTheme(out, light)
	default:
		writeTheme(out, light)
		fmt.Fprint(out, "@media (prefers-color-scheme: dark) {\n")
		writeTheme(out, dark)
		fmt.Fprint(out, "}\n")
	}
	fmt.Fprint(out, "</style>\n")
	for _, shape := range s.shapes {
		fmt.Fprintf(out, "<path class=\"c%d\" d=\"%s\"", shape.colour, path(shape.polygons))
		if shape.hint != "" {
			fmt.Fprintf(out, "><title>%s</title></path>\n", escape(shape.hint))
		} else {
			fmt.Fprint(out, "/>\n")
		}
	}
	for _, t := range s.texts {
		fmt.Fprintf(out, "<text class=\"c%d\" x=\"%s\" y=\"%s\" font-size=\"%d\"", t.colour, decimal(t.x), decimal(t.y), t.size)
		switch {
		case t.end:
			fmt.Fprint(out, " text-anchor=\"end\"")
		case t.middle:
			fmt.Fprint(out, " text-anchor=\"middle\"")
		}
		if t.bold {
			fmt.Fprint(out, " font-weight=\"bold\"")
		}
		fmt.Fprintf(out, ">%s</text>\n", escape(t.words))
	}
	fmt.Fprint(out, "</svg>\n")
	return out.Flush()
}

func writeTheme(out io.Writer, t *theme) {
	for role, colour := range t {
		if colour.A != 0 { // events without marks have none
			fmt.Fprintf(out, ".c%d{fill:%s}", role, palette.CSS(colour))
		}
	}
	fmt.Fprintln(out)
}

// path writes polygons as the data of an SVG path. Boxes, which most are, take
// the short form.
func path(polygons [][]point) string {
	var b strings.Builder
	for _, p := range polygons {
		if len(p) == 4 && p[0].y == p[1].y && p[1].x == p[2].x && p[2].y == p[3].y && p[3].x == p[0].x {
			// The width is that between the rounded edges: neighbours meet.
			x, right := round(p[0].x), round(p[1].x)
			fmt.Fprintf(&b, "M%s %sh%sv%sh-%sz", decimal(x), decimal(p[0].y), decimal(right-x), decimal(p[2].y-p[0].y), decimal(right-x))
			continue
		}
		for i, corner := range p {
			b.WriteByte("ML"[min(i, 1)])
			b.WriteString(decimal(corner.x) + " " + decimal(corner.y))
		}
		b.WriteByte('z')
	}
	return b.String()
}

// precision is how many parts of a pixel an SVG tells apart.
const precision = 100

func round(f float64) float64 { return math.Round(f*precision) / precision }

func decimal(f float64) string { return strconv.FormatFloat(round(f), 'f', -1, 64) }

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // writing to a Builder never fails
	return b.String()
}
