// SPDX-License-Identifier: MIT

package checks

import (
	"bytes"
	"go/format"

	"github.com/bazelbuild/buildtools/build"

	"bugo/quality/buildfile"
	"bugo/quality/tree"
)

// fixRemedy mends what Fixed can.
const fixRemedy = "run ./bazelw run //quality:fix"

// Fixed returns the files of a tree that gofmt or buildifier would write anew, by
// name. BUILD files get their licence line too. A file that does not parse is left alone.
func Fixed(t *tree.Tree) map[string][]byte {
	fixed := map[string][]byte{}
	for _, name := range t.Sources("*.go") {
		if formatted, err := format.Source(t.Read(name)); err == nil && !bytes.Equal(formatted, t.Read(name)) {
			fixed[name] = formatted
		}
	}
	for _, name := range t.Sources(buildFiles...) {
		if file := buildfile.Parse(name, t.Read(name)); file != nil {
			formatted := build.Format(file)
			if !bytes.Contains(formatted, []byte(licence)) { // gazelle writes new ones without it
				formatted = append([]byte("# "+licence+"\n\n"), formatted...)
			}
			if !bytes.Equal(formatted, t.Read(name)) {
				fixed[name] = formatted
			}
		}
	}
	return fixed
}

// buildFiles are patterns of the files that buildifier formats.
var buildFiles = []string{"BUILD", "*.bazel", "*.bzl"}
