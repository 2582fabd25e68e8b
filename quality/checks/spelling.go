// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
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
	for _, name := range t.Sources(anyFile...) {
		for _, d := range misspelled(languageOf(name, t.Read(name)), string(t.Read(name))) {
			if !r.lets(strings.ToLower(d.Original)) {
				r.found(name, d.Line, fmt.Sprintf("%q is misspelled", d.Original),
					fmt.Sprintf("write %q, or, if it is a word, add it to quality/checks/spelling.go", d.Corrected))
			}
		}
	}
	return r.end("quality/checks/spelling.go")
}

// misspelled returns what is misspelled in a file's text.
func misspelled(l language, text string) (diffs []misspell.Diff) {
	switch l {
	case goCode:
		_, diffs = replacer().ReplaceGo(text) // its comments
	case hashed:
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = hashComment.FindString(line)
		}
		_, diffs = replacer().Replace(strings.Join(lines, "\n"))
	case prose, marked:
		_, diffs = replacer().Replace(text)
	}
	return diffs
}
