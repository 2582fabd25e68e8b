// SPDX-License-Identifier: MIT

// Package trapcontext is an analyzer for code that runs in trap context: interrupts
// are off, the stack is small, and the code that was interrupted may hold the heap in
// the middle of a change. Such code must not allocate, defer, start goroutines or use
// maps. A function says that it is such code by a line in its comment,
//
//	//bugo:trapcontext
//
// or a package says so of all its functions, in the package's comment, or a file of
// all of its own, right above its package clause. Only entries
// need the line, for what they call is followed, into other packages too. Calls
// through interfaces and function values cannot be followed: mark the functions that
// stand behind them. In a package that has marks, what assembly calls must have one.
//
// The analyzer goes by syntax and types. Where only the compiler's escape analysis
// could tell whether something allocates, as for &T{} in a call's arguments, it says
// nothing: //quality/trapcode looks at what the compiler has made of the same functions.
// And it says nothing about the arguments of panic, which is the end.
//
// What is right all the same gets a comment //bugo:allow trapcontext REASON, on its
// line or the one above; in a function that only marked ones call, too.
package trapcontext

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzer is the analyzer.
var Analyzer = &analysis.Analyzer{
	Name:      "trapcontext",
	Doc:       "find allocations, defers and maps in functions marked //bugo:trapcontext",
	Run:       run,
	FactTypes: []analysis.Fact{(*unfit)(nil)},
}

// allow begins a comment that allows a line what it does.
const allow = "//bugo:allow trapcontext"

// unfit is a fact about a function that is not marked: why no marked one may call it.
type unfit struct{ Why string }

func (*unfit) AFact() {}

func (u *unfit) String() string { return u.Why }

// function is what is known about a function of the package.
type function struct {
	object *types.Func
	marked bool
	faults []fault // of its own
	calls  []call
	why    string // it is unfit, or ""
}

type fault struct {
	pos     token.Pos
	what    string
	allowed bool
}

type call struct {
	pos     token.Pos
	callee  *types.Func
	allowed bool
}

func run(pass *analysis.Pass) (any, error) {
	functions := map[*types.Func]*function{}
	var order []*function
	marks := Marked(pass.Files)
	for _, file := range pass.Files {
		lines := allowedLines(pass.Fset, file)
		for _, declaration := range file.Decls {
			d, ok := declaration.(*ast.FuncDecl)
			if !ok || d.Body == nil {
				continue
			}
			object, ok := pass.TypesInfo.Defs[d.Name].(*types.Func)
			if !ok {
				continue
			}
			f := &function{object: object, marked: marks[d]}
			w := walker{pass: pass, function: f, lines: lines, declaration: d}
			w.walk()
			functions[object] = f
			order = append(order, f)
		}
	}
	settle(pass, functions, order)
	for _, f := range order {
		report(pass, functions, f)
	}
	return nil, checkAssembly(pass, order)
}

// allowedLines returns the lines that a comment allows something.
func allowedLines(fset *token.FileSet, file *ast.File) map[int]bool {
	lines := map[int]bool{}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, allow) {
				line := fset.Position(c.Pos()).Line
				lines[line], lines[line+1] = true, true
			}
		}
	}
	return lines
}

// settle finds which functions are unfit, until nothing changes: they may call each
// other in any order.
func settle(pass *analysis.Pass, functions map[*types.Func]*function, order []*function) {
	for changed := true; changed; {
		changed = false
		for _, f := range order {
			if f.marked || f.why != "" {
				continue
			}
			if f.why = reason(pass, functions, f); f.why != "" {
				changed = true
			}
		}
	}
	for _, f := range order {
		if f.why != "" {
			pass.ExportObjectFact(f.object, &unfit{f.why})
		}
	}
}

// reason returns why a function is unfit, or "".
func reason(pass *analysis.Pass, functions map[*types.Func]*function, f *function) string {
	for _, x := range f.faults {
		if !x.allowed {
			at := pass.Fset.Position(x.pos)
			return fmt.Sprintf("%s at %s:%d", x.what, filepath.Base(at.Filename), at.Line)
		}
	}
	for _, c := range f.calls {
		if why := whyNot(pass, functions, c.callee); why != "" && !c.allowed {
			return "calls " + functionName(c.callee) + ", which " + why
		}
	}
	return ""
}

// whyNot returns why no marked function may call another one, or "".
func whyNot(pass *analysis.Pass, functions map[*types.Func]*function, callee *types.Func) string {
	if f := functions[callee]; f != nil {
		return f.why
	}
	var fact unfit
	if callee.Pkg() != nil && callee.Pkg() != pass.Pkg && pass.ImportObjectFact(callee, &fact) {
		return fact.Why
	}
	if callee.Pkg() != nil && isForeign(callee.Pkg().Path()) && !trusted[callee.Pkg().Path()] {
		return "is not known to do without the heap"
	}
	return ""
}

// isForeign tells whether a package is of the standard library, whose code is not
// looked at.
func isForeign(path string) bool {
	return path != "bugo" && !strings.HasPrefix(path, "bugo/") && path != "runtime" && !strings.HasPrefix(path, "runtime/")
}

// trusted are the packages of the standard library that use no heap at all.
var trusted = map[string]bool{
	"internal/runtime/atomic": true, "math": true, "math/bits": true, "sync/atomic": true,
	"unicode/utf8": true, "unsafe": true, "internal/abi": true, "internal/runtime/sys": true,
}

// report reports what a marked function does, and, so that their comments count as
// used, what others are allowed.
func report(pass *analysis.Pass, functions map[*types.Func]*function, f *function) {
	for _, x := range f.faults {
		if f.marked || x.allowed {
			pass.Reportf(x.pos, "%s %s in trap context", functionName(f.object), x.what)
		}
	}
	for _, c := range f.calls {
		if why := whyNot(pass, functions, c.callee); why != "" && (f.marked || c.allowed) {
			pass.Reportf(c.pos, "%s calls %s in trap context, which %s", functionName(f.object), functionName(c.callee), why)
		}
	}
}

// functionName returns a function's name as one would call it.
func functionName(f *types.Func) string {
	if receiver := f.Signature().Recv(); receiver != nil {
		t := receiver.Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := t.(*types.Named); ok {
			return named.Obj().Name() + "." + f.Name()
		}
	}
	if f.Pkg() != nil {
		return f.Pkg().Name() + "." + f.Name()
	}
	return f.Name()
}

// staticCallee returns the function that a call calls, or nil.
func staticCallee(info *types.Info, c *ast.CallExpr) *types.Func {
	f := typeutil.StaticCallee(info, c)
	if f == nil {
		return nil
	}
	return f.Origin()
}
