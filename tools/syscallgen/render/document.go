// SPDX-License-Identifier: MIT

package render

import (
	"fmt"
	"strings"

	"bugo/tools/syscallgen/spec"
)

// The lines of a document between which Document writes.
const (
	Begin = "<!-- syscallgen: begin -->"
	End   = "<!-- syscallgen: end -->"
)

// Document returns a Markdown document with the table of calls and of errors
// between its markers, in the place of what stood there.
func Document(t *spec.Table, document string) ([]byte, error) {
	before, rest, found := strings.Cut(document, Begin+"\n")
	_, after, closed := strings.Cut(rest, End+"\n")
	if !found || !closed {
		return nil, fmt.Errorf("the document needs the lines %q and, below it, %q: the table goes between them", Begin, End)
	}
	var b strings.Builder
	b.WriteString(before + Begin + "\n\n| number | call | errors | what it does |\n|---:|---|---|---|\n")
	for _, c := range t.Calls {
		fmt.Fprintf(&b, "| %d | `%s` | %s | %s |\n", c.Number, signature(c), errorNames(c), strings.ReplaceAll(c.Text, "|", `\|`))
	}
	b.WriteString("\n| error | name | text |\n|---:|---|---|\n")
	for _, e := range t.Errors {
		fmt.Fprintf(&b, "| %d | %s | %s |\n", e.Number, e.Name, strings.ReplaceAll(e.Text, "|", `\|`))
	}
	b.WriteString("\n" + End + "\n" + after)
	return []byte(b.String()), nil
}
