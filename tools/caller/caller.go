// SPDX-License-Identifier: MIT

// Package caller is about the files that somebody names on a command line.
// `bazel run` starts programs in a directory of its own, and tells in
// BUILD_WORKING_DIRECTORY where it was called; that is what names are relative
// to. Started without Bazel, a program has no such variable, and names mean what
// they always do.
package caller

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Path returns the path of a file that the caller named.
func Path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(os.Getenv("BUILD_WORKING_DIRECTORY"), name)
}

// Write makes the file that the caller named, or replaces it, and returns its
// path. Half of a file is never left behind, and what is there already stays if
// content fails.
func Write(name string, content func(io.Writer) error) (path string, err error) {
	path = Path(name)
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return "", fmt.Errorf("cannot write %s: %w", name, err)
	}
	defer os.Remove(file.Name())
	err = content(file)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		return "", fmt.Errorf("cannot write %s: %w", name, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return "", fmt.Errorf("cannot write %s: %w", name, err)
	}
	return path, nil
}
