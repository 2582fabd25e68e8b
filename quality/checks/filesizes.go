// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"

	"bugo/quality/tree"
)

// linesAtMost is the house's limit: one concept per file, in 40 to 400 lines, and
// never more than this.
const linesAtMost = 600

// longFiles are the exceptions.
var longFiles = exceptions{
	"tools/k210emu/hart/run.go": "the interpreter is one switch over all operations, for speed, and it cannot be divided",
	"kernel/tests/BUILD.bazel":  "the boot tests' one table: which kernel, which apps, which lines, on every machine",
}

// FileSizes looks for files that are too long.
func FileSizes(t *tree.Tree) []Finding {
	r := longFiles.run()
	for _, name := range t.Sources("*.go", "*.s", "*.S", "*.bzl", "*.bazel", "*.ld", "*.sh", "*.js", "*.md") {
		if lines := len(t.Lines(name)); lines > linesAtMost && !r.lets(name) {
			r.found(name, linesAtMost+1, fmt.Sprintf("%d lines, more than %d", lines, linesAtMost),
				"give each concept a file of its own, or add an exception with its reason to quality/checks/filesizes.go")
		}
	}
	return r.end("quality/checks/filesizes.go")
}
