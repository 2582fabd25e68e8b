// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"

	"bugo/tools/clone"
)

// tree is a copy of the tree at workspace.
type tree struct {
	root, workspace string
}

// copy makes root a copy of the tree, without what Bazel and git keep there.
func (t *tree) copy() error {
	if err := os.RemoveAll(t.root); err != nil {
		return err
	}
	return clone.Copy(t.workspace, t.root)
}

// apply applies a patch, as git diff writes it, to the files below root. As with
// git apply, the lines around a change must be there, but may have moved.
func apply(root string, patch []byte) error {
	files, _, err := gitdiff.Parse(bytes.NewReader(patch))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("it changes no file")
	}
	for _, file := range files {
		if file.IsDelete || file.IsRename || file.IsCopy || file.IsBinary {
			return fmt.Errorf("%s: only texts can be added and changed", file.OldName)
		}
		path := filepath.Join(root, filepath.FromSlash(file.NewName))
		before, mode := []byte(nil), fs.FileMode(0o644)
		if !file.IsNew {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			mode = info.Mode().Perm()
			if before, err = os.ReadFile(path); err != nil {
				return err
			}
		} else if _, err := os.Stat(path); err == nil {
			return fmt.Errorf("%s is there already", file.NewName)
		}
		if err := relocate(file, string(before)); err != nil {
			return fmt.Errorf("%s: %w", file.NewName, err)
		}
		var after bytes.Buffer
		if err := gitdiff.Apply(&after, bytes.NewReader(before), file); err != nil {
			return fmt.Errorf("%s: %w", file.NewName, err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, after.Bytes(), mode); err != nil {
			return err
		}
	}
	return nil
}

// relocate moves each fragment of a file's patch to where its lines are, nearest
// to the place that it names.
func relocate(file *gitdiff.File, text string) error {
	lines := strings.SplitAfter(text, "\n")
	for _, fragment := range file.TextFragments {
		var old []string
		for _, line := range fragment.Lines {
			if line.Old() {
				old = append(old, line.Line)
			}
		}
		if len(old) == 0 {
			continue // a new file
		}
		named := int(fragment.OldPosition) - 1
		best := -1
		for i := 0; i+len(old) <= len(lines); i++ {
			if slices.Equal(lines[i:i+len(old)], old) && (best < 0 || distance(i, named) < distance(best, named)) {
				best = i
			}
		}
		if best < 0 {
			return fmt.Errorf("the lines around %q are not there", strings.TrimSpace(old[0]))
		}
		fragment.OldPosition = int64(best) + 1
	}
	return nil
}

func distance(a, b int) int { return max(a-b, b-a) }
