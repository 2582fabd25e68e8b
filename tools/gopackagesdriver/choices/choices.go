// SPDX-License-Identifier: MIT

// Package choices reads of which files packages consist where a select() in a BUILD
// file chooses among them: what the rule source_choices (../choices.bzl) writes, for
// those who cannot ask Bazel themselves, as gopls and the analyzers of //quality.
package choices

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Choices are what the rule wrote.
type Choices struct {
	// Variants of the platform; the first is built by default.
	Variants []Variant `json:"variants"`
}

// Variant is a variant of the platform.
type Variant struct {
	Name string `json:"name"` // of the platform, such as k210_buddy_fifo
	// Packages are import paths and their files, relative to the root of the tree.
	Packages map[string][]string `json:"packages"`
}

// Read reads them.
func Read(path string) (Choices, error) {
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

// Hidden are the files below root that some variant builds and v does not. Files
// that no variant knows are not hidden: they may be new.
func (c Choices) Hidden(root string, v Variant) []string {
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

// VariantWith returns the first variant that does not hide a file.
func (c Choices) VariantWith(root, file string) Variant {
	for _, v := range c.Variants {
		if !slices.Contains(c.Hidden(root, v), file) {
			return v
		}
	}
	return c.Variants[0]
}
