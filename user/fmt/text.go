// SPDX-License-Identifier: MIT

package fmt

import "unicode/utf8"

const (
	lowerHex = "0123456789abcdef"
	upperHex = "0123456789ABCDEF"
)

// string_ adds a string, or the text of an operand that has one.
func (p *printer) string_(s string, operand any, verb rune) {
	switch verb {
	case 'v', 's':
		p.padString(p.cut(s))
	case 'x':
		p.hex(s, lowerHex)
	case 'X':
		p.hex(s, upperHex)
	case 'q':
		p.quote(p.cut(s))
	default:
		p.badVerb(operand, verb)
	}
}

// bytes adds a byte slice.
func (p *printer) bytes(b []byte, verb rune) {
	switch verb {
	case 'v', 'd':
		p.byte('[')
		for i, c := range b {
			if i > 0 {
				p.byte(' ')
			}
			flags := *p // number changes them
			p.number(uint64(c), 10, false, false, 'd')
			flags.text = p.text
			*p = flags
		}
		p.byte(']')
	case 's', 'x', 'X', 'q':
		p.string_(string(b), b, verb)
	default:
		p.badVerb(b, verb)
	}
}

// cut shortens s to as many runes as the precision says.
func (p *printer) cut(s string) string {
	if p.hasPrecision {
		n := p.precision
		for i := range s {
			if n--; n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

// hex adds the bytes of s as hexadecimal digits.
func (p *printer) hex(s, letters string) {
	if p.hasPrecision && p.precision < len(s) {
		s = s[:p.precision]
	}
	width := 2 * len(s)
	if width > 0 {
		if p.space {
			if p.sharp {
				width *= 2
			}
			width += len(s) - 1
		} else if p.sharp {
			width += 2
		}
	}
	missing := p.width - width
	if !p.minus {
		p.fill(missing)
	}
	for i := range len(s) {
		if p.space && i > 0 {
			p.byte(' ')
		}
		if p.sharp && (p.space || i == 0) {
			p.text = append(p.text, '0', 'x'+letters[10]-'a')
		}
		p.text = append(p.text, letters[s[i]>>4], letters[s[i]&15])
	}
	if p.minus {
		p.fill(missing)
	}
}

// quote adds s in double quotes, escaped so that only ASCII is left.
func (p *printer) quote(s string) {
	flags := *p
	quoted := printer{text: append([]byte(nil), '"')}
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			quoted.text = append(quoted.text, '\\', 'x', lowerHex[s[0]>>4], lowerHex[s[0]&15])
		} else {
			quoted.escape(r, '"')
		}
		s = s[size:]
	}
	flags.pad(append(quoted.text, '"'))
	p.text = flags.text
}

// quoteRune adds r in single quotes, escaped so that only ASCII is left.
func (p *printer) quoteRune(r rune) {
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	quoted := printer{text: append([]byte(nil), '\'')}
	quoted.escape(r, '\'')
	p.pad(append(quoted.text, '\''))
}

// escape adds r as it is written inside quotes.
func (p *printer) escape(r rune, quote byte) {
	const short = "\aa\bb\ff\nn\rr\tt\vv"
	switch {
	case r == rune(quote) || r == '\\':
		p.text = append(p.text, '\\', byte(r))
		return
	case r >= ' ' && r < 0x7f:
		p.text = append(p.text, byte(r))
		return
	}
	for i := 0; i < len(short); i += 2 {
		if r == rune(short[i]) {
			p.text = append(p.text, '\\', short[i+1])
			return
		}
	}
	kind, digits := byte('U'), 8
	switch {
	case r < utf8.RuneSelf:
		kind, digits = 'x', 2
	case r < 1<<16:
		kind, digits = 'u', 4
	}
	p.text = append(p.text, '\\', kind)
	for digits--; digits >= 0; digits-- {
		p.text = append(p.text, lowerHex[r>>(4*digits)&15])
	}
}
