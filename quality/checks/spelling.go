// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/golangci/misspell"

	"bugo/quality/tree"
)

// spellingExceptions are words that the library would correct and that are right.
var spellingExceptions = exceptions{
	"rela": "a section of ELF",
}

// replacer knows the common misspellings of English, whether British or American.
var replacer = sync.OnceValue(func() *misspell.Replacer {
	r := misspell.New()
	r.Compile()
	return r
})

// hashComment is a comment of the shell's kind: "#" alone, at the line's beginning or
// behind a blank.
var hashComment = regexp.MustCompile(`(^|\s)#(\s.*)?$`)

// Spelling reads documents, and the comments of what has comments.
func Spelling(t *tree.Tree) []Finding {
	r := spellingExceptions.run()
	for _, name := range t.Sources("*.md", "*.go", "*.s", "*.S", "*.bzl", "*.bazel", "*.sh", "*.ld", "*.js", "*.css", "bazelw") {
		_, diffs := correct(name, string(t.Read(name)))
		for _, d := range diffs {
			if !r.lets(strings.ToLower(d.Original)) {
				r.found(name, d.Line, fmt.Sprintf("%q is misspelled", d.Original),
					fmt.Sprintf("write %q, or, if it is a word, add it to quality/checks/spelling.go", d.Corrected))
			}
		}
	}
	return r.end("quality/checks/spelling.go")
}

// correct returns what is misspelled in a file's text.
func correct(name, text string) (string, []misspell.Diff) {
	switch path.Ext(name) {
	case ".go":
		return replacer().ReplaceGo(text) // its comments
	case ".bzl", ".bazel", ".sh", "":
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = hashComment.FindString(line)
		}
		return replacer().Replace(strings.Join(lines, "\n"))
	}
	return replacer().Replace(text)
}
