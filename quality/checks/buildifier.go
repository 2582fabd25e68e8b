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
var noWarnings = map[string]string{
	"canonical-repository":      "messages show labels without their @@, and so must name it",
	"function-docstring":        "a comment above a small private function is enough",
	"function-docstring-args":   "arguments are explained where their names do not",
	"function-docstring-return": "likewise",
	"function-docstring-header": "likewise",
	"unnamed-macro":             "macros that make many targets have no one name",
	"native-cc-common":          "Bazel 7, which .bazelversion names, has it built in",
}

// warnings returns the names of the warnings that are asked for.
func warnings() []string {
	var names []string
	for _, name := range warn.DefaultWarnings {
		if noWarnings[name] == "" {
			names = append(names, name)
		}
	}
	return names
}

// Buildifier compares the files of the build with what buildifier, whose library this
// is, makes of them, and lists its warnings.
func Buildifier(t *tree.Tree) []Finding {
	var findings []Finding
	enabled := warnings()
	for _, name := range t.Sources(buildFiles...) {
		source := t.Read(name)
		file := buildfile.Parse(name, source)
		if file == nil {
			_, err := build.Parse(name, source)
			line := 0
			if at := (build.ParseError{}); errors.As(err, &at) {
				line, err = at.Pos.Line, errors.New(at.Message)
			}
			findings = append(findings, Finding{name, line, "it cannot be parsed (" + err.Error() + ")", "mend the syntax"})
			continue
		}
		for _, w := range warn.FileWarnings(file, enabled, nil, warn.ModeWarn, nil) {
			message, _, _ := strings.Cut(w.Message, "\n")
			findings = append(findings, Finding{name, w.Start.Line, message + " (" + w.Category + ")",
				"mend it, or say # buildifier: disable=" + w.Category + " with a reason"})
		}
		if line := firstDifference(source, build.Format(file)); line > 0 {
			findings = append(findings, Finding{name, line, "buildifier would change this line", fixRemedy})
		}
	}
	return findings
}
