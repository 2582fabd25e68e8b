// SPDX-License-Identifier: MIT

package checks

import (
	"bytes"
	"path"
	"strings"

	"bugo/quality/tree"
)

// licence is the line's text, in whatever a comment is in the file's language.
const licence = "SPDX-License-Identifier: MIT"

// licenceWithin is how many lines may come before it: "#!", a document's type.
const licenceWithin = 3

// withLicence are the files that must have the line, by their endings and by their
// whole names. (Scripts are known by their "#!".)
var (
	licenceSuffixes = []string{".S", ".bazel", ".bazelrc", ".bzl", ".css", ".go", ".html", ".js", ".ld", ".py", ".s", ".sh", ".yaml", ".yml"}
	licenceNames    = []string{"BUILD", "WORKSPACE", ".gitignore", "go.mod"}
)

// Licences looks for the licence line.
func Licences(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Files() {
		if tree.InTestdata(name) || !wantsLicence(name, t.Read(name)) {
			continue
		}
		lines := t.Lines(name)
		if head := strings.Join(lines[:min(len(lines), licenceWithin)], "\n"); !strings.Contains(head, licence) {
			findings = append(findings, Finding{name, 1, "no licence in the first lines", `begin the file with a comment "` + licence + `"`})
		}
	}
	return findings
}

func wantsLicence(name string, content []byte) bool {
	base := path.Base(name)
	for _, s := range licenceSuffixes {
		if strings.HasSuffix(base, s) {
			return true
		}
	}
	for _, n := range licenceNames {
		if base == n {
			return true
		}
	}
	return bytes.HasPrefix(content, []byte("#!"))
}
