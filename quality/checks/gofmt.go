// SPDX-License-Identifier: MIT

package checks

import (
	"bytes"
	"errors"
	"go/format"
	"go/scanner"

	"bugo/quality/tree"
)

// Gofmt compares Go files with what gofmt makes of them.
func Gofmt(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Sources("*.go") {
		source := t.Read(name)
		formatted, err := format.Source(source)
		if err != nil {
			line := 0
			if list := (scanner.ErrorList{}); errors.As(err, &list) && len(list) > 0 {
				line, err = list[0].Pos.Line, errors.New(list[0].Msg)
			}
			findings = append(findings, Finding{name, line, "it cannot be parsed (" + err.Error() + ")", "mend the syntax"})
			continue
		}
		if line := firstDifference(source, formatted); line > 0 {
			findings = append(findings, Finding{name, line, "gofmt would change this line", fixRemedy})
		}
	}
	return findings
}

// firstDifference returns the first line, from 1, in which two texts differ, or 0.
func firstDifference(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	linesA, linesB := bytes.SplitAfter(a, []byte("\n")), bytes.SplitAfter(b, []byte("\n"))
	for i := range linesA {
		if i >= len(linesB) || !bytes.Equal(linesA[i], linesB[i]) {
			return i + 1
		}
	}
	return len(linesA)
}
