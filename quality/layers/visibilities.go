// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"

	"bugo/quality/buildfile"
	"bugo/quality/checks"
	"bugo/quality/tree"
)

// checkVisibilities compares with the table what Bazel is told: the package groups of
// //:BUILD.bazel, and who may see each Go library. It asks of each package that is
// there whether it is admitted, so that it does not matter how a BUILD file says it.
//
// Libraries of tools are for the tests of all layers, whose imports checkImports knows
// from those of the rest; visibility does not.
func (layers table) checkVisibilities(t *tree.Tree) []checks.Finding {
	h := &visibilities{layers: layers, packages: buildfile.Packages(t), used: map[string]bool{}}
	h.groups = buildfile.Groups(h.packages)
	h.folders = slices.Sorted(maps.Keys(h.packages))
	libraries := map[string]bool{}
	for _, folder := range h.folders {
		for _, rule := range buildfile.Rules(h.packages[folder], "go_library") {
			libraries["//"+folder+":"+rule.Name()] = true
		}
	}
	for _, folder := range h.folders {
		file := h.packages[folder]
		h.noteUses(folder, file)
		for _, rule := range buildfile.Rules(file, "go_library") {
			h.library(folder, file, rule, layers.of(folder))
		}
		for _, rule := range buildfile.Rules(file, "alias") {
			if actual := buildfile.Absolute(rule.AttrString("actual"), folder); libraries[actual] {
				h.library(folder, file, rule, layers.of(buildfile.Folder(actual)))
			}
		}
	}
	for _, label := range slices.Sorted(maps.Keys(h.groups)) {
		h.group(h.groups[label])
	}
	return h.findings
}

// visibilities is a run of the check.
type visibilities struct {
	layers   table
	packages map[string]*build.File
	folders  []string // of packages, sorted
	groups   map[string]*buildfile.Group
	used     map[string]bool // labels in visibilities
	findings []checks.Finding
}

func (h *visibilities) found(file string, line int, remedy, wrong string, values ...any) {
	h.findings = append(h.findings, checks.Finding{File: file, Line: line, Wrong: fmt.Sprintf(wrong, values...), Remedy: remedy})
}

// noteUses notes the labels that a file's visibilities name.
func (h *visibilities) noteUses(folder string, file *build.File) {
	build.Walk(file, func(expr build.Expr, _ []build.Expr) {
		assignment, ok := expr.(*build.AssignExpr)
		if !ok {
			return
		}
		if to, ok := assignment.LHS.(*build.Ident); !ok || !strings.HasSuffix(to.Name, "visibility") {
			return
		}
		for _, label := range build.Strings(assignment.RHS) {
			h.used[buildfile.Absolute(label, folder)] = true
		}
	})
}

// library checks who may see a library of a layer, by a rule that is it or an alias.
func (h *visibilities) library(folder string, file *build.File, rule *build.Rule, of *layer) {
	if of == nil || of.name == "tools" {
		return // without a layer: checkImports tells
	}
	what := strings.TrimSpace(rule.Kind() + " " + rule.ExplicitName())
	labels, line, ok := buildfile.Visibility(file, rule)
	if !ok {
		h.found(file.Path, line, "write a list of labels", "who may see %s cannot be read here", what)
	}
	for _, label := range labels {
		admits, ok := h.admits(buildfile.Absolute(label, folder))
		if !ok {
			h.found(file.Path, line, "name a package group of //:BUILD.bazel, or folders", "%s is visible to %s, which is nobody this check knows", what, label)
			continue
		}
		var who []string
		for _, admitted := range h.folders {
			to := h.layers.of(admitted)
			if to == nil || to == of || !admits(admitted) || slices.Contains(to.sees, of.name) {
				continue
			}
			if who = append(who, to.name); len(who) == 1 {
				who[0] += " (//" + admitted + ")"
			}
		}
		if len(who) > 0 {
			h.found(file.Path, line, "name the package groups of the layers that may, or their folders; quality/layers/table.go says which see "+of.name,
				"%s, of layer %s, is visible to %s, and so to %s, which must not see it", what, of.name, label, strings.Join(unique(who), ", "))
		}
	}
}

// unique drops the layers that a list of them repeats. Its first entry also names a
// folder.
func unique(who []string) []string {
	var kept []string
	for _, name := range who {
		if !slices.ContainsFunc(kept, func(k string) bool { return k == name || strings.HasPrefix(k, name+" (") }) {
			kept = append(kept, name)
		}
	}
	return kept
}

// admits returns which packages a label in a visibility admits.
func (h *visibilities) admits(label string) (func(folder string) bool, bool) {
	if label == "//visibility:private" {
		return func(string) bool { return false }, true
	}
	if pattern, ok := buildfile.Admits(label); ok {
		return pattern.Fits, true
	}
	g := h.groups[label]
	if g == nil || len(g.Unread) > 0 {
		return nil, false
	}
	return g.Has, true
}

// group compares a package group with the layer that it is named after.
func (h *visibilities) group(g *buildfile.Group) {
	_, name, _ := strings.Cut(g.Label, ":")
	i := slices.IndexFunc(h.layers, func(l layer) bool { return groupName(l.name) == name })
	switch {
	case len(g.Unread) > 0:
		h.found(g.File, g.Line, "list folders as //FOLDER/...", "of package group %s %s cannot be read here", name, strings.Join(g.Unread, ", "))
		return
	case i < 0:
		h.found(g.File, g.Line, "name the groups of the layers, or folders, where it is used", "package group %s is no layer of quality/layers/table.go", name)
		return
	case !h.used[g.Label]:
		h.found(g.File, g.Line, "take it out", "package group %s is used nowhere", name)
	}
	for _, folder := range h.folders {
		to := h.layers.of(folder)
		if has, want := g.Has(folder), to == &h.layers[i]; has && !want {
			h.found(g.File, g.Line, "leave it out, or change the table", "package group %s has //%s, which quality/layers/table.go does not count to that layer", name, folder)
		} else if want && !has {
			h.found(g.File, g.Line, "add it, or change the table", "package group %s lacks //%s, which quality/layers/table.go counts to that layer", name, folder)
		}
	}
}

// groupName returns what a layer's package group is named.
func groupName(layer string) string { return strings.NewReplacer("/", "_", " ", "_").Replace(layer) }
