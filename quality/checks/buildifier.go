// SPDX-License-Identifier: MIT

package checks

import (
	"errors"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/bazelbuild/buildtools/warn"

	"bugo/quality/buildfile"
	"bugo/quality/tree"
)

// noWarnings are the default warnings of buildifier that do not suit this tree.
var noWarnings = exceptions{
	"canonical-repository":      "messages show labels without their @@, and so must name it",
	"function-docstring-args":   "arguments are explained where their names do not",
	"function-docstring-return": "likewise of what it returns",
	"native-cc-common":          "Bazel 7, which .bazelversion names, has it built in",
}

// Buildifier compares the files of the build with what buildifier, whose library this
// is, makes of them, and lists its warnings.
func Buildifier(t *tree.Tree) []Finding {
	r := noWarnings.run()
	for _, name := range t.Sources(buildFiles...) {
		source := t.Read(name)
		file := buildfile.Parse(name, source)
		if file == nil {
			_, err := build.Parse(name, source)
			line := 0
			if at := (build.ParseError{}); errors.As(err, &at) {
				line, err = at.Pos.Line, errors.New(at.Message)
			}
			r.found(name, line, "it cannot be parsed ("+err.Error()+")", "mend the syntax")
			continue
		}
		for _, w := range warn.FileWarnings(file, warn.DefaultWarnings, nil, warn.ModeWarn, nil) {
			if r.lets(w.Category) {
				continue
			}
			message, _, _ := strings.Cut(w.Message, "\n")
			r.found(name, w.Start.Line, message+" ("+w.Category+")",
				"mend it, or say # buildifier: disable="+w.Category+" with a reason")
		}
		if line := firstDifference(source, build.Format(file)); line > 0 {
			r.found(name, line, "buildifier would change this line", fixRemedy)
		}
	}
	return r.end("quality/checks/buildifier.go")
}
