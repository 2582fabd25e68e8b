// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"bugo/quality/checks"
	"bugo/quality/tree"
)

// module is the path of the tree's packages.
const module = "bugo/"

// checkImports compares the imports of all Go files, whatever machine they are for,
// with the table. Tests may use tools too.
func (layers table) checkImports(t *tree.Tree) []checks.Finding {
	var findings []checks.Finding
	used := map[[2]string]bool{}
	for _, name := range t.Sources("*.go") {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, t.Read(name), parser.ImportsOnly)
		if err != nil {
			continue // gofmt's check tells
		}
		from := layers.of(path.Dir(name))
		if from == nil {
			findings = append(findings, checks.Finding{File: name, Line: fset.Position(f.Name.Pos()).Line,
				Wrong: path.Dir(name) + " is in no layer", Remedy: "give it one in quality/layers/table.go"})
			continue
		}
		for _, i := range f.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil || !strings.HasPrefix(imported, module) {
				continue
			}
			to := layers.of(strings.TrimPrefix(imported, module))
			switch {
			case to == nil: // its own file is found
			case to == from:
			case strings.HasSuffix(name, "_test.go") && to.name == "tools":
			case !slices.Contains(from.sees, to.name):
				findings = append(findings, checks.Finding{File: name, Line: fset.Position(i.Pos()).Line,
					Wrong:  fmt.Sprintf("%s imports %s, of layer %s, which it must not see", from.name, imported, to.name),
					Remedy: sight(from) + ": hand it in from above, by a value or an interface, or move this code up"})
			default:
				used[[2]string{from.name, to.name}] = true
			}
		}
	}
	if len(findings) == 0 {
		findings = layers.unused(used)
	}
	return findings
}

// sight tells what a layer sees.
func sight(l *layer) string {
	if len(l.sees) == 0 {
		return l.name + " sees no other layer"
	}
	return l.name + " sees only " + strings.Join(l.sees, ", ")
}

// unused returns what the table lets layers see that they never look at.
func (layers table) unused(used map[[2]string]bool) []checks.Finding {
	var findings []checks.Finding
	for _, l := range layers {
		for _, seen := range l.sees {
			if !used[[2]string{l.name, seen}] {
				findings = append(findings, checks.Finding{File: "quality/layers/table.go",
					Wrong: l.name + " may see " + seen + ", and never does", Remedy: "take it out"})
			}
		}
	}
	return findings
}
