// SPDX-License-Identifier: MIT

package driver

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// linkedDirectories are the directories of the tree whose files are linked into
// the freestanding SDK, such as runtime, and the import paths there.
func (d *Driver) linkedDirectories() map[string]string {
	linked := map[string]string{}
	src := filepath.Join(d.Freestanding, "src")
	_ = filepath.WalkDir(src, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil // what cannot be read is not linked
		}
		directory := filepath.Dir(d.source(path))
		if !strings.HasPrefix(directory, d.Root+string(filepath.Separator)) {
			return nil
		}
		if importPath, err := filepath.Rel(src, filepath.Dir(path)); err == nil {
			linked[directory] = filepath.ToSlash(importPath)
		}
		return nil
	})
	return linked
}

// source returns what a file of the freestanding SDK is linked to; other files
// stay. Links lead over Bazel's output tree, whose links to the tree of sources
// lead to where that really is.
func (d *Driver) source(path string) string {
	if !strings.HasPrefix(path, d.Freestanding+string(filepath.Separator)) {
		return path
	}
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return path
	}
	return file
}

// ofSDK stands before import paths among names of files.
const ofSDK = "std:"

// inGOROOT replaces files that are linked into the freestanding SDK by ofSDK and
// the import path that they have there.
func inGOROOT(linked map[string]string, files []string) []string {
	out := slices.Clone(files)
	for i, file := range files {
		if importPath, ok := linked[filepath.Dir(file)]; ok {
			out[i] = ofSDK + importPath
		}
	}
	return out
}

// takeLinked takes from packages those of linked directories, and returns the
// others and, behind ofSDK, the import paths of those.
func takeLinked(linked map[string]string, all []*packages.Package) (others []*packages.Package, importPaths []string) {
	for _, p := range all {
		files := slices.Concat(p.GoFiles, p.IgnoredFiles)
		if len(files) > 0 {
			if importPath, ok := linked[filepath.Dir(files[0])]; ok {
				importPaths = append(importPaths, ofSDK+importPath)
				continue
			}
		}
		others = append(others, p)
	}
	return others, importPaths
}
