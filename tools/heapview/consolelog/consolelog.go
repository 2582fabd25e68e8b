// SPDX-License-Identifier: MIT

// Package consolelog finds heap dumps (see package dump for their format) in
// the log of a console, among whatever else was printed there.
//
// Lines without the word "heapdump" are skipped, and so is what stands before
// it on a line, such as the time, and escape sequences that colour a terminal.
// Everything else must be right: a dump that is cut short, damaged or out of
// order is an error that names the line.
package consolelog

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"regexp"
	"strconv"
	"strings"

	"bugo/heap/dump"
)

// Dump is one dump of a heap.
type Dump struct {
	Line      int // where it starts in the log, from 1
	Allocator string
	Start     uint64 // address of the region
	Size      uint64 // bytes of the region
	Blocks    []Block
}

// Block is one block of a dump.
type Block struct {
	Offset    uint64 // from the region's start
	Size      uint64 // usable bytes
	Requested uint64 // 0 when Free
	Free      bool
}

// Error says which line of a log is wrong and why.
type Error struct {
	Line    int // from 1
	Text    string
	Problem string
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d: %s: %q", e.Line, e.Problem, e.Text)
}

// maxLine is the length of the longest line that Read accepts, in bytes.
const maxLine = 1 << 20

// maxRegion bounds the regions that a dump may have.
const maxRegion = 1 << 30

// Read returns all dumps of a log, in order. There may be none. An error is an
// *Error, or comes from r.
func Read(r io.Reader) ([]Dump, error) {
	var reader reader
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, maxLine)
	for scanner.Scan() {
		reader.line++
		text, found := find(scanner.Text())
		if !found {
			continue
		}
		if problem := reader.read(text); problem != "" {
			return nil, reader.fail(text, problem)
		}
	}
	if err := scanner.Err(); errors.Is(err, bufio.ErrTooLong) {
		reader.line++
		return nil, reader.fail("", fmt.Sprintf("the line is longer than %d bytes", maxLine))
	} else if err != nil {
		return nil, err
	}
	if open := reader.open; open != nil {
		reader.line = open.Line
		return nil, reader.fail(reader.header, "this dump has no end: the log is cut short")
	}
	return reader.dumps, nil
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]")

// find returns the line from behind the word heapdump.
func find(line string) (string, bool) {
	if !strings.Contains(line, dump.Word+" ") {
		return "", false
	}
	line = strings.TrimRight(escapes.ReplaceAllString(line, ""), " \t\r")
	before, text, found := strings.Cut(line, dump.Word+" ")
	if !found || before != "" && isWordByte(before[len(before)-1]) {
		return "", false
	}
	return text, true
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

type reader struct {
	dumps  []Dump
	line   int
	open   *Dump  // the dump that has begun and not ended
	header string // its header
	crc    uint32
}

func (r *reader) fail(text, problem string) error {
	const longest = 80
	if len(text) > longest {
		text = text[:longest] + "..."
	}
	return &Error{Line: r.line, Text: text, Problem: problem}
}

// read takes in one line and returns what is wrong with it, or "".
func (r *reader) read(text string) string {
	fields := strings.Split(text, " ")
	switch kind := fields[0]; {
	case len(kind) > 1 && kind[0] == 'v' && '0' <= kind[1] && kind[1] <= '9':
		return r.begin(fields, text)
	case kind != "b" && kind != "f" && kind != "end" && kind != "damaged":
		if r.open == nil {
			return "" // somebody talks about dumps
		}
		return fmt.Sprintf("a dump's line is b, f, end or damaged, not %q", kind)
	case r.open == nil:
		return "no header (heapdump v1 ...) stands before this line"
	case kind == "end":
		return r.end(fields)
	case kind == "damaged":
		return "the heap's records are damaged: this block cannot be (offset and size)"
	}
	return r.block(fields, text)
}

func (r *reader) begin(fields []string, text string) string {
	if r.open != nil {
		return fmt.Sprintf("a dump begins, but the one of line %d has not ended", r.open.Line)
	}
	if fields[0] != dump.Version {
		return fmt.Sprintf("the dump is of version %s; this reader knows %s", fields[0], dump.Version)
	}
	if len(fields) != 4 || fields[1] == "" {
		return "a header is \"heapdump v1 ALLOCATOR START SIZE\""
	}
	numbers, problem := hex(fields[2:], "start", "size")
	if problem != "" {
		return problem
	}
	start, size := numbers[0], numbers[1]
	if size == 0 || size > maxRegion || start+size < start {
		return fmt.Sprintf("a region of %#x bytes at %#x cannot be: it must have 1 byte to 1 GiB", size, start)
	}
	r.open = &Dump{Line: r.line, Allocator: fields[1], Start: start, Size: size}
	r.header = text
	r.crc = sum(0, text)
	return ""
}

func (r *reader) block(fields []string, text string) string {
	block := Block{Free: fields[0] == "f"}
	var numbers []uint64
	var problem string
	if block.Free {
		if len(fields) != 3 {
			return "a free block is \"f OFFSET SIZE\""
		}
		numbers, problem = hex(fields[1:], "offset", "size")
	} else {
		if len(fields) != 4 {
			return "a live block is \"b OFFSET SIZE REQUESTED\""
		}
		numbers, problem = hex(fields[1:], "offset", "size", "requested size")
	}
	if problem != "" {
		return problem
	}
	block.Offset, block.Size = numbers[0], numbers[1]
	if !block.Free {
		block.Requested = numbers[2]
	}

	end := uint64(0)
	if n := len(r.open.Blocks); n > 0 {
		end = r.open.Blocks[n-1].Offset + r.open.Blocks[n-1].Size
	}
	switch {
	case block.Size == 0:
		return "a block cannot have size 0"
	case block.Offset < end:
		return fmt.Sprintf("the block at %#x begins before the end of the one above it, %#x", block.Offset, end)
	case block.Offset > r.open.Size || block.Size > r.open.Size-block.Offset:
		return fmt.Sprintf("the block at %#x does not lie in the region of %#x bytes", block.Offset, r.open.Size)
	case block.Requested > block.Size:
		return fmt.Sprintf("the block at %#x has %#x bytes, less than the requested %#x", block.Offset, block.Size, block.Requested)
	}
	r.open.Blocks = append(r.open.Blocks, block)
	r.crc = sum(r.crc, text)
	return ""
}

func (r *reader) end(fields []string) string {
	if len(fields) != 3 {
		return "an end is \"end COUNT CRC\""
	}
	numbers, problem := hex(fields[1:], "count", "checksum")
	if problem != "" {
		return problem
	}
	if count := uint64(len(r.open.Blocks)); numbers[0] != count {
		return fmt.Sprintf("the dump had %d blocks, but the log has %d of them: lines are lost", numbers[0], count)
	}
	if numbers[1] != uint64(r.crc) {
		return fmt.Sprintf("the dump's checksum is %#x, but its lines have %#x: a line is damaged", numbers[1], r.crc)
	}
	r.dumps = append(r.dumps, *r.open)
	r.open = nil
	return ""
}

// hex reads the fields, whose names are for the message of what is wrong.
func hex(fields []string, names ...string) (numbers []uint64, problem string) {
	for i, field := range fields {
		n, err := strconv.ParseUint(field, 16, 64)
		if err != nil {
			return nil, fmt.Sprintf("%s %q is not a hexadecimal number of 64 bits", names[i], field)
		}
		numbers = append(numbers, n)
	}
	return numbers, ""
}

func sum(crc uint32, text string) uint32 {
	return crc32.Update(crc, crc32.IEEETable, []byte(text+"\n"))
}
