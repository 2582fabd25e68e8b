// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// command is a row of a table.
type command struct {
	Command string `json:"command"` // what one types
	What    string `json:"what"`    // what happens then, in Markdown
	Table   table  `json:"table"`
}

// table is one of those of README.md.
type table string

const (
	first  table = "first"  // none: README.md begins with these
	more   table = "more"   // "More to do with it"
	upkeep table = "upkeep" // "Caches, and what a build may use"
)

// upkeepHeading stands before those of the last table in the terminal.
const upkeepHeading = "Now and then: caches, checks from outside, upkeep"

// read reads what the rule command_list (help.bzl) wrote.
func read(path string) ([]command, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var commands []command
	if err := json.Unmarshal(content, &commands); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return commands, nil
}

// about returns the commands that have one of the words, in any case of letters; all
// without words.
func about(commands []command, words []string) []command {
	if len(words) == 0 {
		return commands
	}
	var found []command
	for _, c := range commands {
		all := strings.ToLower(c.Command + " " + c.What)
		for _, word := range words {
			if strings.Contains(all, strings.ToLower(word)) {
				found = append(found, c)
				break
			}
		}
	}
	return found
}

var (
	link   = regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`)
	spaces = regexp.MustCompile(`\s+`)
)

// text returns commands as the terminal shows them.
func text(commands []command) string {
	var b strings.Builder
	headed := false
	for _, c := range commands {
		if c.Table == upkeep && !headed {
			headed = true
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%s\n\n", upkeepHeading)
		}
		what := link.ReplaceAllString(c.What, "$1")
		what = strings.ReplaceAll(what, "`", "")
		fmt.Fprintf(&b, "%s\n", c.Command)
		for _, line := range wrap(what, 76) {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	return b.String()
}

// wrap breaks a text between words into lines of at most width characters, if
// no word is longer.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range spaces.Split(strings.TrimSpace(s), -1) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
