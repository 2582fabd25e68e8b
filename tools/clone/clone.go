// SPDX-License-Identifier: MIT

// Package clone makes copies of the tree for checks that run Bazel themselves, each
// with an output base of its own: what Bazel, git or the tree's owner keeps in the
// tree is not in the copy, what is not committed yet is.
//
// Reading order: clone.go copies and removes trees, caller.go is what such a check may
// take over from whoever started it.
package clone

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Copy copies the tree at workspace to the directory to, which it makes. Names in
// without, relative to the tree, are left out, beside .git and Bazel's own links.
// Permissions of files are kept. What is neither file, directory nor symbolic link
// (an editor's socket) is left out, too.
func Copy(workspace, to string, without ...string) error {
	err := filepath.WalkDir(workspace, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(workspace, path)
		if err != nil {
			return err
		}
		if name == ".git" || strings.HasPrefix(name, "bazel-") || slices.Contains(without, name) {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		return copyEntry(path, filepath.Join(to, name), entry)
	})
	if err != nil {
		return fmt.Errorf("cannot copy the tree: %w", err)
	}
	return nil
}

func copyEntry(from, to string, entry fs.DirEntry) error {
	switch {
	case entry.IsDir():
		return os.MkdirAll(to, 0o755)
	case entry.Type() == fs.ModeSymlink:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	case !entry.Type().IsRegular():
		return nil
	}
	info, err := entry.Info()
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode().Perm())
}

// Remove removes a directory and all below it, as os.RemoveAll does, even where Bazel
// or the go command have left directories that may not be written.
func Remove(directory string) error {
	err := filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, 0o755)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.RemoveAll(directory))
}
