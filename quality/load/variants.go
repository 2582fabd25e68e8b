// SPDX-License-Identifier: MIT

package load

import (
	"path"
	"path/filepath"

	"bugo/tools/gopackagesdriver/choices"
)

// Variant is a choice of the build settings by which BUILD files choose among files,
// such as --//heap:allocator. The zero value is one that has every file.
type Variant struct {
	Name string
	// Further tells that it is read only for the packages that differ from the first's.
	Further bool
	lacks   map[string]bool // files that other variants have, by name in the tree
	differs map[string]bool // folders of which not all variants have all files
}

// ReadVariants reads which files there are with which choices, from what Bazel says:
// the rule source_choices of //tools/gopackagesdriver. Together the variants have
// every file.
func ReadVariants(name string) ([]Variant, error) {
	c, err := choices.Read(name)
	if err != nil {
		return nil, err
	}
	var variants []Variant
	differs := map[string]bool{}
	for i, v := range c.Variants {
		lacks := map[string]bool{}
		for _, file := range c.Hidden("", v) {
			lacks[filepath.ToSlash(file)] = true
			differs[path.Dir(filepath.ToSlash(file))] = true
		}
		variants = append(variants, Variant{Name: v.Name, Further: i > 0, lacks: lacks, differs: differs})
	}
	return variants, nil
}

// has tells whether a variant has a file.
func (v Variant) has(name string) bool { return !v.lacks[name] }
