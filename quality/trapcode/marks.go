// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"

	"bugo/quality/load"
	"bugo/quality/trapcontext"
	"bugo/quality/tree"
)

// marks are the functions that are marked, and what else their packages declare.
type marks struct {
	marked   map[string]mark // by what the linker calls them
	declared map[string]bool // all functions of packages with marks
	packages map[string]bool // with marks, by import path
}

// mark is a marked function.
type mark struct {
	place
	importPath string
}

// readMarks reads the tree's marks.
func readMarks(source *tree.Tree, variants []load.Variant) (*marks, error) {
	m := &marks{map[string]mark{}, map[string]bool{}, map[string]bool{}}
	for _, variant := range variants {
		packages, err := load.BareMetal(source, variant)
		if err != nil {
			return nil, err
		}
		for importPath, names := range packages {
			if err := m.readPackage(source, importPath, names); err != nil {
				return nil, err
			}
		}
	}
	if len(m.marked) == 0 {
		return nil, fmt.Errorf("no function is marked %s: is this the whole tree?", trapcontext.Directive)
	}
	return m, nil
}

func (m *marks) readPackage(source *tree.Tree, importPath string, names []string) error {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, source.Read(name), parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	marked := trapcontext.Marked(files)
	if len(marked) == 0 {
		return nil
	}
	if files[0].Name.Name == "main" {
		return fmt.Errorf("%s: a function of a package main is marked %s, and all programs call theirs main.NAME: move it to a package of its own", names[0], trapcontext.Directive)
	}
	m.packages[importPath] = true
	for _, file := range files {
		linknames := linknames(file)
		for _, declaration := range file.Decls {
			d, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			symbol := importPath + "." + nameIn(d)
			if other := linknames[d.Name.Name]; other != "" && d.Recv == nil {
				symbol = other
			}
			m.declared[symbol] = true
			if marked[d] {
				at := fset.Position(d.Pos())
				m.marked[symbol] = mark{place{at.Filename, at.Line}, importPath}
			}
		}
	}
	return nil
}

// linknames returns the names that a file gives to functions of its own, for the
// linker.
func linknames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if fields := strings.Fields(c.Text); len(fields) == 3 && fields[0] == "//go:linkname" {
				names[fields[1]] = fields[2]
			}
		}
	}
	return names
}

// nameIn returns a function's name behind that of its package.
func nameIn(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	pointer, isPointer := t.(*ast.StarExpr)
	if isPointer {
		t = pointer.X
	}
	switch generic := t.(type) {
	case *ast.IndexExpr:
		t = generic.X
	case *ast.IndexListExpr:
		t = generic.X
	}
	name := ""
	if id, ok := t.(*ast.Ident); ok {
		name = id.Name
	}
	if isPointer {
		name = "(*" + name + ")"
	}
	return name + "." + d.Name.Name
}

var (
	typeArguments = regexp.MustCompile(`\[[^\[\]]*\]`)
	// inside is what the compiler appends for literals, and for wrappers of the two
	// calling conventions; the linker, for a step to what is far away.
	inside = regexp.MustCompile(`(?:\.(?:func|gowrap|deferwrap)\d+(?:\.\d+)*|-range\d+|-fm|\.abi0|\.abiinternal|-tramp\d+)$`)
)

// declared returns the name of the declared function to which a symbol belongs: that
// around a literal, the generic one of an instance.
func declared(symbol string) string {
	for typeArguments.MatchString(symbol) {
		symbol = typeArguments.ReplaceAllString(symbol, "")
	}
	for inside.MatchString(symbol) {
		symbol = inside.ReplaceAllString(symbol, "")
	}
	return symbol
}

// of returns the mark of the function to which a symbol of an image belongs. A name
// that go:linkname gives, such as runtime.sysWrite, is another package's in an image
// that lacks the one with the mark.
func (m *marks) of(i *image, symbol string) (mark, bool) {
	found, ok := m.marked[declared(symbol)]
	if !ok || strings.HasSuffix(symbol, "-fm") {
		return mark{}, false
	}
	return found, i.packages[found.importPath]
}
