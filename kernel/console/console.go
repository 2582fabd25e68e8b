// SPDX-License-Identifier: MIT

// Package console makes lines of what is typed: the cooked mode of Unix
// terminals, as far as a serial line needs it.
//
//	Enter           ends the line; the reader gets it with its newline
//	Backspace, Del  take back a character; Ctrl-U takes back the line
//	Ctrl-D          hands over what was typed so far: at the start, end of file
//
// What is typed is echoed. Other control characters but tab are ignored.
//
// A byte that finds no room is answered by a bell, and when its line ends the
// console says how much of it was cut: nothing is lost silently. There is room
// for lineLength bytes in a line, and for typeAhead bytes in lines that nobody
// has read yet.
//
// The package is plain Go over a Port. It neither allocates nor blocks: it may
// be used in trap context.
//
//bugo:trapcontext
package console

// Port is a serial line, or a test's.
type Port interface {
	// Read returns the next byte that came in, if there is one.
	Read() (value byte, ok bool)
	// Write sends bytes, and returns when all are gone.
	Write(p []byte)
}

const (
	lineLength = 255 // without the newline, as POSIX's smallest MAX_CANON
	typeAhead  = 1024
)

// Control characters.
const (
	ctrlD     = 0x04
	bell      = 0x07
	backspace = 0x08
	ctrlU     = 0x15
	del       = 0x7f
)

// endOfFile marks, among the bytes of finished lines, where one ended without a
// newline; at the start of a line, that is an end of file. It stands for itself,
// since a line cannot hold it.
const endOfFile = ctrlD

// Console is the kernel's console. The zero Console with a Port is ready.
type Console struct {
	Port Port

	line [lineLength + 1]byte // being typed; one more for the newline
	n    int
	cut  int // bytes of it that found no room

	lines        [typeAhead]byte // finished, a ring
	start, count int

	// What is being written: a slice of a variable on the stack would escape.
	one  [1]byte
	note [80]byte
}

// Poll takes in what was typed, and reports whether a line was finished.
func (c *Console) Poll() (finished bool) {
	for {
		value, ok := c.Port.Read()
		if !ok {
			return finished
		}
		if c.typed(value) {
			finished = true
		}
	}
}

// typed takes in one byte and reports whether it ends a line.
func (c *Console) typed(value byte) bool {
	switch {
	case value == '\r' || value == '\n':
		c.echo('\n')
		c.line[c.n] = '\n'
		c.n++
		c.finish()
		return true
	case value == ctrlD:
		c.line[c.n] = endOfFile
		c.n++
		c.finish()
		return true
	case value == backspace || value == del:
		c.takeBack()
	case value == ctrlU:
		for c.n > 0 {
			c.takeBack()
		}
		c.cut = 0
	case value < ' ' && value != '\t':
	case c.n == lineLength:
		c.cut++
		c.echo(bell)
	default:
		c.line[c.n] = value
		c.n++
		c.echo(value)
	}
	return false
}

// takeBack takes back a character: in UTF-8, the bytes that continue one have 10
// as their highest bits.
func (c *Console) takeBack() {
	if c.n > 0 {
		c.n--
		for c.n > 0 && c.line[c.n]&0xc0 == 0x80 {
			c.n--
		}
		c.echo(backspace)
		c.echo(' ')
		c.echo(backspace)
	}
}

func (c *Console) echo(value byte) {
	c.one[0] = value
	c.Port.Write(c.one[:])
}

// finish moves the line to those that can be read. A line keeps its end even
// where its beginning has no room.
func (c *Console) finish() {
	kept := c.n
	if room := typeAhead - c.count; kept > room {
		if room == 0 {
			kept = 0
		} else {
			c.line[room-1] = c.line[c.n-1]
			kept = room
		}
		c.cut += c.n - kept
	}
	for _, value := range c.line[:kept] {
		c.lines[(c.start+c.count)%typeAhead] = value
		c.count++
	}
	c.n = 0
	if c.cut > 0 {
		//bugo:allow trapcontext c.note has room for all of it
		note := append(c.note[:0], "[kernel] console: the line was too long, bytes cut: "...)
		//bugo:allow trapcontext likewise
		c.Port.Write(append(appendDecimal(note, c.cut), '\n'))
		c.cut = 0
	}
}

// appendDecimal appends n, which is positive.
func appendDecimal(b []byte, n int) []byte {
	if n >= 10 {
		b = appendDecimal(b, n/10)
	}
	return append(b, byte('0'+n%10)) //bugo:allow trapcontext b has room for a number
}

// Read copies what can be read to p: at most to the end of a line. The result
// is false if no line is finished; 0 and true is the end of the file.
func (c *Console) Read(p []byte) (n int, ok bool) {
	if c.count == 0 {
		return 0, false
	}
	for n < len(p) && c.count > 0 {
		value := c.take()
		if value == endOfFile {
			return n, true
		}
		p[n] = value
		n++
		if value == '\n' {
			return n, true
		}
	}
	if n > 0 && c.count > 0 && c.lines[c.start] == endOfFile {
		c.take() // the end of what was just read, which is not the file's
	}
	return n, true
}

// take takes the next byte out of the ring.
func (c *Console) take() byte {
	value := c.lines[c.start]
	c.start = (c.start + 1) % typeAhead
	c.count--
	return value
}

// Write shows p.
func (c *Console) Write(p []byte) { c.Port.Write(p) }
