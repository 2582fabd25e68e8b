// SPDX-License-Identifier: MIT

package summary

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Threshold is how many percent of a package's lines should run at least. Package is
// a directory, or DIRECTORY/... for it and each one below it. Where several cover a
// package, the longest decides, so that a pattern can have exceptions.
type Threshold struct {
	Package string
	Percent float64 // at most 100; 0 is an exception from a pattern
}

// below returns what a pattern covers the packages of, or "" if it is none.
func (t Threshold) below() string {
	directory, ok := strings.CutSuffix(t.Package, "/...")
	if !ok {
		return ""
	}
	return directory
}

// Covers reports whether the threshold is for a package.
func (t Threshold) Covers(name string) bool {
	directory := t.below()
	return name == t.Package || directory != "" && (name == directory || strings.HasPrefix(name, directory+"/"))
}

// ahead orders thresholds so that whichever decides comes last.
func ahead(a, b Threshold) int {
	if c := cmp.Compare(len(strings.TrimSuffix(a.Package, "/...")), len(strings.TrimSuffix(b.Package, "/..."))); c != 0 {
		return c
	}
	return cmp.Compare(len(b.Package), len(a.Package)) // heap/... before heap
}

// ReadThresholds reads lines of PACKAGE PERCENT; what is behind a # is a comment.
// The errors tell the line.
func ReadThresholds(in io.Reader) (all []Threshold, err error) {
	seen := map[string]bool{}
	scanner := bufio.NewScanner(in)
	for number := 1; scanner.Scan(); number++ {
		text, _, _ := strings.Cut(scanner.Text(), "#")
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 {
			return nil, fmt.Errorf("line %d: %q is not PACKAGE PERCENT", number, strings.TrimSpace(text))
		}
		t := Threshold{Package: fields[0]}
		if path.Clean(t.Package) != t.Package || strings.HasPrefix(t.Package, "/") {
			return nil, fmt.Errorf("line %d: %q is no package: want a directory of the workspace, such as heap/gc, or heap/... with those below it", number, t.Package)
		}
		t.Percent, err = strconv.ParseFloat(fields[1], 64)
		if err != nil || !(t.Percent >= 0 && t.Percent <= 100) {
			return nil, fmt.Errorf("line %d: %q is no percentage: want 0 to 100", number, fields[1])
		}
		if seen[t.Package] {
			return nil, fmt.Errorf("line %d: %s is there twice", number, t.Package)
		}
		seen[t.Package] = true
		all = append(all, t)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("cannot read the thresholds: %w", err)
	}
	return all, nil
}
