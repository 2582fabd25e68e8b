// SPDX-License-Identifier: MIT

// Package stalebuild tells whether the BUILD files say what gazelle would
// write, by running gazelle in its diff mode on a copy of the tree.
//
// The test (tree/) must see every file of the tree, and files that no BUILD file
// names yet above all: it takes the copy from the archive //quality:tree. It needs
// no network and no go command: gazelle and the Go SDK are Bazel's.
package stalebuild

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Check runs gazelle, a target of the rule gazelle with mode = "diff", on the
// workspace. It returns an error that holds the diff if a BUILD file is stale.
func Check(gazelle, workspace string) error {
	if !filepath.IsAbs(gazelle) {
		gazelle = "." + string(filepath.Separator) + gazelle // nothing is looked up in PATH
	}
	cmd := exec.Command(gazelle)
	cmd.Env = append(os.Environ(), "BUILD_WORKSPACE_DIRECTORY="+workspace)
	var diff, messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &diff, &messages
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case diff.Len() > 0:
		return fmt.Errorf("BUILD files are stale. Remedy:\n\n  ./bazelw run //:gazelle\n\nIt would change this:\n\n%s%s", diff.Bytes(), messages.Bytes())
	case errors.As(err, &exit):
		return fmt.Errorf("gazelle failed: %w:\n%s", err, messages.Bytes())
	case err != nil:
		return fmt.Errorf("cannot run gazelle: %w", err)
	}
	return nil
}
