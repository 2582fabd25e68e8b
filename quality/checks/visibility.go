// SPDX-License-Identifier: MIT

package checks

import (
	"slices"
	"strings"

	"bugo/quality/buildfile"
	"bugo/quality/tree"
)

// everyone is the visibility that a library must not have.
const everyone = "//visibility:public"

// Visibility looks for Go libraries that everyone may depend on, and for packages of
// which that is the default. Programs, images and settings may be public: people and
// command lines name them.
func Visibility(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Sources("BUILD", "BUILD.bazel") {
		file := buildfile.Parse(name, t.Read(name))
		if file == nil {
			continue // buildifier's check tells
		}
		for kind, attribute := range map[string]string{"go_library": "visibility", "package": "default_visibility"} {
			for _, rule := range file.Rules(kind) {
				if !slices.Contains(rule.AttrStrings(attribute), everyone) {
					continue
				}
				line, _ := rule.Attr(attribute).Span()
				findings = append(findings, Finding{name, line.Line, strings.TrimSpace(kind+" "+rule.Name()) + " is visible to everyone",
					"name who may see it: a package group of //:BUILD.bazel, or //FOLDER:__subpackages__"})
			}
		}
	}
	return findings
}
