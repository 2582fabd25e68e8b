// SPDX-License-Identifier: MIT

package spec

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What a call can be at most.
const (
	maxRegisters = 6    // a0..a5
	maxNumber    = 1023 // dispatch is an array: holes cost 8 bytes each
	maxErrno     = 4095 // a0 in [-4095, -1] is an error
)

// The names of the table, each in its own style.
var (
	callName   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	localName  = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
	structName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	errorName  = regexp.MustCompile(`^E[A-Z0-9]+$`)
	signature  = regexp.MustCompile(`^([^\s(]*)\(([^()]*)\)\s*(\S*)$`)
)

// reserved are the names that generated code uses for itself.
var reserved = []string{"ctx", "ok", "n", "err", "abi", "trap", "unsafe", "memory", "bytes", "byte", "int", "int32", "uintptr", "error", "fault", "table", "call0", "call3", "value", "status"}

// Parse reads a table. file is for messages only.
func Parse(file, text string) (*Table, error) {
	p := parser{file: file}
	for i, line := range strings.Split(text, "\n") {
		p.line = i + 1
		if err := p.read(strings.TrimSuffix(line, "\r")); err != nil {
			return nil, err
		}
	}
	if err := p.endOfCall(); err != nil {
		return nil, err
	}
	if len(p.table.Calls) == 0 {
		return nil, fmt.Errorf("%s: no calls: a line such as \"call 64 write(fd int32, in p []byte) int\" makes one", file)
	}
	return &p.table, nil
}

// parser is where Parse is in the table.
type parser struct {
	file    string
	line    int
	table   Table
	started int  // the line of the call whose block is being read, or 0
	errors  bool // that block's line of errors was seen
}

func (p *parser) errorf(format string, arguments ...any) error {
	return fmt.Errorf("%s:%d: %s", p.file, p.line, fmt.Sprintf(format, arguments...))
}

// read takes in one line.
func (p *parser) read(line string) error {
	content := strings.TrimSpace(line)
	switch {
	case content == "" || strings.HasPrefix(content, "#"):
		return nil
	case line[0] == ' ' || line[0] == '\t':
		return p.detail(content)
	}
	if err := p.endOfCall(); err != nil {
		return err
	}
	keyword, rest, _ := strings.Cut(content, " ")
	rest = strings.TrimSpace(rest)
	switch keyword {
	case "error":
		return p.error(rest)
	case "struct":
		return p.structure(rest)
	case "call":
		return p.call(rest)
	}
	return p.errorf("%q begins no line: use error, struct or call, or indent what belongs to a call", keyword)
}

// error reads `NUMBER NAME text`.
func (p *parser) error(rest string) error {
	fields := strings.Fields(rest)
	if len(fields) < 3 {
		return p.errorf("an error is a number, a name and a text, such as \"error 9 EBADF bad file descriptor\"")
	}
	e := Error{Name: fields[1], Text: strings.Join(fields[2:], " ")}
	last := 0
	if n := len(p.table.Errors); n > 0 {
		last = p.table.Errors[n-1].Number
	}
	var err error
	if e.Number, err = p.number(fields[0], last, 1, maxErrno); err != nil {
		return err
	}
	if !errorName.MatchString(e.Name) {
		return p.errorf("bad name %q: an error is called E and capital letters, such as EBADF", e.Name)
	}
	if p.table.knows(e.Name) {
		return p.errorf("error %s is there already", e.Name)
	}
	p.table.Errors = append(p.table.Errors, e)
	return nil
}

// structure reads `NAME text`.
func (p *parser) structure(rest string) error {
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		return p.errorf("a struct is a name and a text, such as \"struct Timespec seconds and nanoseconds\"")
	}
	s := Struct{Name: fields[0], Text: strings.Join(fields[1:], " ")}
	if !structName.MatchString(s.Name) {
		return p.errorf("bad name %q: a struct is called as in Go, such as Timespec", s.Name)
	}
	if p.table.hasStruct(s.Name) {
		return p.errorf("struct %s is there already", s.Name)
	}
	p.table.Structs = append(p.table.Structs, s)
	return nil
}

// call reads `NUMBER name(arguments) result`.
func (p *parser) call(rest string) error {
	number, rest, _ := strings.Cut(rest, " ")
	last := -1
	if n := len(p.table.Calls); n > 0 {
		last = p.table.MaxNumber()
	}
	var c Call
	var err error
	if c.Number, err = p.number(number, last, 0, maxNumber); err != nil {
		return err
	}
	parts := signature.FindStringSubmatch(strings.TrimSpace(rest))
	if parts == nil {
		return p.errorf("%q is no signature: it should look like \"write(fd int32, in p []byte) int\"", strings.TrimSpace(rest))
	}
	c.Name, c.Result = parts[1], Result(parts[3])
	if !callName.MatchString(c.Name) {
		return p.errorf("bad name %q: a call is called as in Linux, such as clock_gettime", c.Name)
	}
	if slices.ContainsFunc(p.table.Calls, func(other Call) bool { return goName(other.Name) == goName(c.Name) }) {
		return p.errorf("call %s is there already", c.Name)
	}
	if token.IsKeyword(goName(c.Name)) || slices.Contains(reserved, goName(c.Name)) {
		return p.errorf("bad name %q: Go uses it for something else", c.Name)
	}
	switch c.Result {
	case Nothing, Int, Uintptr, Never:
	default:
		return p.errorf("unknown type %q of a result: use int, uintptr, never or nothing", c.Result)
	}
	if c.Arguments, err = p.arguments(parts[2]); err != nil {
		return err
	}
	if n := c.Registers(); n > maxRegisters {
		return p.errorf("the arguments of %s take %d registers, more than the %d there are", c.Name, n, maxRegisters)
	}
	if slices.ContainsFunc(c.Arguments, func(a Argument) bool { return a.Name == goName(c.Name) }) {
		return p.errorf("an argument of %s has the name of the call", c.Name)
	}
	p.table.Calls = append(p.table.Calls, c)
	p.started, p.errors = p.line, false
	return nil
}

func (p *parser) arguments(list string) ([]Argument, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	var arguments []Argument
	for part := range strings.SplitSeq(list, ",") {
		a, err := p.argument(strings.Fields(part))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(arguments, func(other Argument) bool { return other.Name == a.Name }) {
			return nil, p.errorf("two arguments are called %s", a.Name)
		}
		arguments = append(arguments, a)
	}
	return arguments, nil
}

// argument reads `name type`, or `direction name type` for memory.
func (p *parser) argument(fields []string) (Argument, error) {
	var a Argument
	if len(fields) == 3 {
		switch d := Direction(fields[0]); d {
		case In, Out, InOut:
			a.Direction, fields = d, fields[1:]
		default:
			return a, p.errorf("unknown direction %q: use in, out or inout", fields[0])
		}
	}
	if len(fields) != 2 {
		return a, p.errorf("an argument is a name and a type, with its direction before it if it is memory: \"in p []byte\"")
	}
	a.Name = fields[0]
	if !localName.MatchString(a.Name) || token.IsKeyword(a.Name) || slices.Contains(reserved, a.Name) {
		return a, p.errorf("bad name %q of an argument: it must be a Go name that generated code does not use itself", a.Name)
	}
	a.Type, a.Nullable = strings.CutSuffix(fields[1], "?")
	memory := a.IsBytes() || a.Struct() != ""
	switch {
	case a.Struct() != "" && !p.table.hasStruct(a.Struct()), !memory && a.Type != "int32" && a.Type != "uintptr":
		return a, p.errorf("unknown type %q of argument %s: use int32, uintptr, []byte or * and a struct of this table", a.Type, a.Name)
	case a.Nullable && a.Struct() == "":
		return a, p.errorf("argument %s cannot be %s?: only the address of a struct can be 0", a.Name, a.Type)
	case memory && a.Direction == Value:
		return a, p.errorf("argument %s is memory: say in, out or inout before it", a.Name)
	case !memory && a.Direction != Value:
		return a, p.errorf("argument %s is a value: it has no direction", a.Name)
	}
	return a, nil
}

// detail reads an indented line: the errors of a call first, then its sentence.
func (p *parser) detail(content string) error {
	if p.started == 0 {
		return p.errorf("an indented line belongs to a call, and there is none before it")
	}
	c := &p.table.Calls[len(p.table.Calls)-1]
	if p.errors {
		c.Text = strings.TrimSpace(c.Text + " " + content)
		return nil
	}
	fields := strings.Fields(content)
	if fields[0] != "errors" || len(fields) == 1 {
		return p.errorf("the errors of call %s come first: \"errors EFAULT\", or \"errors none\"", c.Name)
	}
	p.errors = true
	if names := fields[1:]; len(names) != 1 || names[0] != "none" {
		c.Errors = names
	}
	for i, name := range c.Errors {
		if !p.table.knows(name) {
			return p.errorf("unknown error %s: a line such as \"error 9 EBADF bad file descriptor\" declares one", name)
		}
		if slices.Contains(c.Errors[:i], name) {
			return p.errorf("error %s is named twice", name)
		}
	}
	return p.agree(c)
}

// agree checks that a call's errors suit its result and arguments.
func (p *parser) agree(c *Call) error {
	memory := slices.ContainsFunc(c.Arguments, func(a Argument) bool { return a.Direction != Value })
	switch {
	case len(c.Errors) > 0 && (c.Result == Never || c.Result == Uintptr):
		return p.errorf("call %s cannot have errors: its result is %s", c.Name, c.Result)
	case memory && !slices.Contains(c.Errors, "EFAULT"):
		return p.errorf("call %s takes memory, so EFAULT is among its errors", c.Name)
	}
	return nil
}

// endOfCall checks the block that ends before this line, if any does.
func (p *parser) endOfCall() error {
	if p.started == 0 {
		return nil
	}
	c := &p.table.Calls[len(p.table.Calls)-1]
	line := p.line
	p.line, p.started = p.started, 0
	switch {
	case !p.errors:
		return p.errorf("call %s has no line of errors: \"errors EFAULT\", or \"errors none\"", c.Name)
	case c.Text == "":
		return p.errorf("call %s is not described: add a sentence below its errors", c.Name)
	}
	p.line = line
	return nil
}

// number reads one that must be larger than last.
func (p *parser) number(text string, last, smallest, largest int) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < smallest || n > largest || strconv.Itoa(n) != text:
		return 0, p.errorf("bad number %q: it must be a decimal number from %d to %d", text, smallest, largest)
	case n == last:
		return 0, p.errorf("duplicate number %d", n)
	case n < last:
		return 0, p.errorf("unsorted number %d: it comes after %d", n, last)
	}
	return n, nil
}

func (t *Table) knows(name string) bool {
	return slices.ContainsFunc(t.Errors, func(e Error) bool { return e.Name == name })
}

func (t *Table) hasStruct(name string) bool {
	return slices.ContainsFunc(t.Structs, func(s Struct) bool { return s.Name == name })
}
