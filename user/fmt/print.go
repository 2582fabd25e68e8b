// SPDX-License-Identifier: MIT

package fmt

import "bugo/user/io"

// Stringer is a value that knows how it is written.
type Stringer interface{ String() string }

// spare is the buffer of the last call, for the next one. While a call uses it
// there is none, so that a String method may call fmt too.
var spare []byte

// maxSpare bounds what is kept between calls.
const maxSpare = 512

func begin() printer {
	p := printer{text: spare[:0]}
	spare = nil
	return p
}

func (p *printer) end() {
	if cap(p.text) <= maxSpare {
		spare = p.text
	}
}

// write sends the text on by one call of Write.
func (p *printer) write(w io.Writer) (int, error) {
	n, err := w.Write(p.text)
	p.end()
	return n, err
}

// Fprintf writes to w what format makes of the operands.
func Fprintf(w io.Writer, format string, operands ...any) (int, error) {
	p := begin()
	p.format(format, operands)
	return p.write(w)
}

// Fprintln writes the operands to w with spaces between them and a newline.
func Fprintln(w io.Writer, operands ...any) (int, error) {
	p := begin()
	p.line(operands)
	return p.write(w)
}

// Fprint writes the operands to w, with a space between two that are both no
// strings.
func Fprint(w io.Writer, operands ...any) (int, error) {
	p := begin()
	p.all(operands)
	return p.write(w)
}

// Sprintf returns what format makes of the operands.
func Sprintf(format string, operands ...any) string {
	p := begin()
	p.format(format, operands)
	return p.string()
}

// Sprintln returns the operands with spaces between them and a newline.
func Sprintln(operands ...any) string {
	p := begin()
	p.line(operands)
	return p.string()
}

// Sprint returns the operands, with a space between two that are both no
// strings.
func Sprint(operands ...any) string {
	p := begin()
	p.all(operands)
	return p.string()
}

func (p *printer) string() string {
	s := string(p.text)
	p.end()
	return s
}

// Errorf returns an error with the text that format makes of the operands.
// There is no %w.
func Errorf(format string, operands ...any) error {
	return &formatted{Sprintf(format, operands...)}
}

// formatted is Errorf's error.
type formatted struct{ text string }

func (f *formatted) Error() string { return f.text }

func (p *printer) line(operands []any) {
	for i, operand := range operands {
		if i > 0 {
			p.byte(' ')
		}
		p.value(operand, 'v')
	}
	p.byte('\n')
}

func (p *printer) all(operands []any) {
	afterString := true
	for _, operand := range operands {
		_, isString := operand.(string)
		if !isString && !afterString {
			p.byte(' ')
		}
		p.value(operand, 'v')
		afterString = isString
	}
}
