// SPDX-License-Identifier: MIT

package isp

import "errors"

// SLIP's bytes (RFC 1055; k210-facts.md §12.3).
const (
	frameEnd   = 0xc0
	escape     = 0xdb
	escapedEnd = 0xdc
	escapedEsc = 0xdd
)

// Why the bytes between two frame ends are no frame.
var (
	ErrEscape  = errors.New("bad SLIP escape")
	ErrTooLong = errors.New("SLIP frame too long")
)

// AppendFrame appends body as a frame. It has an end in front, too, which cuts
// it off from whatever was on the line before.
func AppendFrame(out, body []byte) []byte {
	out = append(out, frameEnd)
	for _, b := range body {
		switch b {
		case frameEnd:
			out = append(out, escape, escapedEnd)
		case escape:
			out = append(out, escape, escapedEsc)
		default:
			out = append(out, b)
		}
	}
	return append(out, frameEnd)
}

// A Deframer finds frames in a stream of bytes. Every frame end closes what
// came before it, so that one lost end costs two frames at most. What is no
// protocol at all, such as a console's text, comes out as a frame as well: it
// is for the parser to refuse.
type Deframer struct {
	max     int
	frame   []byte
	escaped bool
	err     error
}

// NewDeframer returns a Deframer for bodies of at most max bytes.
func NewDeframer(max int) *Deframer { return &Deframer{max: max} }

// Push takes one byte. Where that byte ends a frame, it returns the body, or
// why there is none. The body is overwritten by the next Push.
func (d *Deframer) Push(b byte) (body []byte, err error) {
	if b == frameEnd {
		body, err = d.frame, d.err
		if err == nil && d.escaped {
			err = ErrEscape
		}
		d.frame, d.escaped, d.err = d.frame[:0], false, nil
		if err != nil || len(body) == 0 {
			return nil, err
		}
		return body, nil
	}
	if d.err != nil {
		return nil, nil // the rest of what is lost already
	}
	if d.escaped {
		d.escaped = false
		switch b {
		case escapedEnd:
			b = frameEnd
		case escapedEsc:
			b = escape
		default:
			d.err = ErrEscape
			return nil, nil
		}
	} else if b == escape {
		d.escaped = true
		return nil, nil
	}
	if len(d.frame) == d.max {
		d.err = ErrTooLong
		return nil, nil
	}
	d.frame = append(d.frame, b)
	return nil, nil
}
