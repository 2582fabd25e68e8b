// SPDX-License-Identifier: MIT

// Package checks holds the checks that look at the text of the source tree, one in
// each file: format, licence lines, spelling, links and the rules of the house.
//
// A check is a function of a tree and returns findings. A finding says where, what is
// wrong, and how to mend it: nobody should need to read the check. Where the house
// makes an exception, a table in the check's file names it with its reason, and an
// entry that is needed no more is a finding too.
//
// Each check has an archive of bad examples in testdata, and what it says to them.
package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bugo/quality/tree"
)

// Finding is one thing that is wrong.
type Finding struct {
	File   string // in the tree
	Line   int    // from 1; 0 is the whole file
	Wrong  string // what is wrong
	Remedy string // what to do about it
}

func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.File, max(f.Line, 1), f.Wrong, f.Remedy)
}

// Check is one check of the tree.
type Check struct {
	Name string // as in //quality:NAME_test
	Says string // what it asks of the tree, in a line
	Run  func(*tree.Tree) []Finding
}

// All are the checks of this package, by name.
var All = []Check{
	{"buildifier", "BUILD and .bzl files are as buildifier formats them, without its warnings", Buildifier},
	{"citations", "constants of hardware say where their numbers are from", Citations},
	{"commands", "what documents build, run or test is there, and what they show of a console is tested", Commands},
	{"facts", "each section of docs/k210-facts.md that is cited is there", Facts},
	{"file_sizes", "a file has at most 600 lines", FileSizes},
	{"forbidden", "no unfinished work, skipped test, path of a machine, host of a package registry", Forbidden},
	{"gofmt", "Go files are as gofmt formats them", Gofmt},
	{"licences", "each file's first lines name its licence", Licences},
	{"links", "relative links and anchors of documents lead somewhere", Links},
	{"package_names", "no package has a name that says nothing", PackageNames},
	{"spelling", "documents and comments have no common misspelling", Spelling},
	{"unsafe_imports", "unsafe is imported only where memory is the subject", UnsafeImports},
	{"visibility", "no Go library is visible to everyone", Visibility},
}

// Find returns the check of that name.
func Find(name string) (Check, error) {
	var names []string
	for _, c := range All {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return Check{}, fmt.Errorf("there is no check %q: they are %s", name, strings.Join(names, ", "))
}

// Sort orders findings by file and line.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.Wrong, b.Wrong))
	})
}
