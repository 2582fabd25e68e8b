// SPDX-License-Identifier: MIT

package checks

import (
	"bytes"
	"path"
	"strings"
)

// language is how a file's comments are written.
type language int

const (
	other  language = iota // none, or none that the checks can read
	prose                  // all is prose
	goCode                 // Go's own reader knows
	hashed                 // behind a "#"
	marked                 // otherwise: code and comments are read alike
)

// languages are those of files, by their endings and by their whole names.
var languages = map[string]language{
	".md": prose,
	".go": goCode,

	".S": marked, ".css": marked, ".html": marked, ".js": marked, ".ld": marked, ".s": marked, "go.mod": marked,

	".bash": hashed, ".bazel": hashed, ".bazelrc": hashed, ".bzl": hashed, ".lock": hashed, ".py": hashed,
	".sh": hashed, ".txt": hashed, ".yaml": hashed, ".yml": hashed, ".zsh": hashed,
	".gitignore": hashed, "BUILD": hashed, "WORKSPACE": hashed,
}

// withComments are the folders whose JSON may have comments: editors read it, and say so.
var withComments = []string{".devcontainer/", ".vscode/"}

// languageOf returns a file's language. Scripts without an ending say it in their
// first line.
func languageOf(name string, content []byte) language {
	for _, key := range []string{path.Base(name), path.Ext(name)} {
		if l, ok := languages[key]; ok {
			return l
		}
	}
	for _, folder := range withComments {
		if strings.HasPrefix(name, folder) && path.Ext(name) == ".json" {
			return marked
		}
	}
	if bytes.HasPrefix(content, []byte("#!")) {
		return hashed
	}
	return other
}
