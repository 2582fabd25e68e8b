// SPDX-License-Identifier: MIT

package trapcontext

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// walker collects what a function does.
type walker struct {
	pass        *analysis.Pass
	function    *function
	lines       map[int]bool // allowed
	declaration *ast.FuncDecl
}

func (w *walker) fault(n ast.Node, what string) {
	w.function.faults = append(w.function.faults, fault{n.Pos(), what, w.allowed(n)})
}

func (w *walker) allowed(n ast.Node) bool { return w.lines[w.pass.Fset.Position(n.Pos()).Line] }

func (w *walker) walk() {
	w.block(w.declaration.Body, w.function.object.Signature())
}

// block walks the body of a function or literal of the given signature.
func (w *walker) block(body ast.Node, signature *types.Signature) {
	harmless := map[ast.Node]*ast.Ident{} // what a local variable or a call gets, and the variable
	called := map[ast.Node]bool{}         // functions of calls, as against method values
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if !called[n] && !w.onlyCalled(harmless[n]) && w.captures(n) {
				w.fault(n, "makes a closure of its variables")
			}
			if t, ok := w.typeOf(n).(*types.Signature); ok {
				w.block(n.Body, t)
			}
			return false
		case *ast.DeferStmt:
			w.fault(n, "defers a call")
		case *ast.GoStmt:
			w.fault(n, "starts a goroutine")
		case *ast.SelectStmt:
			w.fault(n, "selects among channels")
		case *ast.SendStmt:
			w.fault(n, "sends to a channel")
		case *ast.RangeStmt:
			switch w.typeOf(n.X).Underlying().(type) {
			case *types.Map:
				w.fault(n, "ranges over a map")
			case *types.Chan:
				w.fault(n, "receives from a channel")
			}
		case *ast.IndexExpr:
			if _, ok := w.underlying(n.X).(*types.Map); ok {
				w.fault(n, "looks into a map")
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				w.fault(n, "receives from a channel")
			}
			if lit, ok := n.X.(*ast.CompositeLit); ok && n.Op == token.AND && harmless[n] == nil && !w.isSliceOrMap(lit) {
				w.fault(n, "takes the address of a composite literal, which outlives the call")
			}
		case *ast.CompositeLit:
			w.compositeLiteral(n)
		case *ast.BinaryExpr:
			if n.Op == token.ADD && w.isString(n) && w.pass.TypesInfo.Types[n].Value == nil {
				w.fault(n, "concatenates strings")
				return false // once for a + b + c
			}
		case *ast.AssignStmt:
			w.assignment(n, harmless)
		case *ast.ValueSpec:
			for i, value := range n.Values {
				if i < len(n.Names) {
					harmless[ast.Unparen(value)] = n.Names[i]
				}
				if n.Type != nil && i < len(n.Names) {
					w.conversion(value, w.typeOf(n.Type))
				}
			}
		case *ast.ReturnStmt:
			if results := signature.Results(); results.Len() == len(n.Results) {
				for i, value := range n.Results {
					w.conversion(value, results.At(i).Type())
				}
			}
		case *ast.SelectorExpr:
			if s := w.pass.TypesInfo.Selections[n]; s != nil && s.Kind() == types.MethodVal && !called[n] {
				w.fault(n, "makes a closure of a method and its receiver")
			}
		case *ast.CallExpr:
			called[ast.Unparen(n.Fun)] = true
			return w.call(n, harmless)
		}
		return true
	})
}

// argumentOfCall stands for a variable where there is none.
var argumentOfCall = ast.NewIdent("_")

// onlyCalled tells whether a variable of the function is never used but called. What
// it holds stays on the stack.
func (w *walker) onlyCalled(variable *ast.Ident) bool {
	if variable == nil || variable == argumentOfCall {
		return false
	}
	object := w.pass.TypesInfo.Defs[variable]
	uses, calls := 0, 0
	ast.Inspect(w.declaration.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if w.pass.TypesInfo.Uses[n] == object {
				uses++
			}
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && w.pass.TypesInfo.Uses[id] == object {
				calls++
			}
		}
		return true
	})
	return object != nil && uses == calls
}

// captures tells whether a literal uses variables of the function around it: one that
// does not is a constant.
func (w *walker) captures(lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := w.pass.TypesInfo.Uses[id].(*types.Var); ok && !v.IsField() &&
				v.Pos() >= w.declaration.Pos() && v.Pos() < w.declaration.End() &&
				(v.Pos() < lit.Pos() || v.Pos() >= lit.End()) {
				found = true
			}
		}
		return !found
	})
	return found
}

func (w *walker) compositeLiteral(n *ast.CompositeLit) {
	t := w.underlying(n)
	switch t := t.(type) {
	case *types.Slice:
		w.fault(n, "makes a slice")
	case *types.Map:
		w.fault(n, "makes a map")
	case *types.Struct:
		for i, element := range n.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok {
					if field, ok := w.pass.TypesInfo.Uses[key].(*types.Var); ok {
						w.conversion(pair.Value, field.Type())
					}
				}
			} else if i < t.NumFields() {
				w.conversion(element, t.Field(i).Type())
			}
		}
	}
}

// assignment looks at what changes its type to an interface's, and notes addresses
// that only a local variable gets.
func (w *walker) assignment(n *ast.AssignStmt, harmless map[ast.Node]*ast.Ident) {
	if n.Tok == token.ADD_ASSIGN && w.isString(n.Lhs[0]) {
		w.fault(n, "concatenates strings")
	}
	if len(n.Lhs) != len(n.Rhs) {
		return
	}
	for i, value := range n.Rhs {
		if n.Tok == token.DEFINE {
			if variable, ok := n.Lhs[i].(*ast.Ident); ok {
				harmless[ast.Unparen(value)] = variable
			}
			continue
		}
		if n.Tok == token.ASSIGN {
			if t := w.typeOf(n.Lhs[i]); t != nil {
				w.conversion(value, t)
			}
		}
	}
}

// call looks at a call, and tells whether to go on inside.
func (w *walker) call(n *ast.CallExpr, harmless map[ast.Node]*ast.Ident) bool {
	info := w.pass.TypesInfo
	if info.Types[n.Fun].IsType() {
		w.explicitConversion(n)
		return true
	}
	if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
		if builtin, ok := info.Uses[id].(*types.Builtin); ok {
			return w.builtin(n, builtin.Name())
		}
	}
	for _, argument := range n.Args {
		harmless[ast.Unparen(argument)] = argumentOfCall
	}
	if selector, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
		harmless[ast.Unparen(selector.X)] = argumentOfCall
	}
	if signature, ok := w.underlying(n.Fun).(*types.Signature); ok {
		w.arguments(n, signature)
	}
	if callee := staticCallee(info, n); callee != nil {
		w.function.calls = append(w.function.calls, call{n.Pos(), callee, w.allowed(n)})
	}
	return true
}

// arguments looks at what a call's arguments become.
func (w *walker) arguments(n *ast.CallExpr, signature *types.Signature) {
	parameters := signature.Params()
	for i, argument := range n.Args {
		switch {
		case signature.Variadic() && i >= parameters.Len()-1:
			if slice, ok := parameters.At(parameters.Len() - 1).Type().Underlying().(*types.Slice); ok && !n.Ellipsis.IsValid() {
				w.conversion(argument, slice.Elem())
			}
		case i < parameters.Len():
			w.conversion(argument, parameters.At(i).Type())
		}
	}
}

// builtin looks at a call of one of the language's own functions.
func (w *walker) builtin(n *ast.CallExpr, name string) bool {
	switch name {
	case "append", "make", "new":
		w.fault(n, "calls "+name)
	case "delete":
		w.fault(n, "deletes from a map")
	case "clear":
		if _, ok := w.underlying(n.Args[0]).(*types.Map); ok {
			w.fault(n, "clears a map")
		}
	case "close":
		w.fault(n, "closes a channel")
	case "panic":
		return false
	}
	return true
}

// explicitConversion looks at T(x).
func (w *walker) explicitConversion(n *ast.CallExpr) {
	to := w.typeOf(n)
	w.conversion(n.Args[0], to)
	if w.pass.TypesInfo.Types[n].Value != nil {
		return
	}
	from := w.underlying(n.Args[0])
	_, toSlice := to.Underlying().(*types.Slice)
	_, fromSlice := from.(*types.Slice)
	switch {
	case w.isString(n) && (fromSlice || isInteger(from)):
		w.fault(n, "makes a string")
	case toSlice && w.isString(n.Args[0]):
		w.fault(n, "makes a slice of a string")
	}
}

func isInteger(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// conversion looks at a value that becomes one of another type. To become an
// interface's, a value that is no pointer is copied to the heap.
func (w *walker) conversion(value ast.Expr, to types.Type) {
	from := w.pass.TypesInfo.Types[value]
	if from.Type == nil || from.Value != nil || from.IsNil() {
		return // (constants are not copied)
	}
	if _, ok := to.Underlying().(*types.Interface); !ok {
		return
	}
	if _, ok := to.(*types.TypeParam); ok {
		return
	}
	if w.needsHeap(from.Type) {
		w.fault(value, "makes an interface of a "+types.TypeString(from.Type, types.RelativeTo(w.pass.Pkg)))
	}
}

// needsHeap tells whether an interface holds a value of a type behind a pointer.
func (w *walker) needsHeap(t types.Type) bool {
	if _, ok := t.(*types.TypeParam); ok {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Interface, *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return false
	case *types.Basic:
		// (There is a table of all bytes.)
		return u.Kind() != types.UnsafePointer && u.Kind() != types.UntypedNil && w.pass.TypesSizes.Sizeof(u) > 1
	case *types.Struct:
		if u.NumFields() == 1 {
			return w.needsHeap(u.Field(0).Type())
		}
		return u.NumFields() > 0 && w.pass.TypesSizes.Sizeof(u) > 0
	case *types.Array:
		return u.Len() > 1 || u.Len() == 1 && w.needsHeap(u.Elem())
	}
	return true
}

func (w *walker) typeOf(e ast.Expr) types.Type { return w.pass.TypesInfo.TypeOf(e) }

func (w *walker) underlying(e ast.Expr) types.Type {
	if t := w.typeOf(e); t != nil {
		return t.Underlying()
	}
	return nil
}

func (w *walker) isString(e ast.Expr) bool {
	b, ok := w.underlying(e).(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func (w *walker) isSliceOrMap(e ast.Expr) bool {
	switch w.underlying(e).(type) {
	case *types.Slice, *types.Map:
		return true
	}
	return false
}
