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
var hardwareFolders = []string{"arch/", "firmware/drivers/", "platforms/", "tools/k210emu/device/"}

// citation is what names a source: the chip's facts, or a specification with the
// place in it.
var citation = regexp.MustCompile(`§|[Pp]riv\. ?\d|[Tt]able \d|[Cc]hapter \d|RFC ?\d|JEDEC|SFDP|16550|Devicetree|[Dd]ata(sheet|book)|QEMU (hw|include)/|\.dtsi|SBI v?\d|RISC-V (SBI|ISA|[Uu]npriv|[Pp]riv)`)

// uncited are files whose constants are the program's own, though they look like
// those of hardware.
var uncited = exceptions{
	"tools/k210emu/device/spi.go": "eight wires that nobody drives, as a byte",
}

// Citations looks for constants of hardware whose numbers come from nowhere. A number
// is one in base 16 or 2, or a shift: what is counted in tens is the program's own.
// One citation serves a block, or, in a file's first comment, the whole file.
func Citations(t *tree.Tree) []Finding {
	r := uncited.run()
	for _, name := range t.Sources("*.go") {
		if strings.HasSuffix(name, "_test.go") || !inHardwareFolder(name) {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, t.Read(name), parser.ParseComments)
		if err != nil {
			continue // gofmt's check tells
		}
		if citesBeforeDeclarations(f) {
			continue
		}
		for _, declaration := range f.Decls {
			block, ok := declaration.(*ast.GenDecl)
			if !ok || block.Tok != token.CONST || cites(f, block) {
				continue
			}
			if at := hardwareNumber(block); at != nil && !r.lets(name) {
				r.found(name, fset.Position(at.Pos()).Line, "a constant of hardware without its source",
					"cite the section in its comment or its block's, as in // k210-facts.md §5 or // RISC-V priv. 1.12 §3.1.6")
			}
		}
	}
	return r.end("quality/checks/citations.go")
}

func inHardwareFolder(name string) bool {
	for _, folder := range hardwareFolders {
		if strings.HasPrefix(path.Dir(name)+"/", folder) {
			return true
		}
	}
	return false
}

// cites tells whether a comment of the block, or right behind it, names a source.
func cites(f *ast.File, block *ast.GenDecl) bool {
	low, high := block.Pos(), block.End()
	if block.Doc != nil {
		low = block.Doc.Pos()
	}
	for _, group := range f.Comments {
		behind := group.Pos() >= high && group.Pos()-high < 3 // on its last line
		if (group.Pos() >= low && group.End() <= high || behind) && citation.MatchString(group.Text()) {
			return true
		}
	}
	return false
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

// hardwareNumber returns the first value of a block that looks like one of hardware.
func hardwareNumber(block *ast.GenDecl) ast.Node {
	var found ast.Node
	ast.Inspect(block, func(n ast.Node) bool {
		if found != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.INT && len(n.Value) > 2 && strings.ContainsAny(n.Value[1:2], "xXbB") {
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
