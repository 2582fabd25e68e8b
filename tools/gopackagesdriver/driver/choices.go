// SPDX-License-Identifier: MIT

package driver

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Choices tell of which files packages consist where Bazel chooses among them:
// what the rule source_choices (choices.bzl) writes.
type Choices struct {
	// Variants of the platform; the first is built by default.
	Variants []Variant `json:"variants"`
}

// Variant is a variant of the platform.
type Variant struct {
	Name string `json:"name"` // of the platform, such as k210_bump_fifo
	// Packages are import paths and their files, relative to the root of the tree.
	Packages map[string][]string `json:"packages"`
}

// ReadChoices reads what source_choices wrote.
func ReadChoices(path string) (Choices, error) {
	var choices Choices
	text, err := os.ReadFile(path)
	if err != nil {
		return choices, err
	}
	if err := json.Unmarshal(text, &choices); err != nil {
		return choices, fmt.Errorf("%s: %w", path, err)
	}
	if len(choices.Variants) == 0 {
		return choices, fmt.Errorf("%s names no variant of the platform", path)
	}
	return choices, nil
}

// hidden are the files below root that some variant builds and v does not. Files
// that no variant knows are not hidden: they may be new.
func (c Choices) hidden(root string, v Variant) []string {
	var files []string
	for _, other := range c.Variants {
		for importPath, built := range other.Packages {
			here, known := v.Packages[importPath]
			if !known {
				continue
			}
			for _, file := range built {
				if !slices.Contains(here, file) {
					files = append(files, filepath.Join(root, filepath.FromSlash(file)))
				}
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// variantWith returns the first variant that does not hide a file.
func (c Choices) variantWith(root, file string) Variant {
	for _, v := range c.Variants {
		if !slices.Contains(c.hidden(root, v), file) {
			return v
		}
	}
	return c.Variants[0]
}

// blank is what an overlay shows in the place of a hidden file.
var blank = []byte("//go:build ignore\n\npackage ignore\n")

// filesOf returns the patterns of the form file=PATH among all, as clean paths.
func filesOf(patterns []string) (files, others []string) {
	for _, pattern := range patterns {
		if file, ok := strings.CutPrefix(pattern, "file="); ok {
			files = append(files, filepath.Clean(file))
		} else {
			others = append(others, pattern)
		}
	}
	return files, others
}
