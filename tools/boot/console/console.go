// SPDX-License-Identifier: MIT

// Package console matches what a guest prints with what a test expects: texts
// in order, and texts that must never appear. It is pure: bytes go in as they
// arrive, in chunks of any size, and the state says what is still missing.
//
// The stream is one text, not a list of lines, so an expectation may span
// lines or be part of one. CR LF counts as LF, since firmware and kernels
// differ in how they end a line. An expectation matches at its first
// occurrence behind the previous match.
package console

import (
	"bytes"
	"strings"
)

// An Expectation is either a text to wait for or a text to type.
type Expectation struct {
	Text string
	Send bool
}

// A Console is the stream so far and the state of matching. The zero value
// expects nothing.
type Console struct {
	expect  []Expectation
	next    int // index of the first expectation not yet met
	forbid  []string
	text    []byte // everything printed, CR LF normalised
	matched int    // end of the last match in text
	missed  int    // the next expectation does not begin before it
	scanned int    // text before it holds no forbidden text that is not reported
	found   string // the forbidden text that appeared first
	foundAt int
	heldCR  bool // the last chunk ended in CR; it counts unless LF follows
}

// New returns a Console for the expectations and forbidden texts. Texts must
// not be empty.
func New(expect []Expectation, forbid []string) *Console {
	return &Console{expect: expect, forbid: forbid}
}

// Write takes the next chunk of the stream. It never fails.
func (c *Console) Write(chunk []byte) (int, error) {
	for _, b := range chunk {
		if c.heldCR && b != '\n' {
			c.text = append(c.text, '\r')
		}
		if c.heldCR = b == '\r'; !c.heldCR {
			c.text = append(c.text, b)
		}
	}
	c.scan()
	return len(chunk), nil
}

// scan looks for forbidden texts in what is new, including those that began
// before it.
func (c *Console) scan() {
	if c.found != "" {
		return
	}
	for _, f := range c.forbid {
		from := max(0, c.scanned-len(f)+1)
		if i := bytes.Index(c.text[from:], []byte(f)); i >= 0 && (c.found == "" || from+i < c.foundAt) {
			c.found, c.foundAt = f, from+i
		}
	}
	c.scanned = len(c.text)
}

// Advance meets as many expectations as the stream allows and returns what has
// to be typed now, in order.
func (c *Console) Advance() (send []string) {
	for c.next < len(c.expect) {
		e := c.expect[c.next]
		if e.Send {
			send = append(send, e.Text)
		} else {
			from := max(c.matched, c.missed)
			i := bytes.Index(c.text[from:], []byte(e.Text))
			if i < 0 {
				c.missed = max(from, len(c.text)-len(e.Text)+1)
				return send
			}
			c.matched = from + i + len(e.Text)
		}
		c.next++
	}
	return send
}

// Done tells whether every expectation is met.
func (c *Console) Done() bool { return c.next == len(c.expect) }

// Forbidden returns the forbidden text that appeared first, and its line.
func (c *Console) Forbidden() (text, line string, ok bool) {
	if c.found == "" {
		return "", "", false
	}
	start := bytes.LastIndexByte(c.text[:c.foundAt], '\n') + 1
	end := len(c.text)
	if i := bytes.IndexByte(c.text[c.foundAt:], '\n'); i >= 0 {
		end = c.foundAt + i
	}
	return c.found, string(c.text[start:end]), true
}

// Missing describes the first expectation not met. Position counts texts from
// 1, of Total. Previous is the text matched before it, if any. Early is set
// where the missing text did appear, but before the previous one.
type Missing struct {
	Text            string
	Position, Total int
	Previous        string
	Early           bool
}

// Missing returns the first text still waited for, and false if there is none.
func (c *Console) Missing() (Missing, bool) {
	var m Missing
	found := false
	for i, e := range c.expect {
		if e.Send {
			continue
		}
		m.Total++
		if i < c.next {
			m.Position, m.Previous = m.Total, e.Text
		} else if !found {
			found, m.Text, m.Position = true, e.Text, m.Total
		}
	}
	m.Early = found && bytes.Contains(c.text[:c.matched], []byte(m.Text))
	return m, found
}

// Size is the number of bytes in the stream so far.
func (c *Console) Size() int { return len(c.text) }

// Tail returns the last n lines that are not blank, oldest first.
func (c *Console) Tail(n int) []string {
	var lines []string
	rest := c.text
	for len(rest) > 0 && len(lines) < n {
		i := bytes.LastIndexByte(rest, '\n')
		if line := strings.TrimRight(string(rest[i+1:]), "\r\t "); line != "" {
			lines = append(lines, line)
		}
		rest = rest[:max(i, 0)]
	}
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return lines
}
