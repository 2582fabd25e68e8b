// SPDX-License-Identifier: MIT

package isp

// SLIP's bytes (RFC 1055; k210-facts.md §12.3).
const (
	FrameEnd   = 0xc0 // in front of a frame and behind it; not a byte of any UTF-8 text
	escape     = 0xdb
	escapedEnd = 0xdc
	escapedEsc = 0xdd
)

// A Damage is why the bytes between two frame ends are no frame. The empty one
// is none.
type Damage string

// The kinds of damage.
const (
	BadEscape Damage = "bad SLIP escape"
	TooLong   Damage = "SLIP frame too long"
)

// AppendFrame appends body as a frame. It has an end in front, too, which cuts
// it off from whatever was on the line before.
func AppendFrame(out, body []byte) []byte {
	out = append(out, FrameEnd)
	for _, b := range body {
		switch b {
		case FrameEnd:
			out = append(out, escape, escapedEnd)
		case escape:
			out = append(out, escape, escapedEsc)
		default:
			out = append(out, b)
		}
	}
	return append(out, FrameEnd)
}

// A Deframer finds frames in a stream of bytes. Every frame end closes what
// came before it, so that one lost end costs two frames at most. What is no
// protocol at all, such as a console's text, comes out as a frame as well: it
// is for the parser to refuse.
//
// The zero value but for Max is ready. Where Frame has a capacity of Max at
// least, nothing is allocated.
type Deframer struct {
	Max     int    // the longest body, in bytes
	Frame   []byte // what has come of the next one
	Escaped bool   // whether the last byte was the escape
	Damage  Damage // of the next one
}

// Push takes one byte. Where that byte ends a frame, it returns the body; where
// the frame is damaged, what there is of it, and the damage. The body is
// overwritten by the next Push.
func (d *Deframer) Push(b byte) (body []byte, damage Damage) {
	if b == FrameEnd {
		body, damage = d.Frame, d.Damage
		if damage == "" && d.Escaped {
			damage = BadEscape
		}
		d.Frame, d.Escaped, d.Damage = d.Frame[:0], false, ""
		if len(body) == 0 && damage == "" {
			return nil, ""
		}
		return body, damage
	}
	if d.Damage != "" {
		return nil, "" // the rest of what is lost already
	}
	if d.Escaped {
		d.Escaped = false
		switch b {
		case escapedEnd:
			b = FrameEnd
		case escapedEsc:
			b = escape
		default:
			d.Damage = BadEscape
			return nil, ""
		}
	} else if b == escape {
		d.Escaped = true
		return nil, ""
	}
	if len(d.Frame) >= d.Max {
		d.Damage = TooLong
		return nil, ""
	}
	d.Frame = append(d.Frame, b)
	return nil, ""
}
