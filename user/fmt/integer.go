// SPDX-License-Identifier: MIT

package fmt

import "unicode/utf8"

// integer adds an integer: v holds its 64 bits, in two's complement if it is
// negative.
func (p *printer) integer(v uint64, negative bool, operand any, verb rune) {
	base := uint64(10)
	switch verb {
	case 'v', 'd':
	case 'b':
		base = 2
	case 'o':
		base = 8
	case 'x', 'X':
		base = 16
	case 'c':
		var space [utf8.UTFMax]byte
		p.pad(utf8.AppendRune(space[:0], toRune(v)))
		return
	case 'q':
		p.quoteRune(toRune(v))
		return
	default:
		p.badVerb(operand, verb)
		return
	}
	if negative {
		v = -v
	}
	p.number(v, base, negative, p.sharp, verb)
}

// toRune is the character v, if there is such a one.
func toRune(v uint64) rune {
	if v > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(v)
}

// number adds digits with sign and prefix, padded. prefix asks for 0x, 0b or 0
// before them.
func (p *printer) number(v, base uint64, negative, prefix bool, verb rune) {
	letters := "0123456789abcdef"
	if verb == 'X' {
		letters = "0123456789ABCDEF"
	}
	least := 1 // digits
	signed := negative || p.plus || p.space
	switch {
	case p.hasPrecision:
		least = p.precision
		if least == 0 && v == 0 { // no digits at all
			p.zero = false
			p.fill(p.width)
			return
		}
	case p.zero && !p.minus && p.hasWidth:
		least = p.width
		if signed {
			least--
		}
	}
	var space [64 + 4]byte // 64 bits, sign, prefix
	at := len(space)
	for v > 0 {
		at--
		space[at] = letters[v%base]
		v /= base
	}
	zeros := max(least-(len(space)-at), 0)
	if zeros == 0 && at == len(space) {
		zeros = 1
	}
	var front [4]byte
	head := front[:0]
	switch {
	case negative:
		head = append(head, '-')
	case p.plus:
		head = append(head, '+')
	case p.space:
		head = append(head, ' ')
	}
	if prefix {
		switch base {
		case 2:
			head = append(head, '0', 'b')
		case 8:
			if zeros == 0 {
				head = append(head, '0')
			}
		case 16:
			head = append(head, '0', letters[10]-'a'+'x')
		}
	}
	p.zero = false // zeros are among the digits now
	missing := p.width - len(head) - zeros - (len(space) - at)
	if !p.minus {
		p.fill(missing)
	}
	p.text = append(p.text, head...)
	for range zeros {
		p.byte('0')
	}
	p.text = append(p.text, space[at:]...)
	if p.minus {
		p.fill(missing)
	}
}
