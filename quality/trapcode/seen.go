// SPDX-License-Identifier: MIT

package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"bugo/quality/checks"
	"bugo/quality/trapcontext"
)

// seen is what of the marked packages has been found in images. By it the net knows
// that it hangs where it should.
type seen struct {
	files   map[string]bool // with a marked function that some image has
	unknown map[string]string
}

// generated are the names of functions that the compiler makes for a package.
var generated = regexp.MustCompile(`\.(?:init(?:\.\d+)?|map\.init\.\d+|glob\.)$`)

// note notes what an image has, and returns the code of how many marked functions.
func (s *seen) note(m *marks, i *image) int {
	own := map[string]bool{}
	for _, f := range i.functions {
		name := declared(f.Name)
		if at, ok := m.of(i, f.Name); ok {
			own[name] = true
			s.files[at.file] = true
			continue
		}
		if m.packages[packageOf(f.Name)] && !m.declared[name] && !generated.MatchString(name) && i.isDeclared(f) {
			if s.unknown == nil {
				s.unknown = map[string]string{}
			}
			s.unknown[f.Name] = i.path
		}
	}
	for name := range i.inlined {
		if at, ok := m.of(i, name); ok {
			s.files[at.file] = true
		}
	}
	return len(own)
}

// isDeclared tells whether a function has been compiled from a declaration in Go:
// assembly has none, and wrappers of methods, which the compiler makes, have no lines.
func (i *image) isDeclared(f *function) bool {
	return strings.HasSuffix(i.places(f.Addr)[0].file, ".go")
}

// wrong returns the files whose marks no image shows, and the functions that cannot be
// marked, because the source does not have them under the linker's names.
func (s *seen) wrong(m *marks) []checks.Finding {
	var findings []checks.Finding
	first := map[string]place{}
	for _, at := range m.marked {
		if p, ok := first[at.file]; !ok || at.line < p.line {
			first[at.file] = at.place
		}
	}
	for file, at := range first {
		if !s.files[file] {
			findings = append(findings, checks.Finding{File: file, Line: at.line,
				Wrong:  "no image has a function of this file that is marked " + trapcontext.Directive,
				Remedy: "add one that has to trap_context_code_test in quality/BUILD.bazel, or take the mark away"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.unknown)) {
		findings = append(findings, checks.Finding{File: s.unknown[name],
			Wrong:  "no function in the source is " + name + ", so that nobody knows whether it is marked",
			Remedy: "teach quality/trapcode/marks.go what the linker calls such functions"})
	}
	return findings
}
