// SPDX-License-Identifier: MIT

package main

import (
	"regexp"

	"bugo/quality/checks"
	"bugo/quality/tree"
)

// allowance is a comment that allows a finding: //bugo:allow ANALYZER REASON, on the
// line of what is found or on the one above it.
var allowance = regexp.MustCompile(`//bugo:allow (\w+)(?:\s+(\S.*))?$`)

type place struct {
	file     string
	line     int
	analyzer string
}

// allowances are the comments of a tree, and whether each has allowed something.
type allowances struct {
	used   map[place]bool
	reason map[place]string
}

func newAllowances(t *tree.Tree) *allowances {
	a := &allowances{map[place]bool{}, map[place]string{}}
	for _, name := range t.Sources("*.go", "*.s") {
		for i, line := range t.Lines(name) {
			if match := allowance.FindStringSubmatch(line); match != nil {
				at := place{name, i + 1, match[1]}
				a.used[at], a.reason[at] = false, match[2]
			}
		}
	}
	return a
}

// use tells whether a finding is allowed.
func (a *allowances) use(file string, line int, analyzer string) bool {
	for _, at := range []place{{file, line, analyzer}, {file, line - 1, analyzer}} {
		if _, ok := a.used[at]; ok {
			a.used[at] = true
			return true
		}
	}
	return false
}

// wrong returns the comments without a reason, and those that allow nothing, among
// the files and for the analyzers that were looked at.
func (a *allowances) wrong(ran, files map[string]bool) []checks.Finding {
	var findings []checks.Finding
	for at, used := range a.used {
		if !ran[at.analyzer] || !files[at.file] {
			continue
		}
		switch {
		case !used:
			findings = append(findings, checks.Finding{File: at.file, Line: at.line, Wrong: "this allows " + at.analyzer + " what it does not find", Remedy: "take the comment out"})
		case a.reason[at] == "":
			findings = append(findings, checks.Finding{File: at.file, Line: at.line, Wrong: "this allows " + at.analyzer + " something without a reason", Remedy: "say why the code is right"})
		}
	}
	return findings
}
