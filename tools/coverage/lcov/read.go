// SPDX-License-Identifier: MIT

package lcov

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// guest is the test name of the guest's records.
const guest = "guest"

// skipped are the fields that are of no use here: sums, which are made anew,
// functions and branches.
var skipped = []string{"FN", "FNF", "FNH", "FNDA", "FNL", "FNA", "BRDA", "BRF", "BRH", "LF", "LH", "VER", "MCDC", "MCF", "MCH"}

// Read reads a tracefile into a report. The errors tell the line.
func (r Report) Read(in io.Reader) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, 1<<20)
	p := parser{report: r}
	number := 0
	for scanner.Scan() {
		number++
		if err := p.line(strings.TrimSuffix(scanner.Text(), "\r")); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("line %d: %w", number+1, err)
	}
	if p.path != "" {
		return fmt.Errorf("line %d: the file ends within the record of %s: it was cut off, make it again", number, p.path)
	}
	return nil
}

// parser is where a tracefile is.
type parser struct {
	report Report
	guest  bool
	path   string // of the record, or "" between records
	lines  Lines
}

func (p *parser) line(text string) error {
	if text == "" || text[0] == '#' {
		return nil
	}
	if text == "end_of_record" {
		return p.end()
	}
	field, value, ok := strings.Cut(text, ":")
	switch {
	case !ok:
		return fmt.Errorf("%.80q is no field of a tracefile, want FIELD:VALUE or end_of_record", text)
	case field == "TN":
		p.guest = value == guest
		return nil
	case field == "SF":
		return p.begin(value)
	case field == "DA":
		return p.data(value)
	case slices.Contains(skipped, field):
		return nil
	default:
		return fmt.Errorf("%.80q is no field of a tracefile: want TN, SF, DA, or one of %s", field, strings.Join(skipped, ", "))
	}
}

func (p *parser) begin(path string) error {
	switch {
	case p.path != "":
		return fmt.Errorf("SF: the record of %s has not ended", p.path)
	case path == "":
		return errors.New("SF: it names no file")
	}
	p.path, p.lines = path, Lines{}
	return nil
}

// data is DA:LINE,COUNT[,CHECKSUM].
func (p *parser) data(value string) error {
	if p.path == "" {
		return errors.New("DA: it is in no record of a file, want SF before it")
	}
	number, rest, _ := strings.Cut(value, ",")
	times, _, _ := strings.Cut(rest, ",")
	line, err := strconv.Atoi(number)
	if err != nil || line < 1 || line > math.MaxInt32 {
		return fmt.Errorf("DA: %.40q is no number of a line", number)
	}
	count, err := strconv.ParseUint(times, 10, 64)
	if err != nil {
		return fmt.Errorf("DA: %.40q does not say how often a line has run", times)
	}
	p.lines.Add(Lines{line: count})
	return nil
}

func (p *parser) end() error {
	if p.path == "" {
		return errors.New("end_of_record: no record of a file has begun")
	}
	if len(p.lines) > 0 { // (Bazel's baselines name files and say nothing of them)
		f := p.report.File(p.path)
		if p.guest {
			f.Guest.Add(p.lines)
		} else {
			f.Host.Add(p.lines)
		}
	}
	p.path = ""
	return nil
}
