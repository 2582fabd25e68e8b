// SPDX-License-Identifier: MIT

package fmt

import "math"

// float adds a float; single says that it is a float32.
func (p *printer) float(v float64, single bool, operand any, verb rune) {
	layout, capital := byte('g'), false
	switch verb {
	case 'v':
	case 'e', 'f', 'g':
		layout = byte(verb)
	case 'E', 'G':
		layout, capital = byte(verb)|0x20, true
	case 'F':
		layout = 'f'
	default:
		p.badVerb(operand, verb)
		return
	}
	precision := -1 // as many digits as tell the value from its neighbours
	switch {
	case p.hasPrecision:
		precision = p.precision
	case layout != 'g':
		precision = 6
	}
	var space [96]byte
	number := append(space[:0], '+')
	switch {
	case math.Signbit(v):
		number[0] = '-'
	case p.space && !p.plus:
		number[0] = ' '
	}
	finite := false
	switch {
	case math.IsInf(v, 0):
		number = append(number, "Inf"...)
	case v != v:
		number[0] = '+'
		if p.space && !p.plus {
			number[0] = ' '
		}
		number = append(number, "NaN"...)
	default:
		finite = true
		number = layOut(number, math.Abs(v), single, layout, precision)
	}
	for i := range number {
		if capital && number[i] == 'e' && finite {
			number[i] = 'E'
		}
	}
	p.zero = p.zero && finite
	switch {
	case !p.plus && !p.space && number[0] == '+' && !math.IsInf(v, 1): // (+Inf always has its sign)
		p.pad(number[1:])
	case p.zero && !p.minus && p.hasWidth && p.width > len(number):
		p.byte(number[0])
		p.fill(p.width - len(number))
		p.text = append(p.text, number[1:]...)
	default:
		p.pad(number)
	}
}

// layOut adds v, which is finite and not negative.
func layOut(text []byte, v float64, single bool, layout byte, precision int) []byte {
	const shortest = 1 << 30
	want, behindPoint := shortest, false
	switch {
	case precision < 0:
	case layout == 'e':
		want = precision + 1
	case layout == 'f':
		want, behindPoint = precision, true
	default:
		want = max(precision, 1)
	}
	var space [40]byte
	d := number{digits: space[:0]}
	if v != 0 {
		var e engine
		e.init(v, single)
		if want == shortest {
			e.shortest(&d)
		} else {
			e.fixed(&d, want, behindPoint)
		}
	}
	if layout == 'g' {
		limit := want // %e is used from this exponent on
		if limit > len(d.digits) && len(d.digits) >= d.point {
			limit = len(d.digits)
		}
		if want == shortest {
			limit = 6
		}
		d.trim()
		exponent := d.point - 1
		if len(d.digits) > 0 && (exponent < -4 || exponent >= limit) {
			return scientific(text, &d, max(len(d.digits)-1, 0))
		}
		return positional(text, &d, max(len(d.digits)-d.point, 0))
	}
	if precision < 0 {
		precision = max(len(d.digits)-1, 0)
	}
	if layout == 'e' {
		return scientific(text, &d, precision)
	}
	return positional(text, &d, precision)
}

// scientific writes d.dddde±dd with that many digits behind the point.
func scientific(text []byte, d *number, precision int) []byte {
	text = append(text, d.at(0))
	if precision > 0 {
		text = append(text, '.')
		for i := 1; i <= precision; i++ {
			text = append(text, d.at(i))
		}
	}
	exponent, sign := d.point-1, byte('+')
	if len(d.digits) == 0 {
		exponent = 0
	}
	if exponent < 0 {
		exponent, sign = -exponent, '-'
	}
	text = append(text, 'e', sign)
	if exponent >= 100 {
		text = append(text, byte('0'+exponent/100))
	}
	return append(text, byte('0'+exponent/10%10), byte('0'+exponent%10))
}

// positional writes ddd.ddd with that many digits behind the point.
func positional(text []byte, d *number, precision int) []byte {
	if d.point <= 0 || len(d.digits) == 0 {
		text = append(text, '0')
	} else {
		for i := range d.point {
			text = append(text, d.at(i))
		}
	}
	if precision > 0 {
		text = append(text, '.')
		for i := range precision {
			text = append(text, d.at(d.point+i))
		}
	}
	return text
}
