// SPDX-License-Identifier: MIT

package checks

import (
	"regexp"
	"strings"

	"bugo/quality/tree"
)

// forbidden are patterns that no file may hold. Some are written so that they do not
// find themselves.
var forbidden = []struct {
	pattern       *regexp.Regexp
	files         []string // patterns for Tree.Sources
	wrong, remedy string
}{
	{regexp.MustCompile(`\b(TO[D]O|FIXM[E]|XX[X])\b`), anyFile,
		"a note of unfinished work", "do it, or file an issue, and say here what is, not what is missing"},
	{regexp.MustCompile(`\b[tbf]\.Skip(f|Now)?\(`), []string{"*_test.go"},
		"a test that can be left out", "make its conditions: what it needs is a target; or say for which platform it is by the file's name or build constraint"},
	{regexp.MustCompile(`(^|[\s"'=(\x60:])/(root|home|Users|work|mnt|opt)/\w+`), anyFile,
		"an absolute path of one machine", "name it relative to the workspace, the runfiles or an environment variable"},
	{regexp.MustCompile(`\b(((go)?proxy|sum|registry|deb|ftp|snapshot)\.[a-z0-9-]+\.(org|io|cn|com|net|dev)|bcr\.[a-z]+\.build)\b`), anyFile,
		"the host of a package registry", "leave it to the machine's settings: GOPROXY, apt's sources, Bazel's --registry"},
}

// blanks are what may stand before a path.
const blanks = " \t\"'=(`:"

var anyFile = []string{"*"}

// excepted are texts that may stand in a file, as "FILE TEXT"; or a whole file.
var excepted = exceptions{
	"quality/checks/forbidden.go":                           "the patterns, and this table",
	"tools/bootstrap/network.sh bcr.bazel.build":            "asks whether Bazel's own default registry can be reached",
	"tools/bootstrap/bazel_modules_test.go bcr.bazel.build": "stands in for it",
	"tools/bootstrap/choose_bazel_test.go bcr.bazel.build":  "stands in for it",
	"tools/gdb/main_test.go /home/me":                       "an example",
	"tools/gdb/session/session_test.go /home/me":            "an example",
}

// Forbidden looks for what no file may hold.
func Forbidden(t *tree.Tree) []Finding {
	r := excepted.run()
	for _, f := range forbidden {
		for _, name := range t.Sources(f.files...) {
			if !t.IsText(name) {
				continue
			}
			for i, line := range t.Lines(name) {
				for _, match := range f.pattern.FindAllString(line, -1) {
					if match = strings.Trim(match, blanks); !r.lets(name) && !r.lets(name+" "+match) {
						r.found(name, i+1, f.wrong+" ("+match+")", f.remedy)
					}
				}
			}
		}
	}
	return r.end("quality/checks/forbidden.go")
}
