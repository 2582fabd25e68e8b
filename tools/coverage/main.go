// SPDX-License-Identifier: MIT

// Command coverage shows what `./bazelw coverage` has found: a summary as text, and
// a page of HTML with the lines of each file. With --check it fails where a package
// has less than thresholds.txt, which is built into it, wants.
//
//	coverage [--check] [--out=PAGE.html] [LCOV]
//
// LCOV is by default the report of Bazel's last run. Sources are read from the
// workspace. Exit status: 0; 1 if --check has found too little; 2 for an error.
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	err := newCommand(os.Getenv("BUILD_WORKSPACE_DIRECTORY")).Execute()
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "coverage:", err)
	if errors.Is(err, errTooLittle) {
		os.Exit(1)
	}
	os.Exit(2)
}
