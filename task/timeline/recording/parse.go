// SPDX-License-Identifier: MIT

// Package recording reads the recordings of switches in the log of a console;
// package timeline has their format, and prints them.
//
// It is a package of its own since a kernel wants the printer without what a
// reader needs: of the standard library's packages, strings brings one that
// allocates when the program starts, before there is a heap.
package recording

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"bugo/task/timeline"
)

// Recording is one recording of a log.
type Recording struct {
	Line           int    // where it begins in the log, from 1
	UnitsPerSecond uint64 // at least 1
	Lost           uint64 // older events that were overwritten
	Events         []Record
}

// Record is one event of a recording.
type Record struct {
	timeline.Entry
	Name string
	Line int // in the log, from 1
}

// ParseError says which line of a log is wrong and why.
type ParseError struct {
	Line    int    // from 1
	Text    string // the line from "[timeline]" on, shortened if it is long
	Problem string
}

func (e *ParseError) Error() string {
	return "line " + strconv.Itoa(e.Line) + ": " + e.Problem + ": " + strconv.Quote(e.Text)
}

const (
	// longestLine is the longest line of a log that Parse accepts, in bytes.
	longestLine = 1 << 20

	// longestText is how much of a line an error shows.
	longestText = 80

	// fastestTimer is the highest frequency that a timer may have. With it,
	// times multiplied by a thousand still fit.
	fastestTimer = 1e12
)

// Parse returns all recordings of a log, in order; there may be none. An error
// is a *ParseError, or comes from r.
func Parse(r io.Reader) ([]*Recording, error) {
	var p parser
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, longestLine)
	for scanner.Scan() {
		p.line++
		_, text, found := strings.Cut(scanner.Text(), timeline.Word+" ")
		if !found {
			continue
		}
		text = strings.TrimRight(text, " \t\r")
		if problem := p.parse(text); problem != "" {
			return nil, p.fail(p.line, text, problem)
		}
	}
	if err := scanner.Err(); err == bufio.ErrTooLong {
		return nil, p.fail(p.line+1, "", "the line is longer than "+strconv.Itoa(longestLine)+" bytes")
	} else if err != nil {
		return nil, err
	}
	if p.open != nil {
		return nil, p.fail(p.open.Line, p.header, "this recording has no end: the log is cut short")
	}
	return p.done, nil
}

type parser struct {
	line   int
	done   []*Recording
	open   *Recording // begun and not ended
	header string     // its header
	count  uint64     // of events, as it says
}

func (p *parser) fail(line int, text, problem string) error {
	text = strings.TrimRight(timeline.Word+" "+text, " ")
	if len(text) > longestText {
		text = text[:longestText] + "..."
	}
	return &ParseError{Line: line, Text: text, Problem: problem}
}

// parse takes in one line and returns what is wrong with it, or "".
func (p *parser) parse(text string) string {
	fields := strings.Split(text, " ")
	switch {
	case fields[0] == "begin":
		return p.begin(fields, text)
	case p.open == nil:
		return "no header ([timeline] begin ...) stands before this line"
	case fields[0] == "end":
		return p.end(fields)
	}
	return p.event(fields)
}

func (p *parser) begin(fields []string, text string) string {
	if p.open != nil {
		return "a recording begins, but the one of line " + strconv.Itoa(p.open.Line) + " has not ended"
	}
	if len(fields) != 4 {
		return "a header is \"[timeline] begin UNITS_PER_SECOND COUNT LOST\""
	}
	var numbers [3]uint64
	for i, name := range [...]string{"units per second", "count", "number of lost events"} {
		var problem string
		if numbers[i], problem = number(fields[i+1], name, 64); problem != "" {
			return problem
		}
	}
	if numbers[0] == 0 || numbers[0] > fastestTimer {
		return "a timer of " + fields[1] + " units per second cannot be: want 1 to 1000000000000"
	}
	p.open = &Recording{Line: p.line, UnitsPerSecond: numbers[0], Lost: numbers[2]}
	p.count, p.header = numbers[1], text
	return ""
}

func (p *parser) event(fields []string) string {
	if len(fields) != 4 {
		return "an event is \"[timeline] TIME PID NAME EVENT\""
	}
	time, problem := number(fields[0], "time", 64)
	if problem != "" {
		return problem
	}
	pid, problem := number(fields[1], "PID", 32)
	if problem != "" {
		return problem
	}
	if fields[2] == "" {
		return "the name is empty"
	}
	event, ok := timeline.ParseEvent(fields[3])
	if !ok {
		return "event " + strconv.Quote(fields[3]) + " is none of " + timeline.EventWords()
	}
	if n := len(p.open.Events); n > 0 && time < p.open.Events[n-1].Time {
		return "time " + fields[0] + " lies before that of the event above it, " + strconv.FormatUint(p.open.Events[n-1].Time, 10)
	}
	p.open.Events = append(p.open.Events, Record{timeline.Entry{Time: time, PID: uint32(pid), Event: event}, strings.Clone(fields[2]), p.line})
	return ""
}

func (p *parser) end(fields []string) string {
	if len(fields) != 1 {
		return "an end is \"[timeline] end\""
	}
	if n := uint64(len(p.open.Events)); n != p.count {
		return "the recording has " + strconv.FormatUint(p.count, 10) + " events by its header, but the log has " +
			strconv.FormatUint(n, 10) + " of them: lines are missing or added"
	}
	p.done = append(p.done, p.open)
	p.open = nil
	return ""
}

// number reads a field, whose name is for the message of what is wrong.
func number(field, name string, bits int) (uint64, string) {
	n, err := strconv.ParseUint(field, 10, bits)
	if err != nil {
		return 0, name + " " + strconv.Quote(field) + " is not a decimal number of " + strconv.Itoa(bits) + " bits"
	}
	return n, ""
}
