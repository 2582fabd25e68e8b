// SPDX-License-Identifier: MIT

// Package load reads the tree's Go packages with their types, for analyzers, as the
// go command would for one machine, but without it: it works inside Bazel's sandbox,
// for bare-metal packages too, and it hands out assembly files, which rules_go's nogo
// does not.
//
// A package of the tree is read from its source. What it imports from elsewhere comes
// from export data: see Exports. On riscv64 that is our own freestanding standard
// library, and //runtime is read as what it is there, package runtime.
package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"bugo/quality/tree"
)

// Module is the path of the tree's module.
const Module = "bugo"

// Loader reads packages for one machine.
type Loader struct {
	Tree    *tree.Tree
	Root    string // where the tree is on disk; analyzers read assembly there
	GOARCH  string // amd64 or riscv64
	Variant Variant
	Exports *Exports

	fset    *token.FileSet
	folders map[string]*files
	loaded  map[string]*packages.Package // by folder; nil while it is read
	known   map[string]*types.Package    // from export data
}

// Load returns the packages to analyze: on amd64 all, with their tests; on riscv64
// those with files that only riscv64 has, and what these import.
func (l *Loader) Load() ([]*packages.Package, error) {
	l.fset = token.NewFileSet()
	l.loaded = map[string]*packages.Package{}
	l.known = map[string]*types.Package{}
	var err error
	if l.folders, err = folders(l.Tree, l.GOARCH, l.Variant); err != nil {
		return nil, err
	}
	var errs []error
	for _, dir := range slices.Sorted(maps.Keys(l.folders)) {
		if l.bare() && l.wanted(dir) || !l.bare() && !inRuntime(dir) {
			if len(l.folders[dir].code) > 0 {
				_, err := l.folder(dir)
				errs = append(errs, err)
			}
		}
	}
	roots := slices.DeleteFunc(slices.Collect(maps.Values(l.loaded)), func(p *packages.Package) bool { return p == nil })
	if !l.bare() {
		for _, dir := range slices.Sorted(maps.Keys(l.folders)) {
			if inRuntime(dir) {
				continue
			}
			tested, err := l.tests(dir)
			errs = append(errs, err)
			roots = append(roots, tested...)
		}
	}
	slices.SortFunc(roots, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	return roots, errors.Join(errs...)
}

func (l *Loader) bare() bool { return l.GOARCH == "riscv64" }

// wanted tells whether a folder is bare-metal: it has a file that only riscv64 has,
// or it is a part of the runtime.
func (l *Loader) wanted(dir string) bool {
	f := l.folders[dir]
	if l.Variant.Further {
		// (What boots with an allocator of its own may need that one.)
		return l.Variant.differs[dir]
	}
	for _, name := range slices.Concat(f.code, f.assembly) {
		if strings.HasSuffix(name, "_riscv64.go") || strings.HasSuffix(name, "_riscv64.s") {
			return true
		}
	}
	return inRuntime(dir)
}

// inRuntime tells whether a folder is package runtime.
func inRuntime(dir string) bool { return dir == "runtime" }

// importPath returns the path by which a folder's package is imported.
func (l *Loader) importPath(dir string) string {
	if l.bare() && (inRuntime(dir) || strings.HasPrefix(dir, "runtime/internal/")) {
		return dir
	}
	return Module + "/" + dir
}

// folderOf is importPath's inverse.
func (l *Loader) folderOf(importPath string) (dir string, ok bool) {
	if l.bare() && (importPath == "runtime" || strings.HasPrefix(importPath, "runtime/internal/")) {
		return importPath, l.folders[importPath] != nil
	}
	return strings.CutPrefix(importPath, Module+"/")
}

// folder reads the package in a folder, without its tests.
func (l *Loader) folder(dir string) (*packages.Package, error) {
	if p, ok := l.loaded[dir]; ok {
		if p == nil {
			return nil, fmt.Errorf("%s cannot be read, or imports itself", dir)
		}
		return p, nil
	}
	l.loaded[dir] = nil
	f := l.folders[dir]
	if f == nil || len(f.code) == 0 {
		return nil, fmt.Errorf("no Go files for %s in %s", l.GOARCH, dir)
	}
	p, err := l.check(l.importPath(dir), l.importPath(dir), f.code, f.assembly, nil)
	if err != nil {
		return nil, err
	}
	l.loaded[dir] = p
	return p, nil
}

// tests reads a folder's package together with its tests, and its tests outside of
// the package.
func (l *Loader) tests(dir string) ([]*packages.Package, error) {
	f := l.folders[dir]
	var found []*packages.Package
	importPath := l.importPath(dir)
	var inside *packages.Package
	if len(f.tests) > 0 {
		p, err := l.check(importPath, importPath+" [test]", slices.Concat(f.code, f.tests), f.assembly, nil)
		if err != nil {
			return nil, err
		}
		inside, found = p, append(found, p)
	}
	if len(f.outside) > 0 {
		// They see the package as everyone does, or, where they need what its own tests
		// declare, with these.
		p, err := l.check(importPath+"_test", importPath+"_test", f.outside, nil, nil)
		if err != nil && inside != nil {
			p, err = l.check(importPath+"_test", importPath+"_test", f.outside, nil, inside)
		}
		if err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, nil
}

// check parses files and checks their types. inside takes the place of the package
// of its path.
func (l *Loader) check(importPath, id string, names, assembly []string, inside *packages.Package) (*packages.Package, error) {
	p := &packages.Package{
		ID: id, PkgPath: importPath, Fset: l.fset,
		Imports:    map[string]*packages.Package{},
		TypesSizes: types.SizesFor("gc", l.GOARCH),
		TypesInfo: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{},
			Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Scopes: map[ast.Node]*types.Scope{},
			FileVersions: map[*ast.File]string{},
		},
		Module: &packages.Module{Path: Module, GoVersion: goVersion},
	}
	for _, name := range names {
		file, err := parser.ParseFile(l.fset, l.path(name), l.Tree.Read(name), parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.Syntax = append(p.Syntax, file)
		p.GoFiles = append(p.GoFiles, l.path(name))
	}
	p.CompiledGoFiles = p.GoFiles
	for _, name := range assembly {
		p.OtherFiles = append(p.OtherFiles, l.path(name))
	}
	if len(p.Syntax) > 0 {
		p.Name = p.Syntax[0].Name.Name
	}
	var errs []error
	config := types.Config{
		GoVersion: "go" + goVersion,
		Sizes:     p.TypesSizes,
		Importer: importerFunc(func(imported string) (*types.Package, error) {
			return l.importPackage(p, imported, inside)
		}),
		Error: func(err error) { errs = append(errs, err) },
	}
	p.Types, _ = config.Check(importPath, l.fset, p.Syntax, p.TypesInfo)
	if len(errs) > 0 {
		return nil, fmt.Errorf("%s for %s does not compile: %w", id, l.GOARCH, errors.Join(errs[:min(len(errs), 10)]...))
	}
	return p, nil
}

// goVersion is the language's, as in go.mod.
const goVersion = "1.26"

func (l *Loader) path(name string) string { return filepath.Join(l.Root, filepath.FromSlash(name)) }

func (l *Loader) importPackage(into *packages.Package, importPath string, inside *packages.Package) (*types.Package, error) {
	if importPath == "unsafe" {
		return types.Unsafe, nil
	}
	if inside != nil && importPath == inside.PkgPath {
		into.Imports[importPath] = inside
		return inside.Types, nil
	}
	if dir, ok := l.folderOf(importPath); ok {
		p, err := l.folder(dir)
		if err != nil {
			return nil, err
		}
		into.Imports[importPath] = p
		return p.Types, nil
	}
	return l.Exports.importPackage(l.fset, l.known, importPath)
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
