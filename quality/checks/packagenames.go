// SPDX-License-Identifier: MIT

package checks

import (
	"go/parser"
	"go/token"
	"path"

	"bugo/quality/tree"
)

// emptyNames are names that tell a reader nothing about what a package is for.
var emptyNames = map[string]bool{
	"common": true, "helper": true, "helpers": true, "lib": true, "misc": true,
	"shared": true, "util": true, "utils": true,
}

// PackageNames looks at the package clauses of Go files and at their folders.
func PackageNames(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Sources("*.go") {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, t.Read(name), parser.PackageClauseOnly)
		if err != nil {
			continue // gofmt's check tells
		}
		for _, word := range []string{f.Name.Name, path.Base(path.Dir(name))} {
			if emptyNames[word] {
				findings = append(findings, Finding{name, fset.Position(f.Name.Pos()).Line, "a package named " + word,
					"name it after what it provides, or move its contents to where they are used"})
				break
			}
		}
	}
	return findings
}
