// SPDX-License-Identifier: MIT

// Package essential brings to tests of shell scripts the programs that every Debian
// has: from Debian's packages, pinned by essential.lock, and not from the machine,
// so that such a test says the same everywhere. Without Bazel, as in a plain
// `go test`, they are the machine's.
package essential

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// variable names, for a test under Bazel, one of the programs in its runfiles:
// $(rlocationpath @essential//:bin/cat). The others stand beside it.
const variable = "ESSENTIAL"

// Install makes the directory, if need be, and puts programs into it, by their names.
// awk is Debian's usual one, mawk.
func Install(directory string, programs ...string) error {
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	for _, name := range programs {
		path, err := find(name)
		if err != nil {
			return err
		}
		// (No link: a launcher finds its libraries by the name it is called by.)
		text := "#!/bin/sh\nexec '" + strings.ReplaceAll(path, "'", `'\''`) + "' \"$@\"\n"
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o755); err != nil {
			return err
		}
	}
	return nil
}

func find(name string) (string, error) {
	one := os.Getenv(variable)
	if one == "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("%s, which every Debian has, is missing on this machine: %w", name, err)
		}
		return path, nil
	}
	if name == "awk" {
		name = "mawk"
	}
	path := filepath.Join(os.Getenv("TEST_SRCDIR"), filepath.Dir(one), name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is not of @essential: add it in MODULE.bazel, and its package in tools/bootstrap/essential.lock if need be: %w", name, err)
	}
	return path, nil
}
