// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"bugo/tools/sizes"
)

const (
	barWidth = 40 // characters
	lineStep = 10 // a line elsewhere every so many percent
)

// progress shows how much of an image is done: as a bar that is drawn over and
// over on a terminal, as a line now and then elsewhere.
type progress struct {
	out      io.Writer
	terminal bool
	total    int
	next     int  // the percentage that is worth a line
	quiet    bool // a bar is shown, but no lines
	drawn    bool
}

// newProgress returns the progress of total bytes.
func newProgress(out io.Writer, total int) *progress {
	file, ok := out.(*os.File)
	return &progress{out: out, terminal: ok && term.IsTerminal(int(file.Fd())), total: total, next: lineStep}
}

// show tells that so many bytes are done.
func (p *progress) show(done int) {
	percent := done * 100 / p.total
	if p.terminal {
		full := done * barWidth / p.total
		fmt.Fprintf(p.out, "\r[%s%s] %3d %%", strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), percent)
		p.drawn = true
		return
	}
	if p.quiet || percent < p.next {
		return
	}
	p.next = percent - percent%lineStep + lineStep
	fmt.Fprintf(p.out, "%3d %%: %s of %s bytes\n", percent, sizes.Bytes(uint64(done)), sizes.Bytes(uint64(p.total)))
}

// end leaves the bar, finished or not, and begins a new line.
func (p *progress) end() {
	if p.drawn {
		fmt.Fprintln(p.out)
	}
}
