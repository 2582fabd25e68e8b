// SPDX-License-Identifier: MIT

package timeline

import "unsafe"

const (
	// Word starts every line of a recording.
	Word = "[timeline]"

	// IdleName is the name of the idle lane.
	IdleName = "idle"

	// MaxName is the length in bytes to which a task's name is cut.
	MaxName = 32

	// maxNumber is the length of the largest number, of 64 bits.
	maxNumber = 20

	// maxLine is the length of the longest line: an event or a header.
	maxLine = len(Word) + 3*(1+maxNumber) + 1 + MaxName
)

// Printer prints recordings. It holds the line that is being put together, and
// so belongs into a variable of the package that uses it, not on the heap.
type Printer struct {
	// Line prints one line. The text is without a newline, and only valid
	// until Line returns.
	Line func(text string)

	// Name returns the name of a task; nil, or an empty name, prints as "?".
	// An idle event's name is not asked for.
	Name func(pid uint32) string

	line   [maxLine]byte
	length int
}

// Print writes what the ring holds. unitsPerSecond is the frequency of the
// timer that its times count.
//
// Nothing may be recorded meanwhile.
func (p *Printer) Print(r *Ring, unitsPerSecond uint64) {
	count := r.Len()
	p.begin()
	p.word("begin")
	p.number(unitsPerSecond)
	p.number(uint64(count))
	p.number(r.Lost())
	p.end()
	for i := range count {
		entry := r.At(i)
		p.begin()
		p.number(entry.Time)
		p.number(uint64(entry.PID))
		p.name(entry)
		p.word(entry.Event.String())
		p.end()
	}
	p.begin()
	p.word("end")
	p.end()
}

func (p *Printer) begin() { p.length = copy(p.line[:], Word) }

func (p *Printer) end() { p.Line(unsafe.String(&p.line[0], p.length)) }

func (p *Printer) word(word string) {
	p.length += copy(p.line[p.length:], " ")
	p.length += copy(p.line[p.length:], word)
}

// name appends the name of an event's task, made into one word.
func (p *Printer) name(entry Entry) {
	name := ""
	if entry.Event == Idle {
		name = IdleName
	} else if p.Name != nil {
		name = p.Name(entry.PID)
	}
	if name == "" {
		name = "?"
	}
	p.length += copy(p.line[p.length:], " ")
	for i := 0; i < len(name) && i < MaxName; i++ {
		c := name[i]
		if c <= ' ' || c >= 0x7f {
			c = '-'
		}
		p.line[p.length] = c
		p.length++
	}
}

// number appends a decimal number.
func (p *Printer) number(n uint64) {
	var digits [maxNumber]byte
	at := len(digits)
	for {
		at--
		digits[at] = byte('0' + n%10)
		n /= 10
		if n == 0 {
			break
		}
	}
	p.length += copy(p.line[p.length:], " ")
	p.length += copy(p.line[p.length:], digits[at:])
}
