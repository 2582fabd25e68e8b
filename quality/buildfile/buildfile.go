// SPDX-License-Identifier: MIT

// Package buildfile reads BUILD files of the source tree for the checks under
// //quality: which targets they make, and who may see them.
//
// It knows what is written, not what Bazel makes of it: nothing is loaded, so that a
// check of it is as quick as any other, and sees what no query does: a file whose
// packages a filter leaves out, a package group that nobody names. Hence what it
// cannot read it says, and a check must take that for wrong rather than for nothing.
package buildfile

import (
	"path"
	"strings"

	"github.com/bazelbuild/buildtools/build"

	"bugo/quality/tree"
)

// names are the two that a BUILD file can have.
var names = []string{"BUILD", "BUILD.bazel"}

// Parse returns a file as buildifier's library has it, or nil if its syntax is wrong.
func Parse(name string, content []byte) *build.File {
	file, err := build.Parse(name, content)
	if err != nil {
		return nil
	}
	file.Pkg, file.Label = folder(name), path.Base(name)
	return file
}

// Packages returns the packages of a tree, by their folders: "" is the root. Files
// that do not parse are left out: buildifier's check tells of them.
func Packages(t *tree.Tree) map[string]*build.File {
	packages := map[string]*build.File{}
	for _, name := range t.Sources(names...) {
		if file := Parse(name, t.Read(name)); file != nil {
			packages[file.Pkg] = file
		}
	}
	return packages
}

// folder returns the package that a BUILD file makes.
func folder(name string) string {
	if dir := path.Dir(name); dir != "." {
		return dir
	}
	return ""
}

// Rules returns the calls of a rule or macro in a file, or with kind "" all calls that
// give a name, those in lists and comprehensions too.
func Rules(file *build.File, kind string) []*build.Rule {
	var rules []*build.Rule
	build.Walk(file, func(expr build.Expr, _ []build.Expr) {
		call, ok := expr.(*build.CallExpr)
		if !ok {
			return
		}
		rule := file.Rule(call)
		if kind == "" && rule.Attr("name") != nil || kind != "" && rule.Kind() == kind {
			rules = append(rules, rule)
		}
	})
	return rules
}

// Line returns the line on which an attribute of a rule stands, or the rule itself.
func Line(rule *build.Rule, attribute string) int {
	start, _ := rule.Call.Span()
	if value := rule.Attr(attribute); value != nil {
		start, _ = value.Span()
	}
	return start.Line
}

// Absolute returns a label as it is written from anywhere: //FOLDER:NAME. Labels of
// other repositories stay as they are.
func Absolute(label, folder string) string {
	switch {
	case strings.HasPrefix(label, "@"):
		return label
	case !strings.HasPrefix(label, "//"):
		return "//" + folder + ":" + strings.TrimPrefix(label, ":")
	case !strings.Contains(label, ":"):
		return label + ":" + path.Base(label)
	}
	return label
}

// Folder returns the package of an absolute label.
func Folder(label string) string {
	folder, _, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
	return folder
}
