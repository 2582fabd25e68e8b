// SPDX-License-Identifier: MIT

package pinned

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Names are the programs that Install writes.
var Names = []string{"go", "gopls"}

// starter is one of them. gopls asks the go command on PATH, which must be ours: it is
// in the place of a missing one, and goes before another.
const starter = `#!/bin/sh
# Written by ./bazelw run //tools/gopackagesdriver/install
[ -x %[1]s ] || { echo "$0:" %[1]s "is gone: run ./bazelw run //tools/gopackagesdriver/install again" >&2; exit 127; }
PATH=%[2]s${PATH:+:$PATH}
export PATH
exec %[1]s "$@"
`

// Install writes programs into the directory bin, which it makes, that start the go
// command and gopls at these paths. What was there under their names is replaced.
func Install(bin, goCommand, gopls string) error {
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return err
	}
	for _, name := range Names {
		program := map[string]string{"go": goCommand, "gopls": gopls}[name]
		text := fmt.Sprintf(starter, quote(program), quote(filepath.Dir(goCommand)))
		// (An editor may be starting the old one.)
		fresh := filepath.Join(bin, "."+name+".new")
		if err := os.WriteFile(fresh, []byte(text), 0o755); err != nil {
			return err
		}
		if err := os.Rename(fresh, filepath.Join(bin, name)); err != nil {
			return err
		}
	}
	return nil
}

// quote returns a word of the shell.
func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
