// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"bugo/heap/bench/outcome"
)

// line is a result line of the guest.
type line struct {
	Allocator, Trace int
	outcome.Outcome
}

// parseConsole reads the console of a guest and returns its result lines in order. A
// line that begins as one but is damaged is an error, which names it; so is
// a console without the last line, Done.
func parseConsole(console io.Reader) ([]line, error) {
	var lines []line
	done := false
	scanner := bufio.NewScanner(console)
	for number := 1; scanner.Scan(); number++ {
		text := strings.TrimSuffix(scanner.Text(), "\r")
		rest, isResult := strings.CutPrefix(text, outcome.Prefix+" ")
		switch {
		case text == outcome.Done:
			done = true
		case isResult:
			result, err := parseLine(strings.Fields(rest))
			if err != nil {
				return nil, fmt.Errorf("the guest's console, line %d: %w: %q", number, err, text)
			}
			lines = append(lines, result)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("the guest's console: %w", err)
	}
	if !done {
		return nil, fmt.Errorf("the guest's console ends without %q", outcome.Done)
	}
	return lines, nil
}

func parseLine(fields []string) (line, error) {
	var result line
	var wrong error
	// next takes the next field, which must be a number.
	next := func(what string, limit uint64) uint64 {
		if wrong != nil {
			return 0
		}
		if len(fields) == 0 {
			wrong = fmt.Errorf("%s is missing", what)
			return 0
		}
		n, err := strconv.ParseUint(fields[0], 10, 64)
		if err != nil || n > limit {
			wrong = fmt.Errorf("%s %q is no number up to %d", what, fields[0], limit)
		}
		fields = fields[1:]
		return n
	}
	result.Allocator = int(next("the allocator's number", 63))
	result.Trace = int(next("the trace's number", 1<<31-1))
	result.Each(func(name string, figure *uint64) {
		if wrong == nil && len(fields) > 0 && fields[0] != name {
			wrong = fmt.Errorf("%q stands where %s should", fields[0], name)
		} else if len(fields) > 0 {
			fields = fields[1:]
		}
		*figure = next(name, 1<<64-1)
	})
	if wrong == nil && len(fields) > 0 {
		wrong = fmt.Errorf("%q is too much", fields[0])
	}
	return result, wrong
}
