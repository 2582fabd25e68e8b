// SPDX-License-Identifier: MIT

package fmt

import (
	"unicode/utf8"
	"unsafe"
)

// maxSize bounds width and precision, as in stock fmt.
const maxSize = 1_000_000

// printer is one call's text in the making, and the flags of the verb at hand.
type printer struct {
	text []byte

	plus, minus, sharp, space, zero bool

	width, precision       int
	hasWidth, hasPrecision bool
}

// resetFlags begins a new verb.
func (p *printer) resetFlags() { *p = printer{text: p.text} }

// format adds the whole of a format with its operands.
func (p *printer) format(format string, operands []any) {
	next := 0 // the operand that the next verb takes
	for i := 0; i < len(format); {
		start := i
		for i < len(format) && format[i] != '%' {
			i++
		}
		p.add(format[start:i])
		if i == len(format) {
			break
		}
		p.resetFlags()
		i = p.flags(format, i+1)
		i = p.sizes(format, i, operands, &next)
		if i == len(format) {
			p.add("%!(NOVERB)")
			break
		}
		verb, size := utf8.DecodeRuneInString(format[i:])
		i += size
		switch {
		case verb == '%':
			p.byte('%')
		case next >= len(operands):
			p.add("%!")
			p.rune(verb)
			p.add("(MISSING)")
		default:
			if verb == 'v' { // in stock fmt these ask for names of fields and for Go syntax
				p.plus, p.sharp = false, false
			}
			p.value(operands[next], verb)
			next++
		}
	}
	if next < len(operands) {
		p.extra(operands[next:])
	}
}

// flags reads the flags at format[i:] and returns where they end.
func (p *printer) flags(format string, i int) int {
	for ; i < len(format); i++ {
		switch format[i] {
		case '+':
			p.plus = true
		case '-':
			p.minus = true
		case '#':
			p.sharp = true
		case ' ':
			p.space = true
		case '0':
			p.zero = true
		default:
			return i
		}
	}
	return i
}

// sizes reads width and precision at format[i:], perhaps from operands.
func (p *printer) sizes(format string, i int, operands []any, next *int) int {
	if i < len(format) && format[i] == '*' {
		i++
		p.width, p.hasWidth = operand(operands, next)
		if !p.hasWidth {
			p.add("%!(BADWIDTH)")
		}
		if p.width < 0 {
			p.width, p.minus, p.zero = -p.width, true, false
		}
	} else {
		p.width, p.hasWidth, i = digits(format, i)
	}
	if i+1 < len(format) && format[i] == '.' { // (at the very end it is the verb)
		i++
		if i < len(format) && format[i] == '*' {
			i++
			p.precision, p.hasPrecision = operand(operands, next)
			if p.precision < 0 {
				p.precision, p.hasPrecision = 0, false
			}
			if !p.hasPrecision {
				p.add("%!(BADPREC)")
			}
		} else {
			p.precision, p.hasPrecision, i = digits(format, i)
			if !p.hasPrecision {
				p.precision, p.hasPrecision = 0, true
			}
		}
	}
	return i
}

// digits reads a decimal number at format[i:].
func digits(format string, i int) (n int, found bool, end int) {
	for ; i < len(format) && format[i] >= '0' && format[i] <= '9'; i++ {
		if n > maxSize {
			return 0, false, len(format) // as stock fmt: the rest is no verb
		}
		n, found = n*10+int(format[i]-'0'), true
	}
	return n, found, i
}

// operand takes an int for a *.
func operand(operands []any, next *int) (n int, ok bool) {
	if *next < len(operands) {
		n, ok = toInt(operands[*next])
		*next++
		if !ok || n > maxSize || n < -maxSize {
			n, ok = 0, false
		}
	}
	return n, ok
}

// toInt is an operand of any integer type as an int, if it fits.
func toInt(operand any) (int, bool) {
	switch v := operand.(type) {
	case int:
		return v, true
	case int8:
		return int(v), true
	case int16:
		return int(v), true
	case int32:
		return int(v), true
	case int64:
		return int(v), true
	case uint:
		return int(v), int(v) >= 0
	case uint8:
		return int(v), true
	case uint16:
		return int(v), true
	case uint32:
		return int(v), true
	case uint64:
		return int(v), int(v) >= 0
	case uintptr:
		return int(v), int(v) >= 0
	}
	return 0, false
}

// extra tells of operands that no verb took.
func (p *printer) extra(operands []any) {
	p.resetFlags()
	p.add("%!(EXTRA ")
	for i, operand := range operands {
		if i > 0 {
			p.add(", ")
		}
		if operand == nil {
			p.add("<nil>")
			continue
		}
		p.named(operand)
	}
	p.byte(')')
}

// padString adds s with spaces, or zeros on the left, up to the width in runes.
//
//go:noinline
func (p *printer) padString(s string) {
	missing := p.width - utf8.RuneCountInString(s)
	if !p.minus {
		p.fill(missing)
	}
	p.add(s)
	if p.minus {
		p.fill(missing)
	}
}

// pad is padString for bytes.
//
//go:noinline
func (p *printer) pad(s []byte) { p.padString(unsafe.String(unsafe.SliceData(s), len(s))) }

// fill adds n spaces, or zeros if they would be on the left.
//
//go:noinline
func (p *printer) fill(n int) {
	c := byte(' ')
	if p.zero && !p.minus {
		c = '0'
	}
	for ; n > 0; n-- {
		p.byte(c)
	}
}

// add and byte are append: not inlined, for they are called in fifty places,
// and inlined each takes 80 bytes.

//go:noinline
func (p *printer) add(s string) { p.text = append(p.text, s...) }

//go:noinline
func (p *printer) byte(c byte) { p.text = append(p.text, c) }

//go:noinline
func (p *printer) rune(r rune) { p.text = utf8.AppendRune(p.text, r) }
