// SPDX-License-Identifier: MIT

package checks

import (
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"

	"bugo/quality/buildfile"
	"bugo/quality/tree"
)

// Visibility looks for Go libraries that everyone may depend on, for packages of which
// that is the default, and for package groups that everyone belongs to. Programs,
// images and settings may be public: people and command lines name them.
func Visibility(t *tree.Tree) []Finding {
	var findings []Finding
	packages := buildfile.Packages(t)
	for _, file := range packages {
		for kind, attribute := range map[string]string{"go_library": "visibility", "package": "default_visibility"} {
			for _, rule := range buildfile.Rules(file, kind) {
				if rule.Attr(attribute) == nil {
					continue
				}
				what, line := strings.TrimSpace(kind+" "+rule.ExplicitName()), buildfile.Line(rule, attribute)
				switch labels := rule.AttrStrings(attribute); {
				case labels == nil:
					findings = append(findings, Finding{file.Path, line, "who may see " + what + " cannot be read here", "write a list of labels"})
				case slices.ContainsFunc(labels, everyone):
					findings = append(findings, forEveryone(file, line, what))
				}
			}
		}
	}
	for _, g := range buildfile.Groups(packages) {
		if slices.Contains(g.In, buildfile.Everyone) {
			findings = append(findings, forEveryone(packages[buildfile.Folder(g.Label)], g.Line, "package_group "+strings.TrimPrefix(g.Label, "//")))
		}
	}
	return findings
}

func forEveryone(file *build.File, line int, what string) Finding {
	return Finding{file.Path, line, what + " is visible to everyone",
		"name who may see it: a package group of //:BUILD.bazel, or //FOLDER:__subpackages__"}
}

// everyone tells whether a label in a visibility admits all: //visibility:public, or
// //:__subpackages__, which in a tree of one repository is the same.
func everyone(label string) bool {
	pattern, ok := buildfile.Admits(label)
	return ok && pattern == buildfile.Everyone
}
