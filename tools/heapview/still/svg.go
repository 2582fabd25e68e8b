// SPDX-License-Identifier: MIT

package still

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
)

// WriteSVG draws a frame of f. All rectangles of a colour become one path,
// which keeps the file small.
func WriteSVG(w io.Writer, f *film.Film, frame int, theme *palette.Theme) error {
	s, err := layout(f, frame, theme)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n",
		s.width, s.height, s.width, s.height)
	fmt.Fprintf(out, "<title>%s</title>\n", escape(f.Title))
	fmt.Fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n<g shape-rendering=\"crispEdges\">\n", s.width, s.height, palette.CSS(s.background))
	for _, colour := range s.colours() {
		fmt.Fprintf(out, "<path fill=\"%s\" d=\"", palette.CSS(colour))
		for _, r := range s.rectangles {
			if r.colour == colour {
				fmt.Fprintf(out, "M%d %dh%dv%dh-%dz", r.x, r.y, r.width, r.height, r.width)
			}
		}
		fmt.Fprint(out, "\"/>\n")
	}
	fmt.Fprint(out, "</g>\n")
	for _, t := range s.texts {
		fmt.Fprintf(out, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\"", t.x, t.y, t.size, palette.CSS(t.colour))
		if t.bold {
			fmt.Fprint(out, " font-weight=\"bold\"")
		}
		if t.end {
			fmt.Fprint(out, " text-anchor=\"end\"")
		}
		fmt.Fprintf(out, ">%s</text>\n", escape(t.words))
	}
	fmt.Fprint(out, "</svg>\n")
	return out.Flush()
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // writing to a Builder never fails
	return b.String()
}
