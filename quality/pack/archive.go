// SPDX-License-Identifier: MIT

package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

const (
	// folder is where the links lie in @source_tree.
	folder = "/tree/"
	// renamed ends the names of links to BUILD files: source_tree.bzl says why.
	renamed = ".source"
)

// nameInTree returns the name that a link stands for.
func nameInTree(link string) (string, error) {
	_, name, ok := strings.Cut(link, folder)
	if !ok {
		return "", fmt.Errorf("%s is no link of @source_tree: it has no folder %s", link, folder)
	}
	for _, build := range []string{"BUILD", "BUILD.bazel"} {
		if base := name[strings.LastIndex(name, "/")+1:]; base == build+renamed {
			return strings.TrimSuffix(name, renamed), nil
		}
	}
	return name, nil
}

// Write writes the archive of the links. Files are stored, not compressed: every
// check reads the archive, and nobody keeps it.
func Write(w io.Writer, links []string) error {
	byName := map[string]string{}
	var names []string
	for _, link := range links {
		name, err := nameInTree(link)
		if err != nil {
			return err
		}
		byName[name] = link
		names = append(names, name)
	}
	slices.Sort(names)
	archive := zip.NewWriter(w)
	for _, name := range names {
		content, err := os.ReadFile(byName[name])
		if err != nil {
			return fmt.Errorf("cannot read a source file: %w", err)
		}
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := entry.Write(content); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return archive.Close()
}
