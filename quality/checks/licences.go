// SPDX-License-Identifier: MIT

package checks

import (
	"strings"

	"bugo/quality/tree"
)

// licence is the line's text, in whatever a comment is in the file's language.
const licence = "SPDX-License-Identifier: MIT"

// licenceWithin is how many lines may come before it: "#!", a document's type.
const licenceWithin = 3

// Licences looks for the licence line in all that can have one, but for documents: it
// would be the first that their readers see.
func Licences(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Files() {
		if l := languageOf(name, t.Read(name)); tree.InTestdata(name) || l == other || l == prose {
			continue
		}
		lines := t.Lines(name)
		if head := strings.Join(lines[:min(len(lines), licenceWithin)], "\n"); !strings.Contains(head, licence) {
			findings = append(findings, Finding{name, 1, "no licence in the first lines", `begin the file with a comment "` + licence + `"`})
		}
	}
	return findings
}
