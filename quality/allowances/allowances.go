// SPDX-License-Identifier: MIT

// Package allowances reads the comments by which code is allowed what a check finds in
// it: //bugo:allow CHECK REASON, on the line of what is found or on the one above it. A
// comment without a reason, and one that allows nothing any more, are findings, too.
package allowances

import (
	"regexp"

	"bugo/quality/checks"
	"bugo/quality/tree"
)

// allowance is such a comment.
var allowance = regexp.MustCompile(`//bugo:allow (\w+)(?:\s+(\S.*))?$`)

type place struct {
	file  string
	line  int
	check string
}

// Allowances are the comments of a tree, and whether each has allowed something.
type Allowances struct {
	used   map[place]bool
	reason map[place]string
}

// New reads them.
func New(t *tree.Tree) *Allowances {
	a := &Allowances{map[place]bool{}, map[place]string{}}
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

// Use tells whether what a check has found is allowed.
func (a *Allowances) Use(file string, line int, check string) bool {
	for _, at := range []place{{file, line, check}, {file, line - 1, check}} {
		if _, ok := a.used[at]; ok {
			a.used[at] = true
			return true
		}
	}
	return false
}

// Wrong returns the comments without a reason, and those that allow nothing, among
// the files and for the checks that were looked at.
func (a *Allowances) Wrong(ran, files map[string]bool) []checks.Finding {
	var findings []checks.Finding
	for at, used := range a.used {
		if !ran[at.check] || !files[at.file] {
			continue
		}
		switch {
		case !used:
			findings = append(findings, checks.Finding{File: at.file, Line: at.line, Wrong: "this allows " + at.check + " what it does not find", Remedy: "take the comment out"})
		case a.reason[at] == "":
			findings = append(findings, checks.Finding{File: at.file, Line: at.line, Wrong: "this allows " + at.check + " something without a reason", Remedy: "say why the code is right"})
		}
	}
	return findings
}
