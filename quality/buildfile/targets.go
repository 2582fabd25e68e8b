// SPDX-License-Identifier: MIT

package buildfile

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// Makes tells whether a BUILD file makes a target of a name: by a rule of that name, or
// by a macro of this repository, which may make more than one, each named NAME_MORE. In
// a comprehension, a name that is put together counts for all names that it can be.
func Makes(file *build.File, name string) bool {
	macros := macrosOf(file)
	found := false
	build.Walk(file, func(expr build.Expr, parents []build.Expr) {
		call, ok := expr.(*build.CallExpr)
		if !ok || found {
			return
		}
		rule := file.Rule(call)
		named := rule.Attr("name")
		if named == nil {
			return
		}
		more := ""
		if macros[rule.Kind()] {
			more = "(_.+)?"
		}
		found = regexp.MustCompile("^" + pattern(named, variables(parents)) + more + "$").MatchString(name)
	})
	return found
}

// macrosOf returns the names that a file loads from this repository. Some are rules,
// whose one target a reader would name in full.
func macrosOf(file *build.File) map[string]bool {
	macros := map[string]bool{}
	for _, statement := range file.Stmt {
		if load, ok := statement.(*build.LoadStmt); ok && !strings.HasPrefix(load.Module.Value, "@") {
			for _, name := range load.To {
				macros[name.Name] = true
			}
		}
	}
	return macros
}

// anything is what a part of a name can be that is not written here.
const anything = `\w+`

// hole is where a format puts something.
var hole = regexp.MustCompile(`\\\{[^}]*\\\}|%[sd]`)

// pattern returns a regular expression for what an expression can be. variables are
// those of the comprehensions around it.
func pattern(expr build.Expr, variables map[string]string) string {
	switch e := expr.(type) {
	case *build.StringExpr:
		return regexp.QuoteMeta(e.Value)
	case *build.Ident:
		if v, ok := variables[e.Name]; ok {
			return v
		}
	case *build.ParenExpr:
		return pattern(e.X, variables)
	case *build.BinaryExpr:
		if e.Op == "+" {
			return pattern(e.X, variables) + pattern(e.Y, variables)
		}
		if format, ok := e.X.(*build.StringExpr); ok && e.Op == "%" {
			return filled(format.Value, nil, variables)
		}
	case *build.CallExpr:
		if dot, ok := e.X.(*build.DotExpr); ok && dot.Name == "format" {
			if format, ok := dot.X.(*build.StringExpr); ok {
				return filled(format.Value, e.List, variables)
			}
		}
	}
	return anything
}

// filled returns what a format can be whose holes are filled in turn.
func filled(format string, with []build.Expr, variables map[string]string) string {
	return hole.ReplaceAllStringFunc(regexp.QuoteMeta(format), func(string) string {
		if len(with) == 0 {
			return anything
		}
		next := with[0]
		with = with[1:]
		return pattern(next, variables)
	})
}

// variables returns what the variables of comprehensions around an expression can be,
// where that is written: a list of texts or tuples, or a dict, whose keys these are.
func variables(parents []build.Expr) map[string]string {
	found := map[string]string{}
	for _, parent := range parents {
		comprehension, ok := parent.(*build.Comprehension)
		if !ok {
			continue
		}
		for _, clause := range comprehension.Clauses {
			if loop, ok := clause.(*build.ForClause); ok {
				for i, variable := range elements(loop.Vars) {
					if name, ok := variable.(*build.Ident); ok {
						found[name.Name] = oneOf(values(loop.X, i))
					}
				}
			}
		}
	}
	return found
}

// elements returns the parts of a tuple, or what is none alone.
func elements(expr build.Expr) []build.Expr {
	switch e := expr.(type) {
	case *build.TupleExpr:
		return e.List
	case *build.ParenExpr:
		return elements(e.X)
	}
	return []build.Expr{expr}
}

// values returns the texts that the variable number i of a loop goes through, or nil
// if they are not written here.
func values(over build.Expr, i int) []string {
	if call, ok := over.(*build.CallExpr); ok {
		if dot, ok := call.X.(*build.DotExpr); ok && dot.Name == "items" {
			over = dot.X
		}
	}
	var items []build.Expr
	switch e := over.(type) {
	case *build.ListExpr:
		items = e.List
	case *build.DictExpr:
		for _, pair := range e.List {
			items = append(items, pair.Key)
		}
	}
	var texts []string
	for _, item := range items {
		parts := elements(item)
		if i >= len(parts) {
			return nil
		}
		text, ok := parts[i].(*build.StringExpr)
		if !ok {
			return nil
		}
		texts = append(texts, text.Value)
	}
	return texts
}

// oneOf returns a pattern for one of some texts.
func oneOf(texts []string) string {
	if len(texts) == 0 {
		return anything
	}
	texts = slices.Clone(texts)
	for i := range texts {
		texts[i] = regexp.QuoteMeta(texts[i])
	}
	return "(" + strings.Join(texts, "|") + ")"
}
