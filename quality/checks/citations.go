// SPDX-License-Identifier: MIT

package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strings"

	"bugo/quality/tree"
)

// hardwareFolders are where constants are of hardware: registers, fields, encodings.
// With the value true nothing else is there: a number in tens, such as an interrupt's,
// is the hardware's too, and so is one in a table that is a variable.
var hardwareFolders = map[string]bool{
	"arch/":                 false,
	"firmware/board/":       true,
	"firmware/drivers/":     true,
	"platforms/":            true,
	"tools/k210emu/device/": false,
}

// citation is what names a source: the chip's facts, or a specification with the
// place in it.
var citation = regexp.MustCompile(`§|[Pp]riv\. ?\d|[Tt]able \d|[Cc]hapter \d|RFC ?\d|JEDEC|SFDP|16550|Devicetree|[Dd]ata(sheet|book)|QEMU (hw|include)/|\.dtsi|SBI v?\d|RISC-V (SBI|ISA|[Uu]npriv|[Pp]riv)`)

// ours is what says of a declaration that its numbers are the program's own.
var ours = regexp.MustCompile(`(?m)(^|\s)ours: \S`)

// Citations looks for constants of hardware whose numbers come from nowhere. A number
// is one in base 16 or 2, or a shift: what is counted in tens is the program's own,
// unless its folder says otherwise. One citation serves a block, or, in a function's or
// a file's first comment, all of it. What looks like hardware and is not says
// "ours: REASON" in its own comment, or its block's. Files that a program writes are
// left to that.
func Citations(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Sources("*.go") {
		folder, all := hardwareFolder(name)
		if strings.HasSuffix(name, "_test.go") || folder == "" {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, t.Read(name), parser.ParseComments)
		if err != nil || ast.IsGenerated(f) {
			continue // gofmt's check tells
		}
		for _, declaration := range f.Decls {
			cited := citesBeforeDeclarations(f)
			if function, ok := declaration.(*ast.FuncDecl); ok && function.Doc != nil {
				cited = cited || citation.MatchString(function.Doc.Text())
			}
			for _, block := range blocks(declaration, all) {
				findings = append(findings, (&reader{fset, f, all}).uncited(block, cited)...)
			}
		}
	}
	return findings
}

// blocks returns the blocks of constants of a declaration, a function's too; with all,
// also those of the file's variables.
func blocks(declaration ast.Decl, all bool) (found []*ast.GenDecl) {
	if block, ok := declaration.(*ast.GenDecl); ok && all && block.Tok == token.VAR {
		return []*ast.GenDecl{block}
	}
	ast.Inspect(declaration, func(n ast.Node) bool {
		if block, ok := n.(*ast.GenDecl); ok && block.Tok == token.CONST {
			found = append(found, block)
		}
		return true
	})
	return found
}

// hardwareFolder returns the one that a file is in, if any, and whether nothing else
// than hardware is there.
func hardwareFolder(name string) (folder string, all bool) {
	for folder, all := range hardwareFolders {
		if strings.HasPrefix(path.Dir(name)+"/", folder) {
			return folder, all
		}
	}
	return "", false
}

// reader reads the declarations of a file.
type reader struct {
	fset *token.FileSet
	file *ast.File
	all  bool // numbers in tens count
}

// uncited returns the first number of a block that is without its source, and each
// "ours" that excuses nothing.
func (r *reader) uncited(block *ast.GenDecl, cited bool) []Finding {
	var findings []Finding
	found := func(at ast.Node, wrong, remedy string) {
		place := r.fset.Position(at.Pos())
		findings = append(findings, Finding{place.Filename, place.Line, wrong, remedy})
	}
	const idle, takeOut = "this is said to be ours, and needs no source", "take the remark out"
	cited = cited || r.says(citation, block)
	list := block.Lparen.IsValid()
	excused := list && block.Doc != nil && ours.MatchString(block.Doc.Text())
	needed, told := false, false
	for _, spec := range block.Specs {
		said := ast.Node(spec)
		if !list {
			said = block
		}
		number := hardwareNumber(spec, r.all)
		switch own, needs := r.says(ours, said), number != nil && !cited; {
		case own && !needs:
			found(spec, idle, takeOut)
		case own || !needs:
		case excused:
			needed = true
		case !told:
			told = true
			found(number, "a constant of hardware without its source",
				"cite the section in its comment or its block's, as in // k210-facts.md §5 or // RISC-V priv. 1.12 §3.1.6; or say // ours: REASON")
		}
	}
	if excused && !needed {
		found(block, idle, takeOut)
	}
	return findings
}

// says tells whether a comment in a node, right above it or behind it on its last line
// matches.
func (r *reader) says(what *regexp.Regexp, node ast.Node) bool {
	low, high := node.Pos(), node.End()
	switch n := node.(type) {
	case *ast.GenDecl:
		low = firstOf(n.Doc, low)
	case *ast.ValueSpec:
		low = firstOf(n.Doc, low)
	}
	last := r.fset.Position(high).Line
	for _, group := range r.file.Comments {
		inside := group.Pos() >= low && group.End() <= high
		behind := group.Pos() >= high && r.fset.Position(group.Pos()).Line == last
		if (inside || behind) && what.MatchString(group.Text()) {
			return true
		}
	}
	return false
}

func firstOf(doc *ast.CommentGroup, low token.Pos) token.Pos {
	if doc != nil {
		return doc.Pos()
	}
	return low
}

// citesBeforeDeclarations tells whether the file's or package's comment does.
func citesBeforeDeclarations(f *ast.File) bool {
	for _, group := range f.Comments {
		if group.End() <= f.Name.End() && citation.MatchString(group.Text()) {
			return true
		}
	}
	return false
}

// hardwareNumber returns the first value of a declaration that looks like one of
// hardware; with all, each that is greater than 1 does.
func hardwareNumber(spec ast.Node, all bool) ast.Node {
	var found ast.Node
	ast.Inspect(spec, func(n ast.Node) bool {
		if found != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // code, not a table
		case *ast.BasicLit:
			if n.Kind == token.INT && (all && n.Value != "0" && n.Value != "1" || len(n.Value) > 2 && strings.ContainsAny(n.Value[1:2], "xXbB")) {
				found = n
			}
		case *ast.BinaryExpr:
			if n.Op == token.SHL {
				found = n
			}
		}
		return true
	})
	return found
}
