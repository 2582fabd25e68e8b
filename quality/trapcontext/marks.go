// SPDX-License-Identifier: MIT

package trapcontext

import (
	"go/ast"
	"strings"
)

// Directive marks functions, files and packages.
const Directive = "//bugo:trapcontext"

// Marked returns which functions with a body are marked in a package, whose files are
// all given. (It goes by comments alone: //quality/trapcode, too, asks for the marks,
// and has no types.)
func Marked(files []*ast.File) map[*ast.FuncDecl]bool {
	packageMarked := false
	for _, file := range files {
		packageMarked = packageMarked || marked(file.Doc) && strings.HasPrefix(file.Doc.Text(), "Package ")
	}
	found := map[*ast.FuncDecl]bool{}
	for _, file := range files {
		allMarked := packageMarked || marked(file.Doc)
		for _, declaration := range file.Decls {
			d, ok := declaration.(*ast.FuncDecl)
			if ok && d.Body != nil && (allMarked && d.Name.Name != "init" || marked(d.Doc)) {
				found[d] = true
			}
		}
	}
	return found
}

func marked(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	for _, c := range doc.List {
		if c.Text == Directive {
			return true
		}
	}
	return false
}
