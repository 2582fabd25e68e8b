// SPDX-License-Identifier: MIT

// Package transcript reads the commands and outputs that a Markdown document
// shows, and compares an output with what a command really printed.
//
// A transcript is a fenced block of the language "console":
//
//	```console
//	$ ./bazelw run //:qemu
//	…
//	[kernel] app_0 [0x…, 0x…)
//	```
//
// A line that starts with "$ " is a command; the lines up to the next command
// or the fence are its output. In an output, "…" stands for any text within
// the line, and a line that is only "…" or "..." for any number of lines, even
// none. Blanks at the end of a line and CR do not count.
package transcript

import (
	"fmt"
	"strings"
)

// Any stands for any text in a line of a documented output.
const Any = "…"

// A Transcript is one command and the output that the document shows.
type Transcript struct {
	File    string
	Line    int // of the command, from 1
	Command string
	Output  []string
}

const (
	fence  = "```"
	prompt = "$ "
)

// Parse returns the transcripts of a document in order. file is its name, for
// messages.
func Parse(file, document string) ([]Transcript, error) {
	var found []Transcript
	opened := 0     // line of the fence of the block being read; 0 outside of blocks
	var info string // what follows that fence
	commands := 0   // in that block
	for i, line := range strings.Split(document, "\n") {
		line = strings.TrimRight(line, " \t\r")
		number := i + 1
		rest, isFence := strings.CutPrefix(strings.TrimLeft(line, " "), fence)
		switch {
		case isFence && opened == 0:
			opened, info, commands = number, strings.TrimSpace(rest), 0
		case isFence && rest == "":
			if info == "console" && commands == 0 {
				return nil, fmt.Errorf("%s:%d: the console block shows no command: start a line with %q", file, opened, prompt)
			}
			opened = 0
		case opened == 0 || info != "console":
		case strings.HasPrefix(line, prompt):
			commands++
			found = append(found, Transcript{File: file, Line: number, Command: strings.TrimSpace(line[len(prompt):])})
		case commands == 0:
			return nil, fmt.Errorf("%s:%d: output before the block's first command: start a line with %q", file, number, prompt)
		default:
			last := &found[len(found)-1]
			last.Output = append(last.Output, line)
		}
	}
	if opened != 0 {
		return nil, fmt.Errorf("%s:%d: the block is never closed", file, opened)
	}
	return found, nil
}

// lines splits what a program printed, without CR, blanks at ends of lines and
// blank lines at the end.
func lines(output string) []string {
	output = strings.TrimRight(strings.ReplaceAll(output, "\r\n", "\n"), " \t\r\n")
	if output == "" {
		return nil
	}
	split := strings.Split(output, "\n")
	for i := range split {
		split[i] = strings.TrimRight(split[i], " \t\r")
	}
	return split
}

// isAnyLines tells whether a documented line stands for any number of lines.
func isAnyLines(line string) bool { return line == Any || line == "..." }

// matches tells whether an actual line is what a documented one allows.
func matches(documented, actual string) bool {
	parts := strings.Split(documented, Any)
	if len(parts) == 1 {
		return documented == actual
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(actual) < len(first)+len(last) || !strings.HasPrefix(actual, first) || !strings.HasSuffix(actual, last) {
		return false
	}
	// What lies between is matched from the left, each part as early as it can.
	rest := actual[len(first) : len(actual)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return true
}
