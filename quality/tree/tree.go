// SPDX-License-Identifier: MIT

// Package tree reads the source files of the workspace, as the checks under
// //quality see them: from the archive that Bazel makes of @source_tree, or from
// a folder, where a person runs a check by hand.
//
// Names are relative to the workspace's root, with slashes. A tree is read whole
// when it is opened: it is a few megabytes, and every check reads most of it.
package tree

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Tree holds every file of a workspace.
type Tree struct {
	names   []string
	content map[string][]byte
	folders map[string]bool
}

// New makes a tree of the given files.
func New(files map[string][]byte) *Tree {
	t := &Tree{content: files, folders: map[string]bool{".": true}}
	for name := range files {
		t.names = append(t.names, name)
		for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
			t.folders[folder] = true
		}
	}
	slices.Sort(t.names)
	return t
}

// Open reads a tree from an archive that //quality/pack wrote, or from a folder.
func Open(name string) (*Tree, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("cannot open the source tree: %w", err)
	}
	if info.IsDir() {
		return openFolder(name)
	}
	archive, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the archive of the source tree %s: %w", name, err)
	}
	defer archive.Close()
	files := map[string][]byte{}
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, entry.Name, err)
		}
		files[entry.Name], err = io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, entry.Name, err)
		}
	}
	return New(files), nil
}

// openFolder reads what //quality:source_tree.bzl would link.
func openFolder(root string) (*Tree, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if ignored(name) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		files[name], err = os.ReadFile(file)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cannot read the source tree: %w", err)
	}
	return New(files), nil
}

// ignored says whether a file or folder is no source: the list of source_tree.bzl.
func ignored(name string) bool {
	base := path.Base(name)
	atRoot := base == name && name != "."
	return base == ".git" || base == "MODULE.bazel.lock" || strings.HasSuffix(base, ".swp") || strings.HasSuffix(base, "~") ||
		atRoot && (base == "user.bazelrc" || strings.HasPrefix(base, "bazel-"))
}

// Files returns the names of all files, sorted.
func (t *Tree) Files() []string { return t.names }

// Sources returns the names of the files that match one of the patterns (see
// path.Match; a pattern is compared with the name's last element), without
// what lies in a folder testdata: there lie bad examples.
func (t *Tree) Sources(patterns ...string) []string {
	var names []string
	for _, name := range t.names {
		if InTestdata(name) {
			continue
		}
		for _, pattern := range patterns {
			if ok, _ := path.Match(pattern, path.Base(name)); ok {
				names = append(names, name)
				break
			}
		}
	}
	return names
}

// InTestdata says whether a file lies in a folder testdata.
func InTestdata(name string) bool {
	return strings.HasPrefix(name, "testdata/") || strings.Contains(name, "/testdata/")
}

// Read returns a file's content. It must not be changed.
func (t *Tree) Read(name string) []byte { return t.content[name] }

// Lines returns a file's lines, without their ends.
func (t *Tree) Lines(name string) []string {
	return strings.Split(strings.TrimSuffix(string(t.content[name]), "\n"), "\n")
}

// Has says whether there is a file or folder of that name.
func (t *Tree) Has(name string) bool {
	_, file := t.content[name]
	return file || t.folders[name]
}

// IsText says whether a file holds no byte 0, as text does.
func (t *Tree) IsText(name string) bool { return !bytes.Contains(t.content[name], []byte{0}) }

// Extract writes the files that keep says below a folder, for what reads files
// by their paths.
func (t *Tree) Extract(folder string, keep func(name string) bool) error {
	for _, name := range t.names {
		if !keep(name) {
			continue
		}
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("cannot extract the source tree: %w", err)
		}
		if err := os.WriteFile(file, t.content[name], 0o644); err != nil {
			return fmt.Errorf("cannot extract the source tree: %w", err)
		}
	}
	return nil
}
