// SPDX-License-Identifier: MIT

// Package console finds addresses in the log of a console and writes behind
// each what it is:
//
//	x1=0x80026c1c  ->  x1=0x80026c1c <main.main kernel/main_riscv64.go:20>
//
// Every number 0x… that lies in the code of a program is annotated. All else
// is passed on byte for byte: an annotated log without the annotations is the
// log. Two kinds of numbers are left alone: those with an annotation already,
// and the lines of a traceback, whose functions stand there.
//
// An address that a call will return to names the call, which is the
// instruction before it: those are register x1 of the kernel's register dumps
// and ra of the firmware's. All others are what they are: a pc that faulted, a
// pointer to a function.
package console

import (
	"regexp"
	"strconv"
)

// A Number is an address in a line.
type Number struct {
	End     int // where it ends in the line
	Address uint64
	Return  bool // a call returns to it
}

// A Line is what was found in one line.
type Line struct {
	Numbers []Number
	App     string // whose addresses they are by the line's own words, or ""
}

var (
	hexadecimal = regexp.MustCompile(`0x[0-9a-fA-F]+`)

	// traced is a line of a traceback, see package runtime: function, file, line.
	traced = regexp.MustCompile(`^\s+\S.* \S+:\d+ pc=0x[0-9a-f]+ sp=0x[0-9a-f]+\s*$`)

	// killed is the kernel's word on an app's end, see package kernel/handlers.
	killed = regexp.MustCompile(`\[kernel\] app (\S+) killed: `)

	// returns is what stands before an address that a call returns to: x1, which
	// is named ra (RISC-V ELF psABI, "Integer Register Convention").
	returns = regexp.MustCompile(`(?:^|[^0-9A-Za-z_])(?:x1|ra)[= ]\s*$`)

	// escape is what colours a terminal; its last letter is no part of a word.
	escape = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]$`)
)

// annotation starts what is written behind a number.
const annotation = " <"

// Scan finds the addresses in one line, with or without its newline.
func Scan(line string) Line {
	var found Line
	if traced.MatchString(line) {
		return found
	}
	if app := killed.FindStringSubmatch(line); app != nil {
		found.App = app[1]
	}
	for _, at := range hexadecimal.FindAllStringIndex(line, -1) {
		start, end := at[0], at[1]
		if start > 0 && isWord(line[start-1]) && !escape.MatchString(line[:start]) || end < len(line) && isWord(line[end]) {
			continue
		}
		if len(line) >= end+len(annotation) && line[end:end+len(annotation)] == annotation {
			continue
		}
		address, err := strconv.ParseUint(line[start+2:end], 16, 64)
		if err != nil {
			continue // more than 64 bits is no address
		}
		found.Numbers = append(found.Numbers, Number{end, address, returns.MatchString(line[:start])})
	}
	return found
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
