// SPDX-License-Identifier: MIT

package trace

import (
	"bufio"
	"io"
	"math/bits"
	"strconv"
	"strings"
)

// maxLine is the length of the longest line that Parse accepts, in bytes.
const maxLine = 64 << 10

// maxSize and maxAlign are the largest size and alignment of one allocation.
const (
	maxSize  = 1<<30 - 1
	maxAlign = 1 << 30
)

// ParseError says which line of a trace is wrong and why.
type ParseError struct {
	Line    int    // from 1
	Text    string // the line, shortened if it is long
	Problem string
}

func (e *ParseError) Error() string {
	return "trace line " + strconv.Itoa(e.Line) + ": " + e.Problem + ": " + strconv.Quote(e.Text)
}

// Parse reads a trace in text form. An error is a *ParseError, or comes from r.
func Parse(r io.Reader) (*Trace, error) {
	p := parser{indexes: map[uint32]uint32{}}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, maxLine)
	for scanner.Scan() {
		p.line++
		if problem := p.parse(scanner.Text()); problem != "" {
			return nil, p.fail(scanner.Text(), problem)
		}
	}
	if err := scanner.Err(); err == bufio.ErrTooLong {
		p.line++
		return nil, p.fail("", "the line is longer than "+strconv.Itoa(maxLine)+" bytes")
	} else if err != nil {
		return nil, err
	}
	return &p.trace, nil
}

// freed marks an id in parser.indexes whose block has been freed.
const freed = 1<<32 - 1

type parser struct {
	trace   Trace
	line    int
	indexes map[uint32]uint32 // id in the text -> Op.ID, or freed
}

func (p *parser) fail(text, problem string) error {
	const longest = 80
	if len(text) > longest {
		text = text[:longest] + "..."
	}
	return &ParseError{Line: p.line, Text: text, Problem: problem}
}

// parse takes in one line and returns what is wrong with it, or "".
func (p *parser) parse(line string) string {
	text, _, _ := strings.Cut(line, "#")
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return ""
	}
	switch fields[0] {
	case "a":
		if len(fields) != 4 {
			return "an allocation is \"a ID SIZE ALIGN\""
		}
		return p.allocation(fields[1], fields[2], fields[3])
	case "f":
		if len(fields) != 2 {
			return "a free is \"f ID\""
		}
		return p.free(fields[1])
	}
	return "an operation is \"a\" or \"f\", not " + strconv.Quote(fields[0])
}

func (p *parser) allocation(idText, sizeText, alignText string) string {
	id, problem := number("id", idText, 1<<32-1)
	if problem != "" {
		return problem
	}
	size, problem := number("size", sizeText, maxSize)
	if problem != "" {
		return problem
	}
	align, problem := number("alignment", alignText, maxAlign)
	if problem != "" {
		return problem
	}
	if bits.OnesCount32(align) != 1 {
		return "alignment " + alignText + " is not a power of two"
	}
	if index, known := p.indexes[id]; known {
		if index == freed {
			return "id " + idText + " is used again after it was freed"
		}
		return "id " + idText + " is allocated twice"
	}
	index := uint32(p.trace.IDs)
	p.indexes[id] = index
	p.trace.IDs++
	p.trace.Ops = append(p.trace.Ops, Op{ID: index, Size: size, Align: align})
	return ""
}

func (p *parser) free(idText string) string {
	id, problem := number("id", idText, 1<<32-1)
	if problem != "" {
		return problem
	}
	index, known := p.indexes[id]
	if !known {
		return "id " + idText + " is freed but was never allocated"
	}
	if index == freed {
		return "id " + idText + " is freed twice"
	}
	p.indexes[id] = freed
	p.trace.Ops = append(p.trace.Ops, Op{ID: index, Free: true})
	return ""
}

// number reads a decimal number up to limit.
func number(what, text string, limit uint32) (uint32, string) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > uint64(limit) {
		return 0, what + " " + strconv.Quote(text) + " is not a number from 0 to " + strconv.FormatUint(uint64(limit), 10)
	}
	return uint32(n), ""
}
