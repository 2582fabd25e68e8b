// SPDX-License-Identifier: MIT

package summary

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Threshold is how many percent of a package's lines should run at least.
type Threshold struct {
	Package string
	Percent float64 // more than 0, at most 100
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
			return nil, fmt.Errorf("line %d: %q is no package: want a directory of the workspace, such as heap/gc", number, t.Package)
		}
		t.Percent, err = strconv.ParseFloat(fields[1], 64)
		if err != nil || !(t.Percent > 0 && t.Percent <= 100) {
			return nil, fmt.Errorf("line %d: %q is no percentage: want more than 0, at most 100", number, fields[1])
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
